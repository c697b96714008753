import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { mergingContract } from '../people/merging/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { relationshipContract as api } from './contract.ts';
import { foldCounts } from './counts.api.ts';
import { phases, positions, saleTypes } from './vocabulary.ts';

/** What board, map and coverage count is kept, not counted: it must be what counting would give, whatever was done in whatever order. */
let world: World;
let owner: Person;
let seller: Person;

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
  seller = await world.as('seller');
});
afterAll(() => world.close());

const columns = `phase, position, sale_type, sum(accounts)::int as accounts, sum(with_next_step)::int as with_next_step, sum(revenue)::text as revenue, sum(trust)::text as trust, sum(interest)::text as interest`;
const cells = 'owner_id, phase, position, sale_type, tenth';
const kept = `select ${cells}, ${columns.replace('phase, position, sale_type, ', '')} from relationship_count group by ${cells} having sum(accounts) <> 0 order by ${cells}`;
const truth = `select ${cells}, ${columns.replace('phase, position, sale_type, ', '')} from (
    select owner_id, phase, position, sale_type, least(9, floor(along * 10))::int as tenth, 1 as accounts, (next_step_due_at is not null)::int as with_next_step, revenue,
      round(trust * 1000::float8)::bigint as trust, round(interest * 1000::float8)::bigint as interest
    from relationship where alive) as counted group by ${cells} order by ${cells}`;

async function asCounted(): Promise<void> {
  const { database } = world.house;
  const [is, should] = await database.asOwner(async (tx) => [
    (await sql.raw(kept).execute(tx)).rows,
    (await sql.raw(truth).execute(tx)).rows,
  ]);
  expect(is).toEqual(should);
}

it('keeps the counts true through whatever is done to relationships, folded or not', async () => {
  const random = numbers(20_260_611);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const accounts: string[] = [];
  const touched: string[] = [];
  const merges: string[] = [];
  const bulks: string[] = [];
  const daysAgo = (n: number) => new Date(world.now().getTime() - n * 86_400_000).toISOString();
  const touchpoint = (accountId: string) => ({
    accountId,
    kind: pick(['call', 'meeting', 'complaint', 'close won', 'go-live', 'delivery late', 'proposal'] as const),
    subject: 'Met',
    at: daysAgo(Math.floor(random() * 300)),
    expectation: pick([-1, 0, 1] as const),
  });
  const read = (id: string) => owner.call(peopleContract.readAccount, { params: { id } });
  const people = () => pick([owner, seller]).memberId;
  const acts: (() => Promise<unknown>)[] = [
    async () =>
      accounts.push(
        (
          await owner.call(peopleContract.createAccount, {
            body: { name: `Firm ${accounts.length}`, ownerId: people(), saleType: pick(saleTypes) },
          })
        ).id,
      ),
    async () => touched.push((await owner.call(api.logTouchpoint, { body: touchpoint(pick(accounts)) })).touchpoint.id),
    () =>
      owner.call(api.logTouchpoints, {
        body: { touchpoints: Array.from({ length: 12 }, () => touchpoint(pick(accounts))) },
      }),
    () =>
      owner.call(api.correctTouchpoint, {
        params: { id: pick(touched) },
        body: pick([{ retract: true }, { correction: { expectation: 1, at: daysAgo(400) } }]),
      }),
    () =>
      owner.call(api.changePhase, {
        params: { id: pick(accounts) },
        body: { phase: pick(phases), evidence: 'They said so' },
      }),
    () => owner.call(api.changeSaleType, { params: { id: pick(accounts) }, body: { saleType: pick(saleTypes) } }),
    () =>
      owner.call(api.overridePosition, {
        params: { id: pick(accounts) },
        body: { position: pick(positions), reason: 'I was there' },
      }),
    () => owner.call(api.setNextStep, { body: { accountId: pick(accounts), what: 'Ring', dueAt: daysAgo(-3) } }),
    () => owner.call(peopleContract.deleteAccount, { params: { id: pick(accounts) } }),
    () => owner.call(peopleContract.restoreAccount, { params: { id: pick(accounts) } }),
    async () =>
      bulks.push(
        (
          await owner.call(peopleContract.changeMany, {
            body: {
              kind: 'account',
              ids: [pick(accounts), pick(accounts)],
              change: { action: 'owner', ownerId: people() },
            },
          })
        ).id,
      ),
    () => owner.call(peopleContract.undoMany, { params: { id: pick(bulks) } }),
    async () => {
      const [kept, gone] = [await read(pick(accounts)), await read(pick(accounts))];
      merges.push(
        (
          await owner.call(
            mergingContract.mergeAccounts,
            { params: { id: kept.id }, body: { otherId: gone.id, otherVersion: gone.version, take: [] } },
            { ifMatch: kept.version },
          )
        ).mergeId,
      );
    },
    () => owner.call(mergingContract.undoMerge, { params: { id: pick(merges) } }),
    () => world.house.database.asOwner(foldCounts),
  ];
  for (let i = 0; i < 24; i++) await acts[0]!();
  let done = 0;
  for (let step = 0; step < 140; step++) {
    // What is refused (the same account twice, nothing to undo) must leave the counts as they were, too.
    await pick(acts)().then(
      () => done++,
      () => {},
    );
    if (step % 7 === 0) await asCounted();
  }
  expect(done).toBeGreaterThan(80);
  await world.house.database.asOwner(foldCounts);
  await asCounted();
  const { rows } = await world.house.database.asOwner((tx) =>
    sql<{
      unfolded: number;
      spare: number;
    }>`select count(*) filter (where not folded)::int as unfolded, (count(*) - count(distinct (owner_id, phase, position, sale_type, tenth)))::int as spare from relationship_count`.execute(
      tx,
    ),
  );
  expect(rows).toEqual([{ unfolded: 0, spare: 0 }]);

  // Erased altogether, with everything that hangs on them.
  await world.house.database.asOwner((tx) =>
    sql`delete from account where id = any (${accounts.slice(0, 6)}::uuid[])`.execute(tx),
  );
  await asCounted();
}, 60_000);

it('shows each person the counts of what that person may see', async () => {
  const all = await owner.call(api.board, {});
  const own = await seller.call(api.board, {});
  const counted = await world.house.database.asOwner((tx) =>
    sql<{
      all: number;
      own: number;
    }>`select count(*)::int as all, (count(*) filter (where owner_id = ${seller.memberId}))::int as own from relationship where alive`.execute(
      tx,
    ),
  );
  expect([all.accounts, own.accounts]).toEqual([counted.rows[0]!.all, counted.rows[0]!.own]);
  expect(own.accounts).toBeLessThan(all.accounts);
  // A filter that the counts do not know is counted one by one, and says the same.
  expect(await owner.call(api.board, { query: { trustFrom: 0 } })).toEqual(all);
  const map = await owner.call(api.map, { query: { most: 10 } });
  const slowly = await owner.call(api.map, { query: { most: 10, trustFrom: 0 } });
  expect(map.accounts).toBe(all.accounts);
  for (const { trust, interest, ...group } of slowly.groups) {
    const kept = map.groups.find(
      (each) => each.phase === group.phase && each.position === group.position && each.along === group.along,
    );
    expect(kept).toMatchObject(group);
    // Levels are kept in thousandths of a point.
    expect(kept!.trust).toBeCloseTo(trust, 2);
    expect(kept!.interest).toBeCloseTo(interest, 2);
  }
  expect(map.groups).toHaveLength(slowly.groups.length);
});

/** The same numbers at each run (mulberry32). */
function numbers(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
