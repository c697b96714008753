import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { peopleContract } from './contract.ts';
import { accountSorts } from './filter.ts';

let world: World;
let manager: Person;
let seller: Person;
const { createAccount, createContact, deleteAccount, listAccounts, listContacts, search } = peopleContract;
const count = 23;

beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  seller = await world.as('seller');
  for (let i = 0; i < count; i++) {
    world.setNow(`2026-01-${String(1 + i).padStart(2, '0')}T10:00:00Z`);
    const body = {
      name: `Firm ${String(i % 7)} ${i}`,
      ownerId: i % 5 === 0 ? null : i % 2 === 0 ? seller.memberId : manager.memberId,
      tags: i % 4 === 0 ? ['vip', 'steel'] : ['steel'],
      country: i % 3 === 0 ? 'FR' : 'DE',
      custom: { region: i < 10 ? 'north' : 'south', size: i },
    };
    const { id } = await manager.call(createAccount, { body });
    // Stands in for months of touchpoints: several share a value, several have none.
    await world.house.database.asOwner((tx) =>
      tx
        .updateTable('relationship')
        .set({
          trust: (i * 7) % 50,
          interest: i % 4,
          revenue: String((i % 6) * 1000.5),
          phase: i % 2 ? 'usage' : 'shopping',
          position: i % 3 ? 'peak' : 'realized',
          last_touch_at: i % 3 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (i % 8))),
          next_step_due_at: i % 2 === 0 ? null : new Date(Date.UTC(2026, 5, 1 + (i % 5), 12, 0, 0, 123)),
        })
        .where('account_id', '=', id)
        .execute(),
    );
  }
  world.setNow('2026-06-11T09:00:00Z');
});
afterAll(() => world.close());

const names = async (query: object) =>
  (await manager.call(listAccounts, { query })).items.map((account) => account.name);
const numbers = async (query: object) =>
  (await names({ limit: 200, ...query })).map((name) => Number(name.split(' ')[2])).sort((a, b) => a - b);
const those = (matches: (i: number) => boolean) => Array.from({ length: count }, (_, i) => i).filter(matches);

describe('the list of accounts', () => {
  for (const sort of accountSorts) {
    for (const descending of ['false', 'true'] as const) {
      it(`sorted by ${sort}${descending === 'true' ? ', the largest first,' : ''} shows every account once, page by page, in the order of the whole list`, async () => {
        const whole = await names({ sort, descending, limit: 200 });
        expect(new Set(whole).size).toBe(count);
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await manager.call(listAccounts, { query: { sort, descending, limit: 4, cursor } });
          paged.push(...page.items.map((account) => account.name));
          cursor = page.next ?? undefined;
        } while (cursor);
        expect(paged).toEqual(whole);
      });
    }
  }

  for (const descending of ['false', 'true'] as const) {
    it(`finds every account that holds a fragment, page by page, ${descending === 'true' ? 'backwards' : 'in the order of names'}`, async () => {
      // Held by all, by some, by one and by none: found by walking along the names, or by their trigrams.
      for (const text of ['firm', 'm 3', 'm 6 20', 'nobody', '_%']) {
        const holding = (await names({ descending, limit: 200 })).filter((name) => name.toLowerCase().includes(text));
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await manager.call(listAccounts, { query: { text, descending, limit: 2, cursor } });
          paged.push(...page.items.map((account) => account.name));
          cursor = page.next ?? undefined;
        } while (cursor);
        expect(paged).toEqual(holding);
      }
    });
  }

  it('puts accounts that were never touched, or have no next step, last whatever the direction', async () => {
    for (const descending of ['false', 'true'] as const) {
      const { items } = await manager.call(listAccounts, { query: { sort: 'touched', descending, limit: 200 } });
      const touched = items.map((account) => account.relationship!.lastTouchAt);
      const known = touched.filter((at) => at !== null);
      expect(touched.slice(known.length).every((at) => at === null)).toBe(true);
      expect(known).toEqual(descending === 'true' ? known.toSorted().toReversed() : known.toSorted());
    }
  });

  it('is narrowed by owner, several or nobody', async () => {
    expect(await numbers({ owner: 'none' })).toEqual(those((i) => i % 5 === 0));
    expect(await numbers({ owner: `none,${seller.memberId}` })).toEqual(those((i) => i % 5 === 0 || i % 2 === 0));
    expect(await numbers({ owner: seller.memberId, sort: 'trust' })).toEqual(those((i) => i % 5 !== 0 && i % 2 === 0));
  });

  it('is narrowed by what is known of the account and of the relationship at once', async () => {
    expect(await numbers({ tag: 'vip' })).toEqual(those((i) => i % 4 === 0));
    expect(await numbers({ tag: 'vip,steel', country: 'FR,IT' })).toEqual(those((i) => i % 12 === 0));
    expect(await numbers({ custom: '{"region":"north"}' })).toEqual(those((i) => i < 10));
    expect(await numbers({ custom: '{"size":"7","region":"north"}' })).toEqual([7]);
    expect(await numbers({ phase: 'usage', position: 'peak' })).toEqual(those((i) => i % 2 === 1 && i % 3 !== 0));
    expect(await numbers({ trustFrom: 10, trustTo: 20, sort: 'revenue' })).toEqual(
      those((i) => (i * 7) % 50 >= 10 && (i * 7) % 50 <= 20),
    );
    expect(await numbers({ revenueFrom: '4002', revenueTo: '4002.00' })).toEqual(those((i) => i % 6 === 4));
    expect(await numbers({ nextStep: 'none' })).toEqual(those((i) => i % 2 === 0));
    expect(await numbers({ nextStep: 'overdue' })).toEqual(those((i) => i % 2 === 1));
    expect(await numbers({ touchedBefore: '2026-01-03T00:00:00Z' })).toEqual(those((i) => i % 3 === 0 || i % 8 < 2));
    const moment = world.now();
    for (const days of [0, 1, 2]) {
      // The same words a day later mean a day later.
      world.setNow(new Date(Date.parse('2026-02-02T00:00:00Z') + days * 86_400_000));
      expect(await numbers({ untouchedDays: 30 })).toEqual(those((i) => i % 3 === 0 || i % 8 < 2 + days));
    }
    world.setNow(moment);
    expect(await numbers({ createdFrom: '2026-01-05T00:00:00Z', createdTo: '2026-01-07T00:00:00Z' })).toEqual([4, 5]);
  });

  it('is searched by a fragment together with any filter, and in any order', async () => {
    expect(await numbers({ text: 'irm 3' })).toEqual(those((i) => i % 7 === 3));
    expect(await numbers({ text: 'irm 3', phase: 'usage', sort: 'interest' })).toEqual(
      those((i) => i % 7 === 3 && i % 2 === 1),
    );
    expect(await names({ text: '%' })).toEqual([]);
    expect(await names({ text: 'irm_3' })).toEqual([]);
  });

  it('refuses a filter that it does not know, and says which', async () => {
    const response = await manager.fetch('/api/accounts?phase=nonsense&workspace=1');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ path: 'query.workspace' }, { path: 'query.phase.0' }] });
  });
});

