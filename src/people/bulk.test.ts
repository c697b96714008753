import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '../platform/client.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { peopleContract } from './contract.ts';
import { mergingContract } from './merging/contract.ts';
import { workspaceContract } from '../workspace/contract.ts';

let world: World;
let manager: Person;
let seller: Person;
let colleague: Person;
const {
  createAccount,
  createContact,
  countMany,
  changeMany,
  undoMany,
  listAccounts,
  listContacts,
  readAccount,
  changeAccount,
  deleteAccount,
  restoreAccount,
} = peopleContract;
const { mergeAccounts } = mergingContract;
const { getHistory } = workspaceContract;

beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  seller = await world.as('seller');
  colleague = await world.as('seller', { another: 'colleague' });
});
afterAll(() => world.close());

async function make(person: Person, names: readonly string[], tags: string[] = []): Promise<string[]> {
  const made: string[] = [];
  for (const name of names) made.push((await person.call(createAccount, { body: { name, tags } })).id);
  return made;
}

/** Everything of the accounts that a person could tell apart, but for the counter of versions. */
const state = (ids: readonly string[]) =>
  world.house.database.asOwner(async (tx) => ({
    accounts: await tx
      .selectFrom('account')
      .select(['id', 'name', 'owner_id', 'tags', 'deleted_at', 'search_text'])
      .where('id', 'in', ids)
      .orderBy('id')
      .execute(),
    relationships: await tx
      .selectFrom('relationship')
      .select(['account_id', 'owner_id', 'alive'])
      .where('account_id', 'in', ids)
      .orderBy('account_id')
      .execute(),
  }));

