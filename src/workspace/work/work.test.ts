import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compute } from '../../platform/compute.ts';
import type { countOn } from '../../platform/compute.testing.ts';
import { newId } from '../../platform/ids.ts';
import { wholeWorkspace } from '../../platform/database.ts';
import { systemCall } from '../../platform/serve.ts';
import { accompanied, Cancelled, finish, type Work } from '../../platform/work.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { orderContract } from '../../usage/orders/contract.ts';
import { runFit } from '../../usage/orders/fits.api.ts';
import { kinds } from '../roles.ts';
import { workContract as api, type WorkRecord } from './contract.ts';

let world: World;
let manager: Person;
let seller: Person;
let colleague: Person;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  [manager, seller, colleague] = [
    await world.as('manager'),
    await world.as('seller'),
    await world.as('seller', { another: 'colleague' }),
  ];
});
afterAll(() => world.close());

const types = undefined as unknown as typeof countOn;

/** A thread that counts until it is ended: what it counted is seen from outside. */
function counting(of: Partial<Work>, outer?: AbortSignal) {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const ended = accompanied(
    world.house.database,
    seller.workspaceId,
    { kind: 'forecast', memberId: seller.memberId, ...of },
    (work) =>
      compute(types, new URL('../../platform/compute.testing.ts', import.meta.url), 'countOn', { counter }, work),
    outer,
  );
  ended.catch(() => {});
  return { counted: () => Atomics.load(counter, 0), ended };
}

