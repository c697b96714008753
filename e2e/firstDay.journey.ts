import { afterAll, beforeAll, expect, it } from 'vitest';
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
  await page.getByText(/due today/i).first().waitFor();
  expect(visit.complaints).toEqual([]);
});

it('opens a relationship from the keyboard and says why it stands there', async () => {
  const { page } = visit;
  await page.keyboard.press('j');
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
    const json = async (path: string, body?: object) => (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify(body ?? {}) })).json();
    const member = await json('/api/members', { name: 'Sunil Barr', email: 'sunil@example.org', role: 'seller' });
    return (await json(`/api/members/${member.id}/invitation`)).path as string | undefined;
  });
  expect(link, 'an invitation link').toBeTruthy();
  const seller = await stage.visit();
  await seller.open(new URL(link!, stage.server.address).href.replace(stage.server.address, ''));
  await seller.page.getByLabel('Password', { exact: false }).first().fill(password);
  await seller.page.getByRole('button', { name: 'Join' }).click();
  await seller.page.waitForURL(/today|start/);
  const seen = await seller.page.evaluate(async () => ((await (await fetch('/api/accounts')).json()) as { items: unknown[] }).items.length);
  expect(seen).toBe(0);
  const others = await page.evaluate(async () => ((await (await fetch('/api/accounts?limit=1')).json()) as { items: { id: string }[] }).items[0]!.id);
  expect(await seller.page.evaluate(async (id) => (await fetch(`/api/accounts/${id}`)).status, others)).toBe(404);
  await seller.context.close();
});

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    it(`has nothing that axe-core finds: ${scheme}, ${width} px`, async () => {
      const { page, open } = visit;
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
      const account = await page.evaluate(async () => ((await (await fetch('/api/accounts?limit=1')).json()) as { items: { id: string }[] }).items[0]!.id);
      const faults: Record<string, string[]> = {};
      for (const path of ['/today', '/relationships', '/relationships?view=board', '/relationships?view=table', `/accounts/${account}`, '/shopping', '/purchase', '/selling', '/insight', '/help', '/import', '/settings/profile', '/settings/members', '/settings/channels', '/settings/audit']) {
        await open(path);
        await page.waitForTimeout(700);
        const found = await accessibilityFaults(page);
        if (found.length > 0) faults[path] = found;
      }
      expect(faults).toEqual({});
    });
  }
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
    const answer = (await (await fetch(`/api/accounts/${id}/relationship`)).json()) as { standing: { trust: { value: number } }; counts: { touchpoints: number } };
    return `${answer.standing.trust.value.toFixed(6)} ${answer.counts.touchpoints}`;
  });
}
