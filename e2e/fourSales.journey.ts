import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openStage, type Stage, type Visit } from './stage.ts';

/** Four sales, one of each type, from a suspect who has a need and is silent to the signature. */

let stage: Stage;
let visit: Visit;
const accounts: Record<string, string> = {};

beforeAll(async () => {
  stage = await openStage();
  visit = await stage.visit();
  const { page, open } = visit;
  await open('/');
  await page.getByLabel('Your name').fill('Ines Hartog');
  await page.getByLabel('E-mail').fill('ines@example.org');
  await page.getByLabel('Password', { exact: false }).first().fill('a short sentence to remember');
  await page.getByLabel('Workspace').fill('Varnholt Machines');
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.waitForURL('**/start');
  for (const [name, kind] of [
    ['Corvane Aerostructures', 'organization'],
    ['Gasthof Zum Anker', 'organization'],
    ['Okonjo family', 'household'],
    ['Morgentau', 'organization'],
  ] as const)
    accounts[name] = (await send('/accounts', { name, kind, country: 'DE' })).id;
  const ada = await send('/contacts', {
    name: 'Ada Okonjo',
    accountId: accounts['Okonjo family'],
    emails: ['ada@okonjo.example'],
  });
  await send(`/contacts/${ada.id}/consent`, {
    channel: 'mail',
    purpose: 'marketing',
    state: 'given',
    source: 'Card at the home fair',
  });
  await send('/segments', {
    name: 'Our region',
    need: 'Things made nearby',
    rule: { match: 'all', parts: [{ about: 'text', field: 'country', is: 'one of', values: ['DE'] }] },
  });
  await send('/offerings', { name: 'Milling cell', line: 'Machines', price: '180000.00', cost: '120000' });
  await send('/offerings', { name: 'Coolant, 25 l', line: 'Supplies', price: '96.50' });
  await send('/offerings', { name: 'Garden workshop', line: 'Home', price: '2400.00' });
});
afterAll(async () => {
  await stage?.close();
});

it('a solution sale is worked stage by stage, quoted, signed by the buyer behind a link, and closed with what they expect', async () => {
  const { page } = visit;
  expect(await phaseOf('Corvane Aerostructures')).toBe('shopping');
  await fromSuspect('Corvane Aerostructures');
  await nameSale('Milling cell, hall 2', 'Commercial');
  expect(await phaseOf('Corvane Aerostructures')).toBe('purchase');
  // The process is wide: a buying team and a matrix, and steps in every stage.
  await page.getByRole('heading', { name: 'Buying team' }).waitFor();
  await moveTo('Commitment');
  await addLine('Milling cell');
  await signQuote('Jana Dvořák');
  await page.getByText('signed by Jana Dvořák').first().waitFor();
  await closeWon('Runs in shifts from March', 'Milling cell, hall 2');
  await page.getByText('Expectations at the close').waitFor();
  await page.getByText('Runs in shifts from March').waitFor();
});

