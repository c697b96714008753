import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectFolder } from '../src/projectFolder.ts';
import { fourLevels } from './levels.ts';
import { accessibilityFaults, openStage, type Stage, type Visit } from './stage.ts';

let stage: Stage;
let visit: Visit;
const password = 'a short sentence to remember';

beforeAll(async () => {
  stage = await openStage();
  visit = await stage.visit();
});
afterAll(async () => {
  await stage?.close();
});

it('lets the first person in, offers the demo company, and shows a living Today', async () => {
  const { page, open } = visit;
  await open('/');
  await page.getByLabel('Your name').fill('Ines Hartog');
  await page.getByLabel('E-mail').fill('ines@example.org');
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await page.getByLabel('Workspace').fill('Varnholt Machines');
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('button', { name: /Look at the demo company/ }).click();
  await page.waitForURL('**/today', { timeout: 60_000 });
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  await page.getByText('Alarms', { exact: false }).first().waitFor();
  await page
    .getByText(/due today/i)
    .first()
    .waitFor();
  expect(visit.complaints).toEqual([]);
});

it('opens a relationship from the keyboard and says why it stands there', async () => {
  const { page } = visit;
  // What was spotted and what is handed over open their own pages: which stands where depends on the hour.
  for (let row = 0; row < 12; row++) {
    await page.keyboard.press('j');
    if (/Promised|planned for/.test((await page.locator('[data-current=true]').textContent()) ?? '')) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL('**/accounts/**');
  await page.getByText('Trust and interest').first().waitFor();
  // The curve is drawn, and the sum of what moved it is on the page.
  expect(await page.locator('svg path').count()).toBeGreaterThan(5);
  await page.getByText('Time passing', { exact: false }).first().waitFor();
});

it('logs a call in three taps, and the curve moves', async () => {
  const { page } = visit;
  const before = await trust(visit);
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await dialog.getByText('Call', { exact: true }).click();
  await dialog.getByText('Far better').click();
  const save = dialog.getByRole('button', { name: /^Save/ });
  const started = Date.now();
  await save.click();
  await dialog.waitFor({ state: 'hidden' });
  expect(Date.now() - started).toBeLessThan(60_000);
  await expect.poll(() => trust(visit), { timeout: 15_000 }).not.toBe(before);
});

it('shows every relationship on the map, the board and in the table, under one filter', async () => {
  const { page, open } = visit;
  await open('/relationships');
  await page.getByText('Skepticism').first().waitFor();
  await open('/relationships?phase=usage');
  await page.getByText('Usage').first().waitFor();
  expect(visit.complaints).toEqual([]);
});

it('keeps a seller to the own customers', async () => {
  const { page } = visit;
  const link = await page.evaluate(async () => {
    const json = async (path: string, body?: object) =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify(body ?? {}),
        })
      ).json();
    const member = await json('/api/members', { name: 'Sunil Barr', email: 'sunil@example.org', role: 'seller' });
    return (await json(`/api/members/${member.id}/invitation`)).path as string | undefined;
  });
  expect(link, 'an invitation link').toBeTruthy();
  const seller = await stage.visit();
  await seller.open(new URL(link!, stage.server.address).href.replace(stage.server.address, ''));
  await seller.page.getByLabel('Password', { exact: false }).first().fill(password);
  await seller.page.getByRole('button', { name: 'Join' }).click();
  await seller.page.waitForURL(/today|start/);
  const seen = await seller.page.evaluate(
    async () => ((await (await fetch('/api/accounts')).json()) as { items: unknown[] }).items.length,
  );
  expect(seen).toBe(0);
  const others = await page.evaluate(
    async () => ((await (await fetch('/api/accounts?limit=1')).json()) as { items: { id: string }[] }).items[0]!.id,
  );
  expect(await seller.page.evaluate(async (id) => (await fetch(`/api/accounts/${id}`)).status, others)).toBe(404);
  await seller.context.close();
});

it('answers what a head of sales, a team leader, a coach and a seller ask, each on one screen, and keeps coaching to the two', async () => {
  await fourLevels(stage, visit);
});

