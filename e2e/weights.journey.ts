import { afterAll, beforeAll, expect, it } from 'vitest';
import { wholeWorkspace } from '../src/platform/database.ts';
import { newId } from '../src/platform/ids.ts';
import { systemCall } from '../src/platform/serve.ts';
import { enter, replayAccounts, type Entry } from '../src/relationship/ledger.api.ts';
import type { TouchpointKind } from '../src/relationship/vocabulary.ts';
import { drawExponential, seededRandom } from '../src/statistics/randomness.ts';
import { kinds } from '../src/workspace/roles.ts';
import { accessibilityFaults, openStage, type Stage, type Visit } from './stage.ts';

/** A firm whose customers come back when a technician has been with them: the weights learn it, prove it, are adopted, and can be gone back from. */

let stage: Stage;
let owner: Visit;
let customer: string;

/** Two and a half years of sixty customers, whatever else is done. */
function twoAndAHalfYears(accounts: readonly string[]): Entry[] {
  const random = seededRandom(11);
  const begun = Date.now() - 900 * 86_400_000;
  return accounts.flatMap((accountId) => {
    const touchpoints: Entry[] = [];
    const on = (day: number, kind: TouchpointKind) =>
      touchpoints.push({
        accountId,
        kind,
        subject: kind,
        at: new Date(begun + day * 86_400_000).toISOString(),
        id: newId(),
        memberId: null,
      });
    on(1, 'close won');
    for (let day = 10; day < 890; day += 15 + drawExponential(random, 1 / 30)) {
      const looked = random() < 0.35;
      on(day, looked ? 'service visit' : 'value review');
      if (looked && random() < 0.7) on(Math.min(895, day + 60), 'referral');
    }
    return touchpoints;
  });
}

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.visit();
  await owner.open('/sign-in');
  const send = (path: string, body: object) =>
    owner.page.evaluate(
      async ([to, text]) =>
        (
          await fetch(to!, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
            body: text!,
          })
        ).json() as Promise<{ id: string }>,
      [path, JSON.stringify(body)],
    );
  await send('/api/setup', {
    name: 'Ines Hartog',
    email: 'ines@example.org',
    password: 'a short sentence to remember',
    workspace: { name: 'Varnholt', currency: 'EUR' },
  });
  const accounts: string[] = [];
  for (let i = 1; i <= 60; i++) accounts.push((await send('/api/accounts', { name: `Brewery ${i}` })).id);
  const workspaceId = await owner.page.evaluate(
    async () => ((await (await fetch('/api/session')).json()) as { workspace: { id: string } }).workspace.id,
  );
  // As an import leaves them: known when they happened.
  await systemCall(
    stage.server.house.serving,
    wholeWorkspace(workspaceId, kinds),
    async (call) => {
      await enter(call, twoAndAHalfYears(accounts), 'import');
      await replayAccounts(call, accounts);
    },
    { seconds: 60 },
  );
  customer = accounts[0]!;
}, 180_000);
afterAll(() => stage?.close());

const readWith = () =>
  owner.page.evaluate(
    async (id) =>
      (
        (await (await fetch(`/api/accounts/${id}/relationship`)).json()) as {
          standing: { modelVersion: string; trust: { value: number } };
        }
      ).standing,
    customer,
  );

it('learns a set of weights in the background and lists it with its date, its data and what it gains', async () => {
  const { page, open } = owner;
  await open('/insight?report=calibration');
  await page.getByText('In use: the shipped weights').waitFor();
  await page.getByLabel('Horizon').selectOption('90');
  await page.getByRole('button', { name: 'Learn from own customers' }).click();
  const row = page.getByRole('row', { name: /own-1/ });
  await row.getByText('Better on later customers by more than a standard error').waitFor({ timeout: 60_000 });
  const [gain, error] = /\+([\d.]+) ± ([\d.]+)/
    .exec(await row.innerText())!
    .slice(1)
    .map(Number);
  expect(gain).toBeGreaterThan(error!);
  expect(await row.innerText()).toContain(new Date().getFullYear().toString());
  expect(await readWith()).toMatchObject({ modelVersion: 'shipped-1' });
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('reads every relationship with the adopted set, and with the earlier one after going back', async () => {
  const { page } = owner;
  const before = await readWith();
  await page.getByRole('button', { name: 'Open own-1' }).click();
  await page.getByRole('button', { name: 'Adopt own-1' }).click();
  await page.getByRole('button', { name: 'Read all relationships with own-1' }).click();
  await page.getByText(/In use: own-1, since .* adopted by Ines Hartog/).waitFor();
  await expect.poll(async () => (await readWith()).modelVersion, { timeout: 30_000 }).toBe('own-1');
  const after = await readWith();
  expect(Math.abs(after.trust.value - before.trust.value)).toBeGreaterThan(0.5);
  await page.getByRole('row', { name: /own-1/ }).getByText('In use').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Go back to the shipped weights' }).click();
  await page.getByRole('button', { name: 'Read all relationships with the shipped weights' }).click();
  await page.getByText('In use: the shipped weights').waitFor();
  await expect.poll(async () => (await readWith()).modelVersion, { timeout: 30_000 }).toBe('shipped-1');
  expect((await readWith()).trust.value).toBeCloseTo(before.trust.value, 1);
  await page.getByRole('row', { name: /own-1/ }).getByText('Was in use').waitFor();
  expect(owner.complaints).toEqual([]);
});
