import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '../platform/client.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { peopleContract } from './contract.ts';

let world: World;
let manager: Person;
let seller: Person;
let colleague: Person;
const { createAccount, readAccount, changeAccount, deleteAccount, restoreAccount, listAccounts, listAccountContacts } =
  peopleContract;

beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  seller = await world.as('seller');
  colleague = await world.as('seller', { another: 'colleague' });
});
afterAll(() => world.close());

/** The problem with which a call was refused. */
async function refusal(call: Promise<unknown>): Promise<ApiProblem> {
  const problem: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof ApiProblem) return problem;
  throw new Error('This was not refused.');
}

describe('an account', () => {
  it('is added with its first contact, and one read shows who owns it, where the relationship stands and how many people there are', async () => {
    const { id } = await seller.call(createAccount, {
      body: {
        name: 'Quillmark Gears',
        website: 'https://www.quillmark.example.co.uk/about',
        phase: 'purchase',
        contact: { name: 'Hanna Weir', emails: ['Hanna@Quillmark.Example.co.uk'], title: 'Head of purchasing' },
      },
    });
    const account = await seller.call(readAccount, { params: { id } });
    expect(account).toMatchObject({
      name: 'Quillmark Gears',
      domain: 'example.co.uk',
      owner: { id: seller.memberId },
      mayChange: true,
      version: 1,
      relationship: { phase: 'purchase', position: 'skepticism', touchpoints: 0 },
      nextStep: null,
      counts: { contacts: 1, opportunities: 0, cases: 0, children: 0 },
    });
    const people = await seller.call(listAccountContacts, { params: { id } });
    expect(people.items).toMatchObject([
      {
        affiliation: { title: 'Head of purchasing', until: null },
        contact: { name: 'Hanna Weir', emails: ['hanna@quillmark.example.co.uk'] },
      },
    ]);
  });

  it('is changed field by field: what is not mentioned stays, and the history says what was before', async () => {
    const { id, version } = await seller.call(createAccount, {
      body: { name: 'Oldname', city: 'Bremen', custom: { region: 'north', size: 4 } },
    });
    const changed = await seller.call(
      changeAccount,
      { params: { id }, body: { name: 'Newname', custom: { size: null, tier: 'A' } } },
      { ifMatch: version },
    );
    expect(changed).toMatchObject({
      name: 'Newname',
      city: 'Bremen',
      custom: { region: 'north', tier: 'A' },
      version: 2,
    });
    const events = await world.house.database.asOwner((tx) =>
      tx
        .selectFrom('event')
        .select('detail')
        .where('subject_id', '=', id)
        .where('name', '=', 'account.changed')
        .execute(),
    );
    expect(events).toMatchObject([
      {
        detail: {
          changes: {
            name: ['Oldname', 'Newname'],
            custom: [
              { region: 'north', size: 4 },
              { region: 'north', tier: 'A' },
            ],
          },
        },
      },
    ]);
  });

  it('that a hundred people save at the same moment takes one of the changes and tells the others', async () => {
    const { id, version } = await manager.call(createAccount, { body: { name: 'Contested' } });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        manager.call(changeAccount, { params: { id }, body: { city: `City ${i}` } }, { ifMatch: version }).then(
          () => 200,
          (error: unknown) => (error instanceof ApiProblem ? error.status : 0),
        ),
      ),
    );
    expect(outcomes.filter((status) => status === 200)).toHaveLength(1);
    expect(outcomes.filter((status) => status === 412)).toHaveLength(99);
    expect((await manager.call(readAccount, { params: { id } })).version).toBe(2);
  });

  it('that somebody else changed meanwhile is shown as it is now, so that the person can choose', async () => {
    const { id, version } = await manager.call(createAccount, { body: { name: 'Twice' } });
    await manager.call(changeAccount, { params: { id }, body: { city: 'Here' } }, { ifMatch: version });
    const problem = await refusal(
      manager.call(changeAccount, { params: { id }, body: { city: 'There' } }, { ifMatch: version }),
    );
    expect(problem).toMatchObject({ status: 412, more: { current: { city: 'Here', version: 2 } } });
  });

  it('of a colleague is not seen, not changed and not deleted by a seller, and looks as if it did not exist', async () => {
    const { id, version } = await colleague.call(createAccount, { body: { name: 'Not yours' } });
    expect((await refusal(seller.call(readAccount, { params: { id } }))).status).toBe(404);
    expect(
      (await refusal(seller.call(changeAccount, { params: { id }, body: { name: 'Mine' } }, { ifMatch: version })))
        .status,
    ).toBe(404);
    expect((await refusal(seller.call(deleteAccount, { params: { id } }))).status).toBe(404);
    const names = (await seller.call(listAccounts, {})).items.map((account) => account.name);
    expect(names).not.toContain('Not yours');
    expect((await seller.call(listAccounts, { query: { text: 'not yours' } })).items).toEqual([]);
  });

  it('can be handed over to a colleague, after which it is the colleague who sees it and its relationship', async () => {
    const { id, version } = await seller.call(createAccount, { body: { name: 'Handed over' } });
    await seller.call(changeAccount, { params: { id }, body: { ownerId: colleague.memberId } }, { ifMatch: version });
    expect((await refusal(seller.call(readAccount, { params: { id } }))).status).toBe(404);
    expect(await colleague.call(readAccount, { params: { id } })).toMatchObject({
      ownerId: colleague.memberId,
      relationship: { phase: 'shopping' },
    });
    expect(
      (await colleague.call(listAccounts, { query: { sort: 'trust', owner: colleague.memberId } })).items.map(
        (account) => account.id,
      ),
    ).toContain(id);
  });

  it('may be seen but not changed by service people', async () => {
    const { id, version } = await seller.call(createAccount, { body: { name: 'Served' } });
    const service = await world.as('service');
    expect((await service.call(readAccount, { params: { id } })).mayChange).toBe(false);
    expect(
      (await refusal(service.call(changeAccount, { params: { id }, body: { name: 'X' } }, { ifMatch: version })))
        .status,
    ).toBe(403);
  });

  it('is gone from the lists when deleted, found among the deleted, and back when restored', async () => {
    const { id } = await seller.call(createAccount, { body: { name: 'Come and gone' } });
    const listed = async (query: object) =>
      (await seller.call(listAccounts, { query: { text: 'come and gone', ...query } })).items.map(
        (account) => account.id,
      );
    await seller.call(deleteAccount, { params: { id } });
    expect(await listed({})).toEqual([]);
    expect(await listed({ deleted: 'true' })).toEqual([id]);
    expect(await listed({ deleted: 'true', sort: 'trust' })).toEqual([id]);
    await seller.call(restoreAccount, { params: { id } });
    expect(await listed({ sort: 'trust' })).toEqual([id]);
  });

  it('cannot belong to itself through others', async () => {
    const top = await manager.call(createAccount, { body: { name: 'Group' } });
    const below = await manager.call(createAccount, { body: { name: 'Plant', parentId: top.id } });
    const problem = await refusal(
      manager.call(changeAccount, { params: { id: top.id }, body: { parentId: below.id } }, { ifMatch: top.version }),
    );
    expect(problem.status).toBe(422);
    expect((await manager.call(readAccount, { params: { id: top.id } })).counts.children).toBe(1);
  });

  it('of another firm is unknown here, whatever is tried with its id', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    const theirs = await stranger.call(createAccount, { body: { name: 'Foreign' } });
    expect((await refusal(manager.call(readAccount, { params: { id: theirs.id } }))).status).toBe(404);
    expect((await refusal(manager.call(createAccount, { body: { name: 'Child', parentId: theirs.id } }))).status).toBe(
      422,
    );
    expect(
      (await refusal(manager.call(createAccount, { body: { name: 'Owned', ownerId: stranger.memberId } }))).status,
    ).toBe(422);
    expect((await manager.call(listAccounts, { query: { text: 'foreign' } })).items).toEqual([]);
  });
});