describe('a change to many accounts', () => {
  it('gives them all to a colleague, relationships included, as one entry of the audit, and is taken back exactly', async () => {
    const ids = [
      ...(await make(manager, ['B1', 'B2'])),
      ...(await make(seller, ['B3'])),
      ...(await make(colleague, ['B4'])),
    ];
    const before = await state(ids);
    const bulk = await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'owner', ownerId: colleague.memberId } },
    });
    expect(bulk).toMatchObject({ records: 3, skipped: 1, same: 1 });
    expect((await state(ids)).relationships.map((each) => each.owner_id)).toEqual(ids.map(() => colleague.memberId));
    const events = await world.house.database.asOwner((tx) =>
      tx.selectFrom('event').select('detail').where('name', '=', 'account.bulk changed').execute(),
    );
    expect(events).toMatchObject([{ detail: { bulkId: bulk.id, action: 'owner', records: 3 } }]);
    expect(await manager.call(undoMany, { params: { id: bulk.id } })).toEqual({ restored: 3, kept: 0, outOfSight: 0 });
    expect(await state(ids)).toEqual(before);
  });

  it('adds and removes a tag where it is missing or present, and both are taken back to the same tags in the same order', async () => {
    const ids = [...(await make(manager, ['T1'], ['a', 'vip', 'b', 'a'])), ...(await make(manager, ['T2'], ['c']))];
    const before = await state(ids);
    expect(before.accounts[0]!.tags).toEqual(['a', 'vip', 'b']);
    const removed = await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'remove tag', tag: 'vip' } },
    });
    expect(removed.records).toBe(1);
    const added = await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'add tag', tag: 'new' } },
    });
    expect(added.records).toBe(2);
    await manager.call(undoMany, { params: { id: added.id } });
    await manager.call(undoMany, { params: { id: removed.id } });
    expect(await state(ids)).toEqual(before);
  });

  it('deletes all that a filter finds and brings them back, and nothing else', async () => {
    const ids = await make(manager, ['Doomed one', 'Doomed two']);
    const [other] = await make(manager, ['Saved']);
    const before = await state([...ids, other!]);
    const bulk = await manager.call(changeMany, {
      body: { kind: 'account', filter: { text: 'doomed' }, change: { action: 'delete' } },
    });
    expect(bulk.records).toBe(2);
    expect((await manager.call(listAccounts, { query: { text: 'doomed' } })).items).toEqual([]);
    expect((await manager.call(readAccount, { params: { id: other! } })).deletedAt).toBeNull();
    await manager.call(undoMany, { params: { id: bulk.id } });
    expect(await state([...ids, other!])).toEqual(before);
  });

  it('is taken back only where nobody has decided otherwise since', async () => {
    const ids = await make(manager, ['K1', 'K2']);
    const bulk = await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'owner', ownerId: seller.memberId } },
    });
    await manager.call(
      changeAccount,
      { params: { id: ids[0]! }, body: { ownerId: colleague.memberId } },
      { ifMatch: 2 },
    );
    await manager.call(changeAccount, { params: { id: ids[1]! }, body: { city: 'Bonn' } }, { ifMatch: 2 });
    expect(await manager.call(undoMany, { params: { id: bulk.id } })).toEqual({ restored: 1, kept: 1, outOfSight: 0 });
    expect((await manager.call(readAccount, { params: { id: ids[0]! } })).ownerId).toBe(colleague.memberId);
    expect(await manager.call(readAccount, { params: { id: ids[1]! } })).toMatchObject({
      ownerId: manager.memberId,
      city: 'Bonn',
    });
    await expect(manager.call(undoMany, { params: { id: bulk.id } })).rejects.toSatisfy(
      (error) => error instanceof ApiProblem && error.status === 409,
    );
  });

  it('by a seller reaches only the own accounts, and hands them over for good', async () => {
    const own = await make(seller, ['S1', 'S2']);
    const others = await make(colleague, ['S3']);
    const bulk = await seller.call(changeMany, {
      body: { kind: 'account', ids: [...own, ...others], change: { action: 'owner', ownerId: manager.memberId } },
    });
    expect(bulk).toMatchObject({ records: 2, skipped: 1, same: 0 });
    expect((await state(others)).accounts[0]!.owner_id).toBe(colleague.memberId);
    await expect(colleague.call(undoMany, { params: { id: bulk.id } })).rejects.toSatisfy(
      (error) => error instanceof ApiProblem && error.status === 404,
    );
    // In other hands they are out of sight: nobody changed them since, but only their new owner can give them back.
    expect(await seller.call(undoMany, { params: { id: bulk.id } })).toEqual({ restored: 0, kept: 0, outOfSight: 2 });
  });

  it('brings back what was deleted long ago, and nothing that leads to another record', async () => {
    const ids = await make(manager, ['Gone one', 'Gone two', 'Gone three', 'Gone twin']);
    const living = await state(ids);
    const [first, twin] = [ids[0]!, ids[3]!];
    await manager.call(
      mergeAccounts,
      { params: { id: first }, body: { otherId: twin, otherVersion: 1 } },
      { ifMatch: 1 },
    );
    for (const id of ids.slice(0, 2)) await manager.call(deleteAccount, { params: { id } });
    const before = await state(ids.slice(0, 3));
    const deleted = await manager.call(listAccounts, { query: { text: 'gone', deleted: 'true' } });
    expect(deleted.items.map((each) => each.name)).toEqual(['Gone one', 'Gone two']);
    const bulk = await manager.call(changeMany, { body: { kind: 'account', ids, change: { action: 'restore' } } });
    expect(bulk).toMatchObject({ records: 2, skipped: 2, same: 1 });
    expect((await state(ids.slice(1, 3))).relationships).toEqual(
      living.relationships.filter((each) => ids.slice(1, 3).includes(each.account_id)),
    );
    expect((await manager.call(listAccounts, { query: { text: 'gone' } })).items).toHaveLength(3);
    await expect(manager.call(restoreAccount, { params: { id: twin } })).rejects.toMatchObject({
      status: 409,
      code: 'merged',
    });
    await manager.call(undoMany, { params: { id: bulk.id } });
    expect(await state(ids.slice(0, 3))).toEqual(before);
  });

  it('stands in the history of each record, with what it was before, and so does what was taken back', async () => {
    const [given, kept] = await make(seller, ['H1', 'H2'], ['old']);
    const ids = [given!, kept!];
    const tagged = await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'add tag', tag: 'new' } },
    });
    await manager.call(changeAccount, { params: { id: kept! }, body: { tags: ['old'] } }, { ifMatch: 2 });
    world.setNow(new Date(world.now().getTime() + 60_000));
    await manager.call(undoMany, { params: { id: tagged.id } });
    await manager.call(changeMany, {
      body: { kind: 'account', ids, change: { action: 'owner', ownerId: manager.memberId } },
    });
    const told = async (person: Person, id: string, query: { field?: string } = {}) =>
      (await person.call(getHistory, { params: { kind: 'account', id }, query })).items.map((each) => [
        each.name,
        each.field,
        each.beforeName ?? each.before,
        each.afterName ?? each.after,
        each.memberName,
      ]);
    expect(new Set((await told(manager, given!)).map((each) => JSON.stringify(each)))).toEqual(
      new Set(
        [
          ['account.changed', 'ownerId', 'The seller', 'The manager', 'The manager'],
          ['account.changed', 'tags', ['old'], ['old', 'new'], 'The manager'],
          ['account.changed', 'tags', ['old', 'new'], ['old'], 'The manager'],
          ['account.created', null, null, null, 'The seller'],
        ].map((each) => JSON.stringify(each)),
      ),
    );
    // What somebody had decided otherwise was not taken back, and is not told to have been.
    expect(await told(manager, kept!, { field: 'tags' })).toHaveLength(2);
    await expect(seller.call(getHistory, { params: { kind: 'account', id: given! } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('says beforehand how many a filter finds', async () => {
    await make(seller, ['Counted one', 'Counted two']);
    await make(colleague, ['Counted three']);
    const found = async (person: Person) =>
      (await person.call(countMany, { body: { kind: 'account', filter: { text: 'counted' } } })).records;
    expect([await found(manager), await found(seller), await found(colleague)]).toEqual([3, 2, 1]);
  });

  it('does not reach another firm', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    const theirs = await make(stranger, ['Untouched']);
    const before = await state(theirs);
    expect(
      (await manager.call(changeMany, { body: { kind: 'account', ids: theirs, change: { action: 'delete' } } }))
        .records,
    ).toBe(0);
    await expect(
      manager.call(changeMany, {
        body: { kind: 'account', ids: theirs, change: { action: 'owner', ownerId: stranger.memberId } },
      }),
    ).rejects.toSatisfy((error) => error instanceof ApiProblem && error.status === 422);
    expect(await state(theirs)).toEqual(before);
  });

  it('is refused to a reader', async () => {
    const reader = await world.as('reader');
    const ids = await make(manager, ['Read only']);
    await expect(
      reader.call(changeMany, { body: { kind: 'account', ids, change: { action: 'delete' } } }),
    ).rejects.toSatisfy((error) => error instanceof ApiProblem && error.status === 403);
  });

  it('works for contacts alike', async () => {
    const { id } = await manager.call(createContact, { body: { name: 'Tagged person' } });
    const bulk = await manager.call(changeMany, {
      body: { kind: 'contact', filter: { text: 'tagged person' }, change: { action: 'add tag', tag: 'fair 2026' } },
    });
    expect((await manager.call(listContacts, { query: { tag: 'fair 2026' } })).items.map((each) => each.id)).toEqual([
      id,
    ]);
    await manager.call(undoMany, { params: { id: bulk.id } });
    expect((await manager.call(listContacts, { query: { tag: 'fair 2026' } })).items).toEqual([]);
  });
});