it('a relationship sale is a loop: on the route, visited, ordered, and due again', async () => {
  const { page } = visit;
  await fromSuspect('Gasthof Zum Anker');
  await nameSale('Coolant for the season', 'Relationship');
  await page.getByRole('button', { name: 'Put it on the route' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('never visited').waitFor();
  await page.getByRole('button', { name: 'Log a visit' }).click();
  await page.getByRole('dialog').getByLabel('What happened').fill('Counted the stock together');
  await page.getByRole('button', { name: 'Log the visit' }).click();
  await page.getByText('last visit Today').waitFor();
  await addLine('Coolant');
  await closeWon('Delivered on Tuesdays', 'Coolant for the season');
  await visit.open('/route?until=month');
  await page.getByText('Gasthof Zum Anker').first().waitFor();
});

it('a consumer sale is demonstrated, offered, signed, and reassured while it can be withdrawn', async () => {
  const { page } = visit;
  await fromSuspect('Okonjo family');
  await nameSale('Garden workshop', 'Consumer');
  await page.getByRole('button', { name: 'Log the demonstration' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click();
  await page.getByText('Demonstrated on').waitFor();
  await addLine('Garden workshop');
  await signQuote('Ada Okonjo');
  await closeWon('There before spring', 'Garden workshop');
  await page.getByText('14 days left to withdraw').or(page.getByText('15 days left to withdraw')).waitFor();
  const steps = await page.evaluate(
    async (id) =>
      ((await (await fetch(`/api/next-steps?account=${id}`)).json()) as { items: { what: string }[] }).items.map(
        (each) => each.what,
      ),
    accounts['Okonjo family']!,
  );
  expect(steps.filter((what) => what.includes('Garden workshop')).length).toBe(3);
});

it('a retail sale is one screen: typed, Enter, paid; and the next time the same basket again', async () => {
  const { page, open } = visit;
  await becomeProspect('Morgentau');
  await open('/basket');
  // Four letters, Enter, one click: seconds.
  await page.getByLabel('Find an offering').fill('cool');
  await page.getByRole('button', { name: /Coolant/ }).waitFor();
  await page.getByRole('button', { name: /Milling cell/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Paid: .*96\.50/ }).click();
  await page.getByText(/96\.50 is sold/).waitFor();
  await pick('Customer', 'Morgentau');
  await page.getByLabel('Find an offering').fill('cool');
  await page.getByRole('button', { name: /Coolant/ }).click();
  await page.getByRole('button', { name: /Paid: .*96\.50/ }).click();
  await page
    .getByText(/96\.50 is sold/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Repeat the last basket' }).click();
  await page.getByRole('button', { name: /Paid: .*96\.50/ }).waitFor();
  expect(visit.complaints).toEqual([]);
});

it('leaves each with another process behind it, and no page that axe-core finds fault with', async () => {
  const { page, open } = visit;
  const steps = await page.evaluate(async () => {
    const { items } = (await (await fetch('/api/opportunities?outcome=won&limit=20')).json()) as {
      items: { id: string; saleType: string }[];
    };
    const counted: Record<string, number> = {};
    for (const { id, saleType } of items) {
      const sale = (await (await fetch(`/api/opportunities/${id}`)).json()) as { stages: { steps: unknown[] }[] };
      counted[saleType] = sale.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
    }
    return counted;
  });
  expect(Object.keys(steps).toSorted()).toEqual(['commercial', 'consumer', 'relationship', 'retail']);
  expect(new Set(Object.values(steps)).size).toBe(4);
  const faults: Record<string, string[]> = {};
  for (const path of [
    '/offerings',
    '/offerings?as=rates',
    '/route',
    '/basket',
    '/purchase?as=why',
    '/settings/selling',
  ]) {
    await open(path);
    await page.waitForTimeout(300);
    const found = await accessibilityFaults(page);
    if (found.length > 0) faults[path] = found;
  }
  expect(faults).toEqual({});
});

async function send(path: string, body: object): Promise<{ id: string }> {
  return visit.page.evaluate(
    async ([to, what]) => {
      const answer = await fetch(`/api${to}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(what),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as { id: string };
    },
    [path, body] as const,
  );
}

const phaseOf = (name: string): Promise<string> =>
  visit.page.evaluate(
    async (id) =>
      ((await (await fetch(`/api/accounts/${id}/relationship`)).json()) as { standing: { phase: string } }).standing
        .phase,
    accounts[name]!,
  );

async function pick(label: string, name: string): Promise<void> {
  const box = visit.page.getByRole('combobox', { name: label });
  await box.fill(name);
  await visit.page
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click();
}

/** A suspect does something of their own accord; that makes a prospect, and that we are their first choice. */
async function becomeProspect(account: string): Promise<void> {
  const { page, open } = visit;
  const row = page.getByRole('row', { name: new RegExp(account) });
  await expect
    .poll(
      async () => {
        await open('/shopping');
        return row.getByText('Suspect').count();
      },
      { timeout: 90_000, interval: 1000 },
    )
    .toBe(1);
  await send('/touchpoints', { accountId: accounts[account], kind: 'inquiry', subject: 'Asked what it costs' });
  await open('/shopping');
  await row.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a prospect' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await row.getByText('Prospect').waitFor();
  await row.click();
  await dialog.getByText('They expressed the need').waitFor();
  await dialog.getByRole('combobox', { name: 'Which touchpoint shows it' }).click();
  await page.getByRole('option', { name: /Asked what it costs/ }).click();
  await dialog.getByRole('button', { name: 'Note it' }).click();
  await dialog.getByText('We are their first choice', { exact: true }).waitFor();
}

/** The advice is then to open a sale, and its button does it. */
async function fromSuspect(account: string): Promise<void> {
  await becomeProspect(account);
  await visit.page.getByRole('dialog').getByRole('button', { name: 'Open a sale' }).click();
  await visit.page.waitForURL('**/purchase?**');
}

async function nameSale(name: string, type: string): Promise<void> {
  const { page } = visit;
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is sold').fill(name);
  await dialog.getByText(type, { exact: true }).click();
  await dialog.getByRole('button', { name: 'Open the sale' }).click();
  await page.waitForURL('**/opportunities/**');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** What the buyer did up to a stage, ticked off one by one. */
async function moveTo(stage: string): Promise<void> {
  const { page } = visit;
  await page.getByRole('button', { name: 'Interest', exact: true }).click();
  await page.getByRole('menuitem', { name: `Move to ${stage}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: `Move to ${stage}` }).click();
  await dialog.waitFor({ state: 'hidden' });
}

async function addLine(offering: string): Promise<void> {
  const { page } = visit;
  await page.getByRole('button', { name: 'Add what is sold' }).click();
  await pick('Add from the catalogue', offering);
  await page.getByRole('button', { name: 'Save the lines' }).click();
  await page.getByRole('button', { name: 'Make a quote' }).waitFor();
}

/** Makes and sends a quote, and signs it in another browser that holds nothing but the link. */
async function signQuote(name: string): Promise<void> {
  const { page } = visit;
  const sale = page.url();
  await page.getByRole('button', { name: 'Make a quote' }).click();
  await page.waitForURL('**/quotes/**');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  const buyer = await stage.visit({ width: 390 });
  await buyer.page.goto(link);
  await buyer.page.getByLabel('Your name').fill(name);
  expect(await accessibilityFaults(buyer.page)).toEqual([]);
  await buyer.page.getByRole('button', { name: 'Accept and sign' }).click();
  await buyer.page.getByText(`Accepted by ${name}`).waitFor();
  expect(buyer.complaints).toEqual([]);
  await buyer.context.close();
  await visit.open(new URL(sale).pathname);
}

async function closeWon(expects: string, name: string): Promise<void> {
  const { page } = visit;
  await page.getByRole('button', { name: 'Close won' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('They expect').fill(expects);
  await dialog.getByRole('button', { name: 'Close as won' }).click();
  await page.getByText(`${name} is won`).waitFor();
  await page.getByText('Won on').waitFor();
}
