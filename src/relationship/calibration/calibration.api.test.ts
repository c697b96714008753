import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect, wholeWorkspace } from '../../platform/database.ts';
import { systemCall } from '../../platform/serve.ts';
import { drawExponential, seededRandom } from '../../statistics/randomness.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { kinds } from '../../workspace/roles.ts';
import { relationshipContract } from '../contract.ts';
import { enter, replayAccounts, type Entry } from '../ledger.api.ts';
import type { TouchpointKind } from '../vocabulary.ts';
import { calibrationContract as api } from './contract.ts';
import { replayWithModel, runCalibration } from './run.api.ts';

let world: World;
let owner: Person;
let customers: string[];

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
  customers = await company(60);
});
afterAll(() => world.close());

/** Two and a half years of customers who come back when a technician has been with them, whatever else is done. */
async function company(size: number): Promise<string[]> {
  const random = seededRandom(11);
  const accounts: string[] = [];
  for (let i = 0; i < size; i++)
    accounts.push(
      (await owner.call(peopleContract.createAccount, { body: { name: `Customer ${i}`, ownerId: owner.memberId } })).id,
    );
  const begun = world.now().getTime() - 900 * 86_400_000;
  await systemCall(
    world.house.serving,
    wholeWorkspace(world.workspaces.first, kinds),
    async (call) => {
      const entries: Entry[] = [];
      for (const accountId of accounts) {
        const on = (day: number, kind: TouchpointKind) =>
          entries.push({
            accountId,
            kind,
            at: new Date(begun + day * 86_400_000).toISOString(),
            subject: kind,
            id: call.newId(),
            memberId: null,
          });
        on(1, 'close won');
        for (let day = 10; day < 890; day += 15 + drawExponential(random, 1 / 30)) {
          const looked = random() < 0.35;
          on(day, looked ? 'service visit' : 'value review');
          if (looked && random() < 0.7) on(Math.min(895, day + 60), 'referral');
        }
      }
      await enter(call, entries, 'import');
      await replayAccounts(call, accounts);
    },
    { seconds: 60 },
  );
  return accounts;
}

const calibrated = async (horizonDays: number) => {
  const started = await owner.call(api.startCalibration, { body: { horizonDays } });
  await runCalibration(world.house.serving, kinds, world.workspaces.first, started.id);
  return owner.call(api.readModel, { params: { id: started.id } });
};
const inUse = () => owner.call(api.readModelInUse);
const versions = () =>
  connect(world.engine).asOwner(async (tx) =>
    (await tx.selectFrom('relationship').select('model_version').distinct().execute()).map((row) => row.model_version),
  );
const replayed = async () =>
  replayWithModel(world.house.serving, kinds, world.workspaces.first, (await inUse()).use!.id);

describe('calibration on the own customers', () => {
  it('learns from what became of them, shows every customer it was tested on, and moves nothing before somebody adopts it', async () => {
    const model = await calibrated(90);
    expect(model).toMatchObject({
      version: 'own-1',
      state: 'done',
      comparedWith: 'shipped-1',
      verdict: 'better',
      inUse: false,
      adoptedAt: null,
    });
    const { result } = model;
    expect(result!.test!.gain).toBeGreaterThan(result!.test!.se);
    expect(result!.learnt!.factors['service visit']).toBeGreaterThan(1);
    expect(result!.looks).toBe(result!.positions.reduce((sum, each) => sum + each.looks, 0));
    const { items } = await owner.call(api.listModelCases, {
      params: { id: model.id },
      query: { limit: 200, stayed: 'true' },
    });
    expect(items.every((each) => each.stayed && customers.includes(each.account.id))).toBe(true);
    expect(await versions()).toEqual(['shipped-1']);
    const seller = await world.as('seller');
    expect((await seller.call(api.listModelCases, { params: { id: model.id } })).items).toEqual([]);
    await expect(seller.call(api.startCalibration, { body: {} })).rejects.toMatchObject({ status: 403 });
  });

  it('an adopted set reads every relationship anew, is named on each, and can be gone back from', async () => {
    const trust = async () =>
      (await owner.call(relationshipContract.readRelationship, { params: { id: customers[0]! } })).standing;
    const before = await trust();
    const { items } = await owner.call(api.listModels);
    const use = await owner.call(api.adoptModel, {
      params: { id: items[0]!.id },
      body: { why: 'Proved on the last two years' },
    });
    expect(use).toMatchObject({ version: 'own-1', toReplay: 60, replayed: 0, replayedAt: null });
    await replayed();
    expect(await versions()).toEqual(['own-1']);
    expect((await inUse()).use).toMatchObject({ replayed: 60, toReplay: 60 });
    const after = await trust();
    expect(after.modelVersion).toBe('own-1');
    expect(after.trust.value).not.toBeCloseTo(before.trust.value, 1);
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId: customers[0]!, kind: 'service visit', subject: 'Filters looked at' },
    });
    expect(await versions()).toEqual(['own-1']);
    await expect(owner.call(api.adoptModel, { params: { id: items[0]!.id }, body: {} })).rejects.toMatchObject({
      status: 409,
      code: 'in_use',
    });

    await owner.call(api.goBackToShipped, { body: { why: 'Compare again in spring' } });
    await replayed();
    expect(await versions()).toEqual(['shipped-1']);
    expect((await inUse()).uses.map((each) => each.version)).toEqual(['shipped-1', 'own-1']);
  });

  it('a set that has not proved better is kept for the record and not adopted; one that runs can be stopped', async () => {
    const few = await calibrated(730);
    expect(few).toMatchObject({ version: 'own-2', verdict: 'too few', state: 'done' });
    expect((await owner.call(api.listModelCases, { params: { id: few.id } })).items).toEqual([]);
    await expect(owner.call(api.adoptModel, { params: { id: few.id }, body: {} })).rejects.toMatchObject({
      status: 409,
      code: 'not_better',
    });
    const waits = await owner.call(api.startCalibration, { body: {} });
    await expect(owner.call(api.startCalibration, { body: {} })).rejects.toMatchObject({
      status: 409,
      code: 'calibration_runs',
    });
    expect((await owner.call(api.cancelCalibration, { params: { id: waits.id } })).state).toBe('cancelled');
    await runCalibration(world.house.serving, kinds, world.workspaces.first, waits.id);
    expect((await owner.call(api.readModel, { params: { id: waits.id } })).state).toBe('cancelled');
  });

  it('can be ended while it still reads what it learns from: at once, nothing of it is kept, and it can be begun again', async () => {
    const { id } = await owner.call(api.startCalibration, { body: { horizonDays: 730 } });
    // Between two of the customers' ledgers.
    let ended: Promise<unknown> | undefined;
    const { serving } = world.house;
    const transact: typeof serving.database.transact = async (scope, work, seconds) => {
      const result = await serving.database.transact(scope, work, seconds);
      if (
        await connect(world.engine).asOwner(
          async (tx) =>
            (
              await tx
                .selectFrom('relationship_model')
                .select('id')
                .where('id', '=', id)
                .where('state', '=', 'running')
                .execute()
            ).length > 0,
        )
      )
        ended ??= owner.call(api.cancelCalibration, { params: { id } });
      await ended;
      return result;
    };
    await runCalibration(
      { ...serving, database: { ...serving.database, transact } },
      kinds,
      world.workspaces.first,
      id,
    );
    expect(await owner.call(api.readModel, { params: { id } })).toMatchObject({ state: 'cancelled', verdict: null });
    expect((await calibrated(730)).state).toBe('done');
  });
});
