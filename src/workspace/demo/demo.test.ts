import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { mergingContract } from '../../people/merging/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { countAnew } from '../../relationship/money.api.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../contract.ts';
import { kinds } from '../roles.ts';
import { demoContract } from './contract.ts';
import { members } from './story/company.ts';
import { demoCompany } from './story/demo.ts';

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function begin(): Promise<void> {
  await world.reset();
  owner = await world.as('owner');
}

const load = () => owner.call(demoContract.loadDemo);
const remove = () => owner.call(demoContract.removeDemo);

describe('loading the demo company', () => {
  let standing: Awaited<ReturnType<typeof load>>;
  beforeAll(async () => {
    await begin();
    standing = await load();
  });

  it('fills the workspace with relationships that stand where their stories end', async () => {
    const demo = demoCompany(world.now().getTime());
    expect(standing).toEqual({ loaded: true, accounts: demo.accounts.length, ownAccounts: false });
    const board = await owner.call(relationshipContract.board);
    const expected = Map.groupBy(demo.accounts, (a) => a.ends.join('/'));
    expect(Object.fromEntries(board.cells.map((c) => [`${c.phase}/${c.position}`, c.accounts]))).toEqual(
      Object.fromEntries([...expected].map(([cell, accounts]) => [cell, accounts.length])),
    );
    expect((await owner.call(relationshipContract.map)).dots).toHaveLength(demo.accounts.length);
  });

  it('has no revenue that won sales and orders of the year do not tell, so that counting it anew changes nothing', async () => {
    const brings = async () =>
      (
        await world.engine.pool.query<{ name: string; revenue: string; told: string }>(
          `select a.name, r.revenue::text as revenue, (
          coalesce((select sum(o.amount) from opportunity o where o.account_id = a.id and o.outcome = 'won' and o.deleted_at is null and o.closed_on >= $1::date - 365), 0)
          + coalesce((select sum(c.amount) from customer_order c where c.account_id = a.id and c.deleted_at is null and c.opportunity_id is null and c.part_of_id is null and c.ordered_on >= $1::date - 365), 0))::numeric(18, 2)::text as told
        from account a join relationship r on r.account_id = a.id order by a.name`,
          [world.now().toISOString().slice(0, 10)],
        )
      ).rows;
    const rows = await brings();
    expect(rows.map(({ name, revenue }) => [name, revenue])).toEqual(rows.map(({ name, told }) => [name, told]));
    // What the story says of it beforehand is the same.
    const told = new Map(demoCompany(world.now().getTime()).accounts.map((account) => [account.name, account.revenue]));
    for (const { name, revenue } of rows)
      expect([name, told.get(name)]).toEqual([name, expect.closeTo(Number(revenue), 2)]);
    await countAnew(world.house.serving, kinds, owner.workspaceId, true);
    expect(await brings()).toEqual(rows);
    expect(rows.filter(({ revenue }) => Number(revenue) > 0).length).toBeGreaterThan(40);
  });

  it('gives whoever loads it a full day, with rows of every kind', async () => {
    const today = await owner.call(relationshipContract.today, { query: { whose: 'mine' } });
    expect(Object.keys(today.counts)).toEqual(
      expect.arrayContaining(['alarm', 'promise', 'handoff', 'next step', 'stuck sale', 'ask now']),
    );
    expect(today.rows.length).toBeGreaterThanOrEqual(10);
    for (const row of today.rows) expect(row.spark.length).toBeGreaterThan(2);
    expect(today.doneThisWeek).toBeGreaterThan(0);
  });

  it('tells the history as it was known at the time, with the people who were there', async () => {
    const meridian = (await owner.call(peopleContract.listAccounts, { query: { text: 'Meridian' } })).items[0]!;
    const whole = await owner.call(relationshipContract.readRelationship, {
      params: { id: meridian.id },
      query: { months: 24 },
    });
    expect(whole.points.length).toBeGreaterThan(80);
    expect(whole.marks.map((m) => m.kind)).toEqual(
      expect.arrayContaining(['close won', 'handoff', 'kick-off late', 'go-live', 'first value']),
    );
    const then = new Date(world.now().getTime() - 200 * 86_400_000).toISOString();
    const knownThen = await owner.call(relationshipContract.readRelationship, {
      params: { id: meridian.id },
      query: { asOf: then, knownOn: then },
    });
    expect(knownThen.standing.position).toBe('disillusionment');
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: meridian.id } });
    expect(new Set(items.map((t) => t.memberName)).size).toBeGreaterThan(2);
    expect(items.some((t) => t.contacts.length > 0)).toBe(true);
  });

  it('is refused while it is loaded, and says what to do', async () => {
    await expect(load()).rejects.toMatchObject({ status: 409, code: 'demo_loaded' });
    expect((await owner.call(demoContract.readDemo)).loaded).toBe(true);
  });

  it('stays with owners', async () => {
    const manager = await world.as('manager');
    await expect(manager.call(demoContract.loadDemo)).rejects.toMatchObject({ status: 403 });
  });
});