describe('the search of the palette', () => {
  it('finds accounts and people, names that begin with the fragment first, and nobody else’s', async () => {
    const { id } = await seller.call(createAccount, { body: { name: 'Zephyr Works' } });
    await manager.call(createAccount, { body: { name: 'Blue Zephyr' } });
    await manager.call(createContact, { body: { name: 'Zephyra Jones', accountId: id } });
    const found = await manager.call(search, { query: { text: 'zeph' } });
    expect(found.accounts.map((each) => each.name)).toEqual(['Zephyr Works', 'Blue Zephyr']);
    expect(found.contacts).toMatchObject([{ name: 'Zephyra Jones', hint: 'Zephyr Works' }]);
    const own = await seller.call(search, { query: { text: 'zeph' } });
    expect(own.accounts.map((each) => each.name)).toEqual(['Zephyr Works']);
    const stranger = await world.as('owner', { workspace: 'second' });
    expect(await stranger.call(search, { query: { text: 'zeph' } })).toEqual({
      accounts: [],
      contacts: [],
      opportunities: [],
    });
  });
});

describe('the export', () => {
  it('holds exactly the accounts of the filter and of the person, and no text that a spreadsheet would run', async () => {
    await seller.call(createAccount, { body: { name: '=HYPERLINK("http://evil.example")', tags: ['exported'] } });
    await manager.call(createAccount, { body: { name: 'Plain, with comma', tags: ['exported'] } });
    const lines = async (person: Person) =>
      (await (await person.fetch('/api/accounts/export?tag=exported')).text()).trim().split('\r\n');
    const all = await lines(manager);
    expect(all).toHaveLength(3);
    expect(all.join('\n')).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(all.join('\n')).toContain('"Plain, with comma"');
    expect(await lines(seller)).toHaveLength(2);
    expect((await (await world.as('service')).fetch('/api/accounts/export')).status).toBe(403);
  });
});

describe('a fragment that names all over the alphabet hold', () => {
  const letters = ['12', 'Al', 'Am', 'Bo', 'De', 'Ha', 'Ly', 'Ma', 'Or', 'Sa', 'So', 'Ta', 'Zu', 'Ж'];
  const named = letters.map((letters) => `${letters} Quill`);

  it('is found in accounts and contacts, page by page in both directions, and no longer in one that was deleted', async () => {
    for (const name of named.toReversed()) {
      await manager.call(createAccount, { body: { name } });
      await manager.call(createContact, { body: { name } });
    }
    for (const list of [listAccounts, listContacts]) {
      for (const descending of ['false', 'true'] as const) {
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await manager.call(list, { query: { text: 'QUILL', descending, limit: 3, cursor } });
          paged.push(...page.items.map(({ name }) => name));
          cursor = page.next ?? undefined;
        } while (cursor);
        expect(paged).toEqual(descending === 'true' ? named.toReversed() : named);
      }
    }
    const [first] = (await manager.call(listAccounts, { query: { text: 'quill', limit: 1 } })).items;
    await manager.call(deleteAccount, { params: { id: first!.id } });
    expect((await manager.call(search, { query: { text: 'quill' } })).accounts.map(({ name }) => name)).toEqual(
      named.slice(1, 8),
    );
    // In another order, what holds it is named beforehand.
    expect((await manager.call(listAccounts, { query: { text: 'quill', sort: 'created' } })).items).toHaveLength(
      named.length - 1,
    );
  });
});