for (const [scheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const)
  it(`has nothing that axe-core finds on any screen: ${scheme}, ${width} px`, async () => {
    const { page, open } = visit;
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
    const faults: Record<string, string[]> = {};
    for (const path of await everyScreen(page)) {
      await open(path);
      await page.waitForTimeout(250);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const found = [
        ...(await accessibilityFaults(page)),
        ...(wider > 0 ? [`is ${wider} px wider than the window`] : []),
      ];
      if (found.length > 0) faults[path] = found;
    }
    expect(faults).toEqual({});
  }, 300_000);

/** The address of every screen in src/routes.tsx; where it names a record, of one that the demo company has. */
async function everyScreen(page: Page): Promise<string[]> {
  const first = (path: string) =>
    page.evaluate(
      async (path) =>
        ((await (await fetch(`/api/${path}`)).json()) as { items: { id: string }[] }).items
          .slice(0, 2)
          .map(({ id }) => id),
      path,
    );
  const [[account, other], [contact], [opportunity], [member]] = await Promise.all([
    first('accounts'),
    first('contacts'),
    first('opportunities?outcome=won'),
    page.evaluate(async () =>
      (
        (await (await fetch('/api/coaching/people')).json()) as { items: { memberId: string; nextOn: string | null }[] }
      ).items
        .filter((each) => each.nextOn)
        .map((each) => each.memberId),
    ),
  ]);
  const made = await page.evaluate(
    async () =>
      (
        (await (
          await fetch('/api/imports', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
            body: '{}',
          })
        ).json()) as { id: string }
      ).id,
  );
  const quotes = await page.evaluate(async () => {
    const { items } = (await (await fetch('/api/opportunities?limit=100')).json()) as { items: { id: string }[] };
    for (const { id } of items) {
      const quotes = ((await (await fetch(`/api/opportunities/${id}/quotes`)).json()) as { items: { id: string }[] })
        .items;
      if (quotes[0]) return quotes[0].id;
    }
    return undefined;
  });
  const examples: Record<string, string | undefined> = {
    '/accounts/$id': account,
    '/accounts/$id/review': account,
    '/contacts/$id': contact,
    '/opportunities/$id': opportunity,
    '/quotes/$id': quotes,
    '/import/$id': made,
    '/selling/coaching/$id': member,
    '/segments/$id': (await first('segments'))[0],
    '/campaigns/$id': (await first('campaigns'))[0],
    '/forms/$id': (await first('forms'))[0],
    '/handoffs/$id': (await first('handoffs'))[0],
    '/cases/$id': (await first('cases'))[0],
    '/selling/training/$id': (await first('training/programmes'))[0],
    '/selling/one-to-ones/$id': await page.evaluate(
      async (id) =>
        ((await (await fetch(`/api/coaching/people/${id}`)).json()) as { meetings: { id: string }[] }).meetings[0]?.id,
      member!,
    ),
  };
  const views = [
    '/relationships?as=board',
    '/relationships?as=table',
    '/insight?report=forecast',
    '/insight?report=calibration',
    '/settings/members',
    '/settings/channels',
    '/settings/audit',
    `/merge/account/${account}/${other}`,
  ];
  const routes = [...readFileSync(join(projectFolder, 'src', 'routes.tsx'), 'utf8').matchAll(/path: '(\/[^']*)'/g)].map(
    ([, path]) => path!,
  );
  expect(routes.length).toBeGreaterThan(40);
  return [
    ...routes
      .filter((path) => !['/', '/merge/$kind/$id/$other', '/settings/$section'].includes(path))
      .map((path) => {
        if (!path.includes('$')) return path;
        const example = examples[path];
        if (!example) throw new Error(`The demo company has nothing to show at ${path}: name an example.`);
        return path.replace('$id', example);
      }),
    ...views,
  ];
}

it('has a page without complaint at the door', async () => {
  const stranger = await stage.visit();
  await stranger.open('/sign-in');
  await stranger.page.getByLabel('E-mail').waitFor();
  expect(await accessibilityFaults(stranger.page)).toEqual([]);
  await stranger.context.close();
});

async function trust({ page }: Visit): Promise<string> {
  return page.evaluate(async () => {
    const id = location.pathname.split('/')[2];
    const answer = (await (await fetch(`/api/accounts/${id}/relationship`)).json()) as {
      standing: { trust: { value: number } };
      counts: { touchpoints: number };
    };
    return `${answer.standing.trust.value.toFixed(6)} ${answer.counts.touchpoints}`;
  });
}