describe('removing the demo company', () => {
  beforeEach(begin);

  it('leaves not one row of it in any table, and can be loaded again', async () => {
    const before = await rowCounts();
    await load();
    await remove();
    const traces = { event: before.event! + 2, idempotency: before.idempotency! + 1 };
    expect(await rowCounts()).toEqual({ ...before, ...traces });
    expect((await owner.call(workspaceContract.getWorkspace)).settings.channels).toEqual({});
    expect((await load()).loaded).toBe(true);
  });

  it('takes along what was attached to it, and leaves what is our own', async () => {
    const own = await owner.call(peopleContract.createAccount, { body: { name: 'Our own customer' } });
    const before = await rowCounts();
    await load();
    const demoAccount = (await owner.call(peopleContract.listAccounts, { query: { text: 'Nordhavn' } })).items[0]!;
    const farmer = (await owner.call(workspaceContract.listMembers, { query: { search: 'wessely' } })).items[0]!;
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId: demoAccount.id, kind: 'visit', subject: 'Tried the log' },
    });
    await owner.call(peopleContract.createContact, { body: { name: 'Added Later', accountId: demoAccount.id } });
    const demoContact = (await owner.call(peopleContract.listAccountContacts, { params: { id: demoAccount.id } }))
      .items[0]!;
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId: own.id, kind: 'call', subject: 'Ours', contactIds: [demoContact.contact.id] },
    });
    const handed = await owner.call(
      peopleContract.changeAccount,
      { params: { id: own.id }, body: { ownerId: farmer.id } },
      { ifMatch: own.version },
    );
    expect(handed.ownerId).toBe(farmer.id);

    const standing = await remove();
    expect(standing).toEqual({ loaded: false, accounts: 0, ownAccounts: true });
    const ours = await owner.call(peopleContract.readAccount, { params: { id: own.id } });
    expect(ours.ownerId).toBe(owner.memberId);
    const history = await owner.call(relationshipContract.listTouchpoints, { query: {} });
    expect(history.items.map((t) => t.subject)).toEqual(['Ours']);
    const after = await rowCounts();
    for (const table of [
      'account',
      'contact',
      'affiliation',
      'member',
      'team',
      'opportunity',
      'service_case',
      'next_step',
      'relationship',
      'external_key',
    ]) {
      expect([table, after[table]]).toEqual([table, before[table]]);
    }
  });

  it('leaves an own account whole that was merged with one of it, either way round', async () => {
    const make = (name: string) => owner.call(peopleContract.createAccount, { body: { name } });
    const [kept, gone, both] = [await make('Kept own'), await make('Gone own'), await make('Own twin')];
    for (const { id } of [kept, gone])
      await owner.call(relationshipContract.logTouchpoint, {
        body: { accountId: id, kind: 'call', subject: `Ours of ${id}` },
      });
    const trustOf = async (id: string) =>
      (await owner.call(relationshipContract.readRelationship, { params: { id } })).standing.trust.value;
    const trust = await trustOf(kept.id);
    await load();
    const demo = async (text: string) => (await owner.call(peopleContract.listAccounts, { query: { text } })).items[0]!;
    const [first, second] = [await demo('Nordhavn'), await demo('Albrecht')];
    const merge = async (into: { id: string }, other: { id: string }) => {
      const [one, two] = [
        await owner.call(peopleContract.readAccount, { params: { id: into.id } }),
        await owner.call(peopleContract.readAccount, { params: { id: other.id } }),
      ];
      await owner.call(
        mergingContract.mergeAccounts,
        { params: { id: one.id }, body: { otherId: two.id, otherVersion: two.version } },
        { ifMatch: one.version },
      );
    };
    await merge(kept, first);
    await merge(second, gone);
    // Two of one's own, one of which holds one of the demo: this merge is none of its business.
    await merge(kept, both);
    expect((await remove()).ownAccounts).toBe(true);
    const { items } = await owner.call(peopleContract.listAccounts, {});
    expect(items.map((each) => each.name)).toEqual(['Gone own', 'Kept own']);
    expect(await trustOf(kept.id)).toBeCloseTo(trust, 6);
    const told = await owner.call(relationshipContract.listTouchpoints, { query: {} });
    expect(told.items.map((each) => each.subject).toSorted((a, b) => a.localeCompare(b))).toEqual(
      [`Ours of ${kept.id}`, `Ours of ${gone.id}`].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('keeps a member of the demo who has signed in since', async () => {
    await load();
    const farmer = (await owner.call(workspaceContract.listMembers, { query: { search: 'wessely' } })).items[0]!;
    await world.engine.pool.query(
      `insert into login (id, email, name, created_at) values (gen_random_uuid(), 'joined@example.org', 'Joined', now())`,
    );
    await world.engine.pool.query(
      `update member set login_id = (select id from login where email = 'joined@example.org') where id = $1`,
      [farmer.id],
    );
    await remove();
    expect((await owner.call(workspaceContract.getMember, { params: { id: farmer.id } })).teamId).toBeNull();
    expect((await owner.call(workspaceContract.listMembers)).items).toHaveLength(2);
    expect((await load()).loaded).toBe(true);
    expect((await owner.call(workspaceContract.listMembers, { query: { limit: 200 } })).items).toHaveLength(
      members.length + 1,
    );
  });

  it('touches no other workspace', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    await stranger.call(demoContract.loadDemo);
    await load();
    await remove();
    expect((await stranger.call(demoContract.readDemo)).accounts).toBe(
      demoCompany(world.now().getTime()).accounts.length,
    );
    expect((await stranger.call(relationshipContract.map)).dots.length).toBeGreaterThan(50);
  });

  it('says so when there is nothing to remove', async () => {
    await expect(remove()).rejects.toMatchObject({ status: 409, code: 'demo_not_loaded' });
  });
});

/** Table → number of rows, of every table. */
async function rowCounts(): Promise<Record<string, number>> {
  // Sums that are kept as changes are folded each minute; what sums to nothing is gone then.
  await world.engine.pool.query('select fold_open_sales_counts(), fold_relationship_counts()');
  const { rows: tables } = await world.engine.pool.query<{ name: string }>(
    `select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public' where t.relkind = 'r' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await world.engine.pool.query<{ n: number }>(`select count(*)::int as n from "${name}"`);
    counts[name] = rows[0]!.n;
  }
  return counts;
}
