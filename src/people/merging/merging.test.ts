import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '../../platform/client.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { peopleContract } from '../contract.ts';
import { mergedFields, accountChoices } from './choices.ts';
import { mergingContract } from './contract.ts';

let world: World;
let manager: Person;
beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
});
afterAll(() => world.close());

const read = (id: string) => manager.call(peopleContract.readAccount, { params: { id } });
const curve = (id: string) => manager.call(relationshipContract.readRelationship, { params: { id } });

async function twins() {
  const make = (name: string, more: object) => manager.call(peopleContract.createAccount, { body: { name, ...more } });
  const kept = await make('Ashgrove Pumps', { city: 'Linz', phase: 'shopping', contact: { name: 'Ann Lee', emails: ['ann@ashgrove.example'] } });
  const other = await make('Ashgrove Pumps Ltd', { city: 'Graz', industry: 'Pumps', tags: ['vip'], phase: 'usage', contact: { name: 'Ben Roe' } });
  for (const [id, subject] of [[kept.id, 'First call'], [other.id, 'Their visit'], [other.id, 'Their order']] as const)
    await manager.call(relationshipContract.logTouchpoint, { body: { accountId: id, kind: 'call', subject } });
  const sale = await manager.call(purchaseContract.createOpportunity, { body: { accountId: other.id, name: 'Pump hall' } });
  return { kept: await read(kept.id), other: await read(other.id), sale };
}
const merge = (kept: { id: string; version: number }, other: { id: string; version: number }, take: (typeof accountChoices)[number][] = []) =>
  manager.call(mergingContract.mergeAccounts, { params: { id: kept.id }, body: { otherId: other.id, otherVersion: other.version, take } }, { ifMatch: kept.version });

describe('two accounts that are the same', () => {
  it('become one with all that was attached, a curve over both ledgers, and lead to it; taken apart they are as before', async () => {
    const { kept, other, sale } = await twins();
    const before = { kept: await curve(kept.id), other: await curve(other.id) };
    const { mergeId, account, moved } = await merge(kept, other, ['city']);
    expect(account).toMatchObject({ name: 'Ashgrove Pumps', city: 'Graz', industry: 'Pumps', tags: ['vip'] });
    expect(moved).toBeGreaterThanOrEqual(4);
    const one = await curve(kept.id);
    expect(one.counts.touchpoints).toBe(before.kept.counts.touchpoints + before.other.counts.touchpoints);
    expect(one.standing.phase).toBe('usage');
    expect((await manager.call(purchaseContract.readOpportunity, { params: { id: sale.id } })).accountId).toBe(kept.id);
    expect((await manager.call(peopleContract.listAccountContacts, { params: { id: kept.id } })).items.map((each) => each.contact.name).sort()).toEqual(['Ann Lee', 'Ben Roe']);
    expect(await read(other.id)).toMatchObject({ mergedIntoId: kept.id });
    const list = await manager.call(peopleContract.listAccounts, { query: { text: 'Ashgrove' } });
    expect(list.items.map((each) => each.id)).toEqual([kept.id]);

    await manager.call(mergingContract.undoMerge, { params: { id: mergeId } });
    expect(await read(kept.id)).toMatchObject({ city: 'Linz', industry: null, tags: [] });
    expect(await read(other.id)).toMatchObject({ city: 'Graz', mergedIntoId: null, deletedAt: null });
    expect((await manager.call(purchaseContract.readOpportunity, { params: { id: sale.id } })).accountId).toBe(other.id);
    for (const [id, was] of [[kept.id, before.kept], [other.id, before.other]] as const) {
      const now = await curve(id);
      expect(now.counts.touchpoints).toBe(was.counts.touchpoints);
      expect(now.standing.phase).toBe(was.standing.phase);
      expect(now.standing.trust.value).toBeCloseTo(was.standing.trust.value, 3);
    }
  });

  it('merged by two people at once: one wins, the other is told', async () => {
    const { kept, other } = await twins();
    const outcomes = await Promise.allSettled([merge(kept, other), merge(other, kept)]);
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const [refused] = outcomes.filter((each) => each.status === 'rejected');
    const problem: unknown = refused?.reason;
    expect(problem).toBeInstanceOf(ApiProblem);
    expect([409, 412]).toContain(problem instanceof ApiProblem ? problem.status : 0);
  });

  it('are found by the name that they share', async () => {
    const { items } = await manager.call(mergingContract.listDuplicates, { query: { kind: 'account', by: 'name' } });
    expect(items.some((group) => group.records.filter((each) => each.name.startsWith('Ashgrove Pumps')).length >= 2)).toBe(true);
  });

  it('everything that points to an account or a contact moves: no foreign key is left out', async () => {
    for (const kind of ['account', 'contact']) {
      const { rows } = await world.engine.pool.query<{ relation: string }>(`select c.conrelid::regclass::text as relation from pg_constraint c where c.contype = 'f' and c.confrelid = '${kind}'::regclass`);
      const moving = await world.engine.pool.query<{ relation: string; field: string }>(`select relation::text, field from merge_fields('${kind}')`);
      const moved = new Set(moving.rows.map((each) => each.relation));
      expect(rows.map((each) => each.relation).filter((each) => !moved.has(each)).sort()).toEqual(kind === 'account' ? ['cycle_step', 'relationship'] : []);
      expect(moving.rows.length).toBeGreaterThan(kind === 'account' ? 6 : 3);
    }
  });
});

describe('the fields of a merged record', () => {
  const kept = { id: 'k', name: 'Kept', city: 'Linz', industry: null, parentId: 'o', tags: ['a'], custom: { size: 1 } };
  const other = { id: 'o', name: 'Other', city: 'Graz', industry: 'Pumps', parentId: 'k', tags: ['b', 'a'], custom: { size: 2, floor: 3 } };

  it('are the kept one’s unless it says nothing or the other’s was chosen; of lists and own fields both stay', () => {
    expect(mergedFields(kept, { ...other, parentId: null }, accountChoices, ['city'])).toEqual({ city: 'Graz', industry: 'Pumps', tags: ['a', 'b'], custom: { size: 1, floor: 3 }, parentId: null });
  });

  it('never make a record belong to itself', () => {
    expect(mergedFields(kept, other, accountChoices, ['parentId'])['parentId']).toBeNull();
    expect(mergedFields({ ...kept, parentId: null }, other, accountChoices, [])).not.toHaveProperty('parentId');
  });
});
