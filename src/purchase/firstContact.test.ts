import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { mergingContract } from '../people/merging/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { drawInteger, seededRandom } from '../statistics/randomness.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { purchaseContract as api } from './contract.ts';

/** With what the contact before each sale began is kept with the sale: it must be what looking through the ledger would give, whatever was done in whatever order. */
let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const day = 86_400_000;

interface Entry {
  id: string;
  account: string;
  at: Date;
  channel: string;
  retracts: boolean;
  supersedes: string | null;
}
interface Sale {
  id: string;
  account: string | null;
  opened: string;
  channel: string | null;
  at: Date | null;
}

async function asInTheLedger(): Promise<number> {
  const [sales, entries] = await world.house.database.asOwner(async (tx) => [
    (
      await sql<Sale>`select o.id, o.account_id as account, o.opened_on::text as opened, c.channel, c.at from opportunity o left join first_contact c on c.workspace_id = o.workspace_id and c.opportunity_id = o.id order by 1`.execute(
        tx,
      )
    ).rows,
    (
      await sql<Entry>`select id, account_id as account, at, channel, retracts, supersedes_id as supersedes from touchpoint order by at, id`.execute(
        tx,
      )
    ).rows,
  ]);
  const replaced = new Set(entries.map((entry) => entry.supersedes));
  const counts = entries.filter((entry) => !entry.retracts && !replaced.has(entry.id));
  const first = ({ account, opened }: Sale) => {
    const from = Date.parse(opened);
    return counts.find(
      (entry) => entry.account === account && entry.at.getTime() >= from - 365 * day && entry.at.getTime() < from + day,
    );
  };
  const kept = sales.map(({ id, channel, at }) => [id, channel, at?.toISOString() ?? null]);
  expect(kept).toEqual(
    sales.map((sale) => [sale.id, first(sale)?.channel ?? null, first(sale)?.at.toISOString() ?? null]),
  );
  return sales.filter((sale) => sale.channel !== null).length;
}

it('keeps the first contact of each sale true when contacts come late, are corrected, taken back or move with their customer', async () => {
  const random = seededRandom(290);
  const below = (n: number) => drawInteger(random, n);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)]!;
  const accounts: string[] = [];
  const sales: string[] = [];
  const touched: string[] = [];
  const merges: string[] = [];
  const daysAgo = (n: number) => new Date(world.now().getTime() - n * day);
  const dayAgo = (n: number) => daysAgo(n).toISOString().slice(0, 10);
  const touchpoint = () => ({
    accountId: pick(accounts),
    kind: pick(['call', 'meeting', 'complaint', 'proposal'] as const),
    channel: pick(['call', 'visit', 'mail', 'event'] as const),
    subject: 'Met',
    at: daysAgo(below(500)).toISOString(),
  });
  const read = (id: string) => owner.call(peopleContract.readAccount, { params: { id } });
  const acts: (() => Promise<unknown>)[] = [
    async () =>
      accounts.push((await owner.call(peopleContract.createAccount, { body: { name: `Firm ${accounts.length}` } })).id),
    async () =>
      sales.push(
        (
          await owner.call(api.createOpportunity, {
            body: { name: 'Plant', accountId: pick(accounts), openedOn: dayAgo(below(300)) },
          })
        ).id,
      ),
    async () =>
      touched.push((await owner.call(relationshipContract.logTouchpoint, { body: touchpoint() })).touchpoint.id),
    () =>
      owner.call(relationshipContract.logTouchpoints, {
        body: { touchpoints: Array.from({ length: 12 }, touchpoint) },
      }),
    () =>
      owner.call(relationshipContract.correctTouchpoint, {
        params: { id: pick(touched) },
        body: pick([
          { retract: true as const },
          { correction: { at: daysAgo(below(500)).toISOString() } },
          { correction: { channel: 'web' as const } },
        ]),
      }),
    async () => {
      const sale = await owner.call(api.readOpportunity, { params: { id: pick(sales) } });
      await owner.call(
        api.changeOpportunity,
        {
          params: { id: sale.id },
          body: pick([{ openedOn: dayAgo(below(300)) }, { accountId: pick(accounts) }, { name: 'Another plant' }]),
        },
        { ifMatch: sale.version },
      );
    },
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
    // As an import that is undone does.
    () =>
      world.house.database.asOwner((tx) =>
        sql`delete from touchpoint t where t.id = ${pick(touched)} and not exists (select from touchpoint s where s.workspace_id = t.workspace_id and s.supersedes_id = t.id)`.execute(
          tx,
        ),
      ),
  ];
  for (let i = 0; i < 10; i++) await acts[0]!();
  for (let i = 0; i < 15; i++) await acts[1]!();
  let done = 0;
  let begun = 0;
  for (let step = 0; step < 100; step++) {
    // What is refused (the same account twice, nothing to undo) must leave all as it was, too.
    await pick(acts)().then(
      () => done++,
      () => {},
    );
    if (step % 5 === 0) begun = Math.max(begun, await asInTheLedger());
  }
  expect(done).toBeGreaterThan(55);
  expect(begun).toBeGreaterThan(10);

  // Found anew, or looked at once more, they are the same.
  await world.house.database.asOwner((tx) => sql`delete from first_contact`.execute(tx));
  await world.house.database.asOwner((tx) => sql`select find_first_contacts_since(${daysAgo(1)})`.execute(tx));
  await asInTheLedger();
  await world.house.database.asOwner((tx) => sql`call find_first_contacts_anew()`.execute(tx));
  await asInTheLedger();
}, 60_000);
