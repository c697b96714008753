import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '../platform/client.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { peopleContract } from './contract.ts';

let world: World;
let manager: Person;
let seller: Person;
const {
  createAccount,
  createContact,
  readContact,
  changeContact,
  moveContact,
  listContacts,
  addAffiliation,
  changeAffiliation,
  listAccountContacts,
  deleteContact,
  restoreContact,
} = peopleContract;

beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  seller = await world.as('seller');
  await world.house.database.asOwner((tx) => tx.updateTable('workspace').set({ country: 'DE' }).execute());
});
afterAll(() => world.close());

describe('a contact', () => {
  it('keeps telephone numbers in one form, whatever the spelling, and is found by any part of them', async () => {
    const { id, phones } = await manager.call(createContact, {
      body: {
        name: 'Jörg Müßig',
        phones: ['0171 / 234 56 78', '+49 171 2345678', 'ask reception'],
        emails: ['joerg@werk.example'],
      },
    });
    expect(phones).toEqual(['+491712345678', 'ask reception']);
    for (const text of ['0171 234', '2345678', 'mussig', 'JÖRG M', 'werk.ex']) {
      expect(
        (await manager.call(listContacts, { query: { text } })).items.map((contact) => contact.id),
        text,
      ).toEqual([id]);
    }
  });

  it('who changes employer is found at the new one, and both employers stay in the history', async () => {
    const old = await manager.call(createAccount, { body: { name: 'Old employer' } });
    const next = await manager.call(createAccount, { body: { name: 'New employer' } });
    const contact = await manager.call(createContact, {
      body: { name: 'Piet Oram', accountId: old.id, title: 'Engineer', from: '2020-01-01' },
    });
    const moved = await manager.call(
      moveContact,
      { params: { id: contact.id }, body: { accountId: next.id, title: 'Plant manager', on: '2026-05-01' } },
      { ifMatch: contact.version },
    );
    expect(moved).toMatchObject({ accountId: next.id, title: 'Plant manager', version: 2 });
    const { affiliations } = await manager.call(readContact, { params: { id: contact.id } });
    expect(affiliations).toMatchObject([
      { account: { name: 'New employer' }, title: 'Plant manager', from: '2026-05-01', until: null },
      { account: { name: 'Old employer' }, title: 'Engineer', from: '2020-01-01', until: '2026-05-01' },
    ]);
    expect((await manager.call(listAccountContacts, { params: { id: old.id } })).items).toEqual([]);
    expect(
      (await manager.call(listAccountContacts, { params: { id: old.id }, query: { former: 'true' } })).items,
    ).toMatchObject([{ contact: { name: 'Piet Oram' } }]);
  });

  it('who works for two accounts keeps the other one as main when the first ends', async () => {
    const one = await manager.call(createAccount, { body: { name: 'Board seat one' } });
    const two = await manager.call(createAccount, { body: { name: 'Board seat two' } });
    const { id } = await manager.call(createContact, { body: { name: 'Ada Board', accountId: one.id } });
    await manager.call(addAffiliation, { params: { id }, body: { accountId: two.id, title: 'Adviser' } });
    const first = (await manager.call(readContact, { params: { id } })).affiliations.find(
      (each) => each.accountId === one.id,
    )!;
    await manager.call(
      changeAffiliation,
      { params: { id: first.id }, body: { until: '2026-06-01' } },
      { ifMatch: first.version },
    );
    expect(await manager.call(readContact, { params: { id } })).toMatchObject({ accountId: two.id, title: 'Adviser' });
  });

  it('of an own account can be changed by the seller, whoever entered it', async () => {
    const account = await seller.call(createAccount, { body: { name: 'Seller account' } });
    const contact = await manager.call(createContact, {
      body: { name: 'Entered by the manager', accountId: account.id },
    });
    const changed = await seller.call(
      changeContact,
      { params: { id: contact.id }, body: { title: 'Buyer' } },
      { ifMatch: contact.version },
    );
    expect(changed.title).toBe('Buyer');
    expect((await seller.call(listContacts, {})).items.map((each) => each.name)).toContain('Entered by the manager');
    expect((await seller.call(readContact, { params: { id: contact.id } })).affiliations[0]?.title).toBe('Buyer');
  });

  it('may move with the seller out of the own accounts to a colleague, and takes the history along', async () => {
    const from = await seller.call(createAccount, { body: { name: 'Left behind' } });
    const { id, version } = await seller.call(createContact, { body: { name: 'Free agent', accountId: from.id } });
    expect(
      await seller.call(moveContact, { params: { id }, body: { accountId: null } }, { ifMatch: version }),
    ).toMatchObject({ accountId: null });
    expect((await seller.call(readContact, { params: { id } })).affiliations).toMatchObject([
      { accountId: from.id, until: '2026-06-11' },
    ]);
  });

  it('who was deleted comes back with everything', async () => {
    const { id } = await manager.call(createContact, { body: { name: 'Gone for a while', tags: ['golf'] } });
    await manager.call(deleteContact, { params: { id } });
    expect((await manager.call(listContacts, { query: { text: 'gone for' } })).items).toEqual([]);
    await manager.call(restoreContact, { params: { id } });
    expect((await manager.call(listContacts, { query: { text: 'gone for', tag: 'golf' } })).items).toMatchObject([
      { id, tags: ['golf'] },
    ]);
  });

  it('cannot be tied to an account of another firm', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    const theirs = await stranger.call(createAccount, { body: { name: 'Foreign employer' } });
    const { id, version } = await manager.call(createContact, { body: { name: 'Stays here' } });
    for (const attempt of [
      () => manager.call(createContact, { body: { name: 'Spy', accountId: theirs.id } }),
      () => manager.call(moveContact, { params: { id }, body: { accountId: theirs.id } }, { ifMatch: version }),
      () => manager.call(addAffiliation, { params: { id }, body: { accountId: theirs.id } }),
    ]) {
      await expect(attempt()).rejects.toSatisfy((error) => error instanceof ApiProblem && error.status === 422);
    }
  });
});
