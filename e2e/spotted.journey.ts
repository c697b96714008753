import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openStage, type Stage, type Visit } from './stage.ts';

/** A technician spots business on a case and sees it won: two screens, one key, no training. */

let stage: Stage;
let seller: Visit;
let technician: Visit;
const password = 'a short sentence to remember';

beforeAll(async () => {
  stage = await openStage();
  const owner = await stage.visit();
  await owner.open('/sign-in');
  const links = await owner.page.evaluate(async (secret) => {
    const json = async (path: string, body: object) =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify(body),
        })
      ).json();
    await json('/api/setup', {
      name: 'Ines Hartog',
      email: 'ines@example.org',
      password: secret,
      workspace: { name: 'Varnholt', currency: 'EUR' },
    });
    const invite = async (name: string, role: string) => {
      const member = await json('/api/members', { name, email: `${role}@example.org`, role });
      return { id: member.id as string, path: (await json(`/api/members/${member.id}/invitation`, {})).path as string };
    };
    const [sunil, vera] = [await invite('Sunil Barr', 'seller'), await invite('Vera Lindt', 'service')];
    await json('/api/accounts', { name: 'Bergquell Brewery', ownerId: sunil.id, phase: 'usage' });
    return { seller: sunil.path, technician: vera.path };
  }, password);
  await owner.context.close();
  const join = async (path: string) => {
    const visit = await stage.visit();
    await visit.open(path.replace(stage.server.address, ''));
    await visit.page.getByLabel('Password', { exact: false }).first().fill(password);
    await visit.page.getByRole('button', { name: 'Join' }).click();
    await visit.page.waitForURL(/today|start/);
    return visit;
  };
  seller = await join(links.seller);
  technician = await join(links.technician);
}, 120_000);
afterAll(() => stage?.close());

it('a technician notes what they saw with one key, on the account they are at', async () => {
  const { page, open } = technician;
  const id = await page.evaluate(
    async () => ((await (await fetch('/api/accounts')).json()) as { items: { id: string }[] }).items[0]!.id,
  );
  await open(`/accounts/${id}`);
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What did you notice?').fill('Second shift asks for a stand-by pump');
  await dialog.getByRole('button', { name: 'Now' }).click();
  await dialog.getByRole('button', { name: 'Yes' }).click();
  await dialog.getByRole('button', { name: /^Note it/ }).click();
  await page
    .getByText(/Sunil Barr answers by/)
    .first()
    .waitFor();
});

it('the seller hears of it at once, accepts it as a sale, and wins it', async () => {
  const { page, open } = seller;
  await page.getByRole('button', { name: /1 notification/ }).click();
  await page.getByText(/Vera Lindt spotted business at Bergquell Brewery/).click();
  await page.waitForURL(/\/spotted\?note=/);
  await page.getByRole('button', { name: 'Accept' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Amount, if you can tell').fill('9800');
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('link', { name: 'Open the sale' }).click();
  await page.waitForURL(/\/opportunities\//);
  const won = await page.evaluate(async () => {
    const id = location.pathname.split('/').at(-1)!;
    const sale = (await (await fetch(`/api/opportunities/${id}`)).json()) as { version: number };
    return (
      await fetch(`/api/opportunities/${id}/win`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'if-match': `"${sale.version}"` },
        body: '{}',
      })
    ).status;
  });
  expect(won).toBe(200);
  await open('/today');
});

it('and the technician reads that it was won, and for how much', async () => {
  const { page, open } = technician;
  await page.getByRole('button', { name: /notifications? that you have not read/ }).click();
  await page
    .getByText(/Won, €9,800/)
    .first()
    .waitFor();
  await open('/spotted');
  await page
    .getByRole('row', { name: /stand-by pump/ })
    .getByText('Won, €9,800')
    .waitFor();
  await page.getByText('Second shift asks for a stand-by pump').first().click();
  await page.getByText('A sale was opened').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect([...technician.complaints, ...seller.complaints]).toEqual([]);
});

it('a phone shows the same, and the circle as a list', async () => {
  const { page, context } = technician;
  await page.setViewportSize({ width: 390, height: 844 });
  await technician.open('/spotted');
  expect(await accessibilityFaults(page)).toEqual([]);
  await technician.open('/circle');
  await page.getByRole('heading', { name: 'Circle of influence', level: 1 }).waitFor();
  expect(await page.locator('canvas').count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
});