async function once(person: Person, is: (work: WorkRecord | undefined) => boolean): Promise<WorkRecord> {
  for (;;) {
    const [work] = (await person.call(api.listWork)).items;
    if (is(work)) return work!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Once it has ended, nothing is counted any more. */
async function standsStill(counted: () => number): Promise<void> {
  let last: number;
  do {
    last = counted();
    await new Promise((resolve) => setTimeout(resolve, 60));
  } while (counted() !== last);
}

describe('heavy work', () => {
  it('shows who waits how far it is, and ends its thread when that person says so', async () => {
    const { counted, ended } = counting({});
    const first = await once(seller, (work) => (work?.share ?? 0) > 0);
    expect(first).toMatchObject({
      kind: 'forecast',
      state: 'running',
      memberId: seller.memberId,
      mine: true,
      endedAt: null,
    });
    const later = await once(seller, (work) => work!.share > first.share);
    expect(later.share).toBeLessThan(1);
    expect((await seller.call(api.cancelWork, { params: { id: first.id } })).state).toBe('cancelled');
    await expect(ended).rejects.toBeInstanceOf(Cancelled);
    await standsStill(counted);
    expect(await seller.call(api.readWork, { params: { id: first.id } })).toMatchObject({
      state: 'cancelled',
      endedAt: expect.any(String),
    });
    await expect(seller.call(api.cancelWork, { params: { id: first.id } })).rejects.toMatchObject({
      status: 409,
      code: 'not_running',
    });
  });

  it('is seen and ended by who began it or a manager, by no colleague', async () => {
    const { counted, ended } = counting({});
    const { id } = await once(manager, (work) => work !== undefined);
    expect((await colleague.call(api.listWork)).items).toEqual([]);
    await expect(colleague.call(api.cancelWork, { params: { id } })).rejects.toMatchObject({ status: 404 });
    await manager.call(api.cancelWork, { params: { id } });
    await expect(ended).rejects.toMatchObject({ status: 409, code: 'cancelled' });
    await standsStill(counted);
  });

  it('ends when nobody waits for its answer any more; a job goes on when the program is back', async () => {
    const left = new AbortController();
    const waitedFor = counting({}, left.signal);
    const { id } = await once(seller, (work) => work !== undefined);
    left.abort();
    await expect(waitedFor.ended).rejects.toThrow();
    await standsStill(waitedFor.counted);
    expect((await seller.call(api.readWork, { params: { id } })).state).toBe('cancelled');

    const stopping = new AbortController();
    const record = newId();
    const job = counting({ id: record, kind: 'calibration' }, stopping.signal);
    await once(seller, (work) => work?.id === record && work.share > 0);
    stopping.abort();
    await expect(job.ended).rejects.toThrow();
    expect((await seller.call(api.readWork, { params: { id: record } })).state).toBe('interrupted');
    const again = counting({ id: record, kind: 'calibration' });
    expect((await once(seller, (work) => work?.id === record && work.state === 'running')).endedAt).toBeNull();
    // Everybody may see it, since its page is everybody's; ending it is another matter.
    expect((await colleague.call(api.readWork, { params: { id: record } })).mine).toBe(false);
    await expect(colleague.call(api.cancelWork, { params: { id: record } })).rejects.toMatchObject({ status: 403 });
    await seller.call(api.cancelWork, { params: { id: record } });
    await expect(again.ended).rejects.toBeInstanceOf(Cancelled);
  });

  it('that a request waits for keeps nothing either, when it is ended in the moment in which it is done', async () => {
    const waitedFor = accompanied(
      world.house.database,
      seller.workspaceId,
      { kind: 'win model', memberId: seller.memberId },
      async () => {
        const { id } = await once(seller, (work) => work?.kind === 'win model' && work.state === 'running');
        await seller.call(api.cancelWork, { params: { id } });
        return 'kept';
      },
    );
    await expect(waitedFor).rejects.toBeInstanceOf(Cancelled);
    expect((await seller.call(api.listWork)).items[0]).toMatchObject({ kind: 'win model', state: 'cancelled' });
  });

  it('says so when the process that did it was killed', async () => {
    const id = newId();
    await world.house.database.asOwner((tx) =>
      sql`insert into work (workspace_id, id, kind, member_id, state, share, begun_at, seen_at) values (${seller.workspaceId}, ${id}, 'forecast', ${seller.memberId}, 'running', 0.4, now() - interval '2 minutes', now() - interval '1 minute')`.execute(
        tx,
      ),
    );
    expect((await seller.call(api.readWork, { params: { id } })).state).toBe('interrupted');
    expect((await seller.call(api.listWork, { query: { state: 'under way' } })).items).toEqual([]);
    expect((await seller.call(api.listWork, { query: { state: 'interrupted' } })).items).toHaveLength(1);
  });

  it('that waits for its turn is announced, and does nothing once it was ended', async () => {
    const fit = await manager.call(orderContract.startFit, { body: {} });
    expect(await manager.call(api.readWork, { params: { id: fit.id } })).toMatchObject({
      kind: 'purchase fit',
      state: 'waiting',
      share: 0,
    });
    await manager.call(api.cancelWork, { params: { id: fit.id } });
    await runFit(world.house.serving, manager.workspaceId, fit.id);
    expect((await manager.call(orderContract.listFits)).items).toMatchObject([
      { id: fit.id, state: 'cancelled', customers: null },
    ]);
    // Ended in the moment in which it was done: who was told so finds nothing kept.
    const late = newId();
    const keeping = accompanied(
      world.house.database,
      manager.workspaceId,
      { kind: 'purchase fit', id: late, memberId: manager.memberId },
      async () => {
        await manager.call(api.cancelWork, { params: { id: late } });
        await systemCall(world.house.serving, wholeWorkspace(manager.workspaceId, kinds), (call) => finish(call, late));
      },
    );
    await expect(keeping).rejects.toBeInstanceOf(Cancelled);
    expect((await manager.call(api.readWork, { params: { id: late } })).state).toBe('cancelled');
    const other = await manager.call(orderContract.startFit, { body: {} });
    await manager.call(orderContract.cancelFit, { params: { id: other.id } });
    expect((await manager.call(api.readWork, { params: { id: other.id } })).state).toBe('cancelled');
  });
});
