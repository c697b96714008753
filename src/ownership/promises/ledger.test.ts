import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { promisesContract as api } from './contract.ts';

let world: World;
let owner: Person;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
  accountId = (
    await owner.call(peopleContract.createAccount, { body: { name: 'Quillmark Gears', ownerId: owner.memberId } })
  ).id;
});
afterAll(() => world.close());

const list = async () => (await owner.call(api.listPromises, { query: { account: accountId } })).items;
const curve = () => owner.call(relationshipContract.readRelationship, { params: { id: accountId } });
const log = (kind: 'promise made' | 'promise kept' | 'promise broken', subject: string) =>
  owner.call(relationshipContract.logTouchpoint, { body: { accountId, kind, subject } });

describe('the ledger of promises', () => {
  it('has every promise once, whether it was noted as such or told in passing', async () => {
    await owner.call(api.makePromise, { body: { accountId, what: 'Date in writing', dueOn: '2026-06-12' } });
    await log('promise made', 'Coolant report');
    const all = await list();
    expect(all.map((p) => [p.what, p.state])).toEqual([
      ['Date in writing', 'open'],
      ['Coolant report', 'open'],
    ]);
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(items.map((t) => t.subject).toSorted()).toEqual(['Coolant report', 'Date in writing']);
    expect((await curve()).promises).toHaveLength(2);
  });

  it('settles the promise that is meant when somebody logs that it was kept', async () => {
    await owner.call(api.makePromise, { body: { accountId, what: 'Training before go-live' } });
    await owner.call(api.makePromise, { body: { accountId, what: 'Date in writing' } });
    await log('promise kept', 'Date in writing');
    expect(Object.fromEntries((await list()).map((p) => [p.what, p.state]))).toEqual({
      'Training before go-live': 'open',
      'Date in writing': 'kept',
    });
  });

  it('moves trust when a promise is settled, and moves it back when that is taken back', async () => {
    const made = await owner.call(api.makePromise, {
      body: { accountId, what: 'Date in writing', dueOn: '2026-06-20' },
    });
    const before = (await curve()).standing.trust.value;
    const kept = await owner.call(
      api.settlePromise,
      { params: { id: made.id }, body: { outcome: 'kept' } },
      { ifMatch: made.version },
    );
    expect(kept.state).toBe('kept');
    expect((await curve()).standing.trust.value).toBeGreaterThan(before + 1);
    const open = await owner.call(api.reopenPromise, { params: { id: made.id } }, { ifMatch: kept.version });
    expect(open.state).toBe('open');
    expect((await curve()).standing.trust.value).toBeCloseTo(before, 6);
    // It can be settled again, otherwise this time.
    const broken = await owner.call(
      api.settlePromise,
      { params: { id: made.id }, body: { outcome: 'broken' } },
      { ifMatch: open.version },
    );
    expect(broken.state).toBe('broken');
    expect((await curve()).standing.trust.value).toBeLessThan(before);
  });

  it('counts a promise kept too late as broken, and says both', async () => {
    const made = await owner.call(api.makePromise, {
      body: { accountId, what: 'Report by Friday', dueOn: '2026-06-12' },
    });
    world.setNow('2026-06-16T09:00:00Z');
    expect((await list())[0]!.state).toBe('overdue');
    const late = await owner.call(
      api.settlePromise,
      { params: { id: made.id }, body: { outcome: 'kept' } },
      { ifMatch: made.version },
    );
    expect(late.state).toBe('kept late');
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(items[0]!.kind).toBe('promise broken');
  });

  it('withdraws a promise only with what the customer was told, and that is no touchpoint', async () => {
    const made = await owner.call(api.makePromise, { body: { accountId, what: 'A second engineer' } });
    const settle = (why?: string) =>
      owner.call(
        api.settlePromise,
        { params: { id: made.id }, body: { outcome: 'withdrawn', ...(why ? { why } : {}) } },
        { ifMatch: made.version },
      );
    await expect(settle()).rejects.toMatchObject({ status: 422 });
    expect((await settle('They have enough people themselves')).state).toBe('withdrawn');
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(items.map((t) => t.kind)).toEqual(['promise made']);
  });

  it('forgets a promise whose entry in the ledger is taken back, and follows a corrected one', async () => {
    const { touchpoint } = await log('promise made', 'Coolant report');
    const corrected = await owner.call(relationshipContract.correctTouchpoint, {
      params: { id: touchpoint.id },
      body: { correction: { subject: 'Coolant and oil report' } },
    });
    expect((await list()).map((p) => p.what)).toEqual(['Coolant and oil report']);
    await owner.call(relationshipContract.correctTouchpoint, { params: { id: corrected.id }, body: { retract: true } });
    expect(await list()).toEqual([]);
    const made = await owner.call(api.makePromise, { body: { accountId, what: 'Never said' } });
    await owner.call(api.takeBackPromise, { params: { id: made.id } });
    expect(await list()).toEqual([]);
    expect((await curve()).standing.touchpoints).toBe(0);
  });

  it('stands on the list of today of whoever has to keep it, and one key is enough', async () => {
    await owner.call(api.makePromise, { body: { accountId, what: 'Report by Friday', dueOn: '2026-06-10' } });
    const [row] = (await owner.call(relationshipContract.today, { query: { whose: 'mine' } })).rows;
    expect(row).toMatchObject({ group: 'promise', overdue: true, promise: { what: 'Report by Friday' } });
    expect(row!.why[0]).toMatchObject({ code: 'promise overdue', subject: 'Report by Friday' });
    await owner.call(
      api.settlePromise,
      { params: { id: row!.promise!.id }, body: { outcome: 'kept' } },
      { ifMatch: row!.promise!.version },
    );
    expect(
      (await owner.call(relationshipContract.today, { query: { whose: 'mine' } })).rows.filter(
        (r) => r.group === 'promise',
      ),
    ).toEqual([]);
  });

  it('takes in a batch with its promises, once', async () => {
    const touchpoints = [
      { accountId, kind: 'promise made' as const, subject: 'One', at: '2026-05-01T09:00:00Z', evidenceKey: 'a' },
      { accountId, kind: 'promise kept' as const, subject: 'One', at: '2026-05-09T09:00:00Z', evidenceKey: 'b' },
      {
        accountId,
        kind: 'promise made' as const,
        subject: 'Two',
        at: '2026-05-11T09:00:00Z',
        evidenceKey: 'c',
        expectationSet: '2026-06-01',
      },
    ];
    await owner.call(relationshipContract.logTouchpoints, { body: { touchpoints } });
    await owner.call(relationshipContract.logTouchpoints, { body: { touchpoints } });
    expect((await list()).map((p) => [p.what, p.state, p.dueOn])).toEqual([
      ['Two', 'overdue', '2026-06-01'],
      ['One', 'kept', null],
    ]);
  });
});
