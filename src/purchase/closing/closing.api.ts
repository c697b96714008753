import { sql } from 'kysely';
import type { Unrated } from '../../offerings/unrated.ts';
import { leftOut, leftOutOf, worthIn } from '../../offerings/worth-sql.ts';
import { nameKey } from '../../people/keys.ts';
import { conflict, forbidden, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { foundSale, saleToChange } from '../store.api.ts';
import type { closingContract, Competitor, Expectation } from './contract.ts';
import { coolingOffDays } from './coolingOff.ts';
import { ruleHandlers, rulesOf } from './rules.api.ts';
import { seenSales } from '../seen-sql.ts';
import { changesBetween } from '../../platform/events.ts';

export const closingHandlers: Handlers<typeof closingContract> = {
  ...ruleHandlers,

  async readClosing(call, { params: { id } }) {
    const sale = await foundSale(call, id);
    const more = await call.db
      .selectFrom('opportunity')
      .select(['close_reason as reason', 'firm_on as firmOn'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const expectations = await call.db
      .selectFrom('sale_expectation')
      .select(['expects', sql<Expectation['verdict']>`verdict`.as('verdict'), 'answer'])
      .where('opportunity_id', '=', id)
      .orderBy('place')
      .limit(100)
      .execute();
    return {
      competitors: await competitorsOf(call, id),
      expectations,
      coolingOffDays: sale.saleType === 'consumer' ? await daysToWithdraw(call, sale) : null,
      ...more,
    };
  },

  async addCompetitor(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    await syncCompetitors(call, id, sale.competitors);
    const same = await call.db
      .selectFrom('sale_competitor')
      .select('id')
      .where('opportunity_id', '=', id)
      .where('name_key', '=', nameKey(body.name))
      .executeTakeFirst();
    if (same) throw conflict('known', 'This competitor is named on this sale already.');
    const competitorId = call.newId();
    await call.db
      .insertInto('sale_competitor')
      .values({
        workspace_id: call.who.workspaceId,
        id: competitorId,
        opportunity_id: id,
        name: body.name,
        name_key: nameKey(body.name),
        result: body.result ?? 'open',
        why: body.why ?? null,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await nameOnSale(call, id);
    await call.record(
      'opportunity.competitor met',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { name: body.name, result: body.result ?? 'open' },
    );
    return (await competitorsOf(call, id)).find((each) => each.id === competitorId)!;
  },

  async changeCompetitor(call, { params: { id }, body }) {
    const { saleId, ...before } = await foundCompetitor(call, id);
    const sale = await saleToChange(call, saleId, { anyVersion: true });
    if (before.version !== call.version) throw stale(before);
    const changed = await call.db
      .updateTable('sale_competitor')
      .set({
        ...body,
        ...(body.name ? { name_key: nameKey(body.name) } : {}),
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('change this sale');
    await nameOnSale(call, saleId);
    await call.record(
      'opportunity.competitor changed',
      { kind: 'opportunity', id: saleId, accountId: sale.accountId },
      { name: body.name ?? before.name, ...body, changes: changesBetween<object>(before, body) },
    );
    const { saleId: _saleId, ...after } = await foundCompetitor(call, id);
    return after;
  },

  async removeCompetitor(call, { params: { id } }) {
    const { saleId, name } = await foundCompetitor(call, id);
    const sale = await saleToChange(call, saleId, { anyVersion: true });
    await call.db.deleteFrom('sale_competitor').where('id', '=', id).execute();
    await nameOnSale(call, saleId);
    await call.record(
      'opportunity.competitor removed',
      { kind: 'opportunity', id: saleId, accountId: sale.accountId },
      { name },
    );
    return { done: true };
  },

  async whyDecided(call, { query }) {
    const worth = await worthIn(call.db, call.now);
    const within = sql`o.deleted_at is null
      ${query.from ? sql`and o.closed_on >= ${query.from}::date` : sql``} ${query.to ? sql`and o.closed_on <= ${query.to}::date` : sql``}
      ${query.saleType ? sql`and o.sale_type = ${query.saleType}` : sql``}
      ${query.firm ? sql`and (o.firm_on is null or o.firm_on <= ${call.now}::date)` : sql``}`;
    const { rows: reasons } = await sql<{
      outcome: string;
      reason: string | null;
      count: number;
      amount: string;
      unrated: Unrated;
    }>`
      select o.outcome, o.close_reason as reason, count(*)::integer as count, coalesce(sum(${worth.onDayOf('o', 'closed_on')}), 0)::numeric(20, 2)::text as amount, ${leftOut(worth.lacked('o', 'closed_on'))} as unrated
      from ${seenSales(call)} o where o.outcome <> 'open' and ${within} group by 1, 2 order by 3 desc limit 200`.execute(
      call.db,
    );
    const { rows: competitors } = await sql<{
      name: string;
      met: number;
      won: number;
      lost: number;
      open: number;
      why: string[];
    }>`
      select min(c.name) as name, count(*)::integer as met, (count(*) filter (where o.outcome = 'won'))::integer as won,
        (count(*) filter (where o.outcome = 'lost' and c.result = 'they won'))::integer as lost, (count(*) filter (where o.outcome = 'open'))::integer as open,
        coalesce((array_agg(distinct c.why) filter (where c.why is not null))[1:3], '{}') as why
      from sale_competitor c join opportunity o on o.workspace_id = c.workspace_id and o.id = c.opportunity_id where (${within}) or (o.outcome = 'open' and o.deleted_at is null ${query.saleType ? sql`and o.sale_type = ${query.saleType}` : sql``})
      group by c.name_key order by 2 desc, 1 limit 100`.execute(call.db);
    const { rows: open } = await sql<{ count: number; amount: string }>`
      select count(*)::integer as count, coalesce(sum(${worth.onDayOf('o', 'closed_on')}), 0)::numeric(20, 2)::text as amount
      from ${seenSales(call)} o where o.outcome = 'won' and o.outcome <> 'open' and o.deleted_at is null and o.firm_on > ${call.now}::date and o.closed_on > ${call.now}::date - 400`.execute(
      call.db,
    );
    const of = (outcome: string) =>
      reasons.filter((row) => row.outcome === outcome).map(({ outcome: _outcome, unrated: _unrated, ...row }) => row);
    return {
      currency: worth.currency,
      unrated: leftOutOf(reasons.map((row) => row.unrated)),
      won: of('won'),
      lost: of('lost'),
      competitors,
      notYetFirm: open[0] ?? { count: 0, amount: '0.00' },
    };
  },
};

/** How long the buyer of this sale may withdraw, by the country of the account. */
export async function daysToWithdraw(
  call: Call,
  sale: { saleType: Parameters<typeof coolingOffDays>[0]; accountId: string | null },
): Promise<number> {
  if (sale.saleType !== 'consumer') return 0;
  const rules = await rulesOf(call.db);
  const account = sale.accountId
    ? await call.db.selectFrom('account').select('country').where('id', '=', sale.accountId).executeTakeFirst()
    : undefined;
  return coolingOffDays(sale.saleType, account?.country ?? null, rules.coolingOff);
}

export async function keepExpectations(
  call: Call,
  saleId: string,
  expectations: readonly Expectation[],
): Promise<void> {
  await call.db.deleteFrom('sale_expectation').where('opportunity_id', '=', saleId).execute();
  if (expectations.length === 0) return;
  await call.db
    .insertInto('sale_expectation')
    .values(
      expectations.map(({ expects, verdict, answer }, place) => ({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        opportunity_id: saleId,
        place,
        expects,
        verdict,
        answer,
        member_id: call.who.memberId,
        at: call.now,
      })),
    )
    .execute();
}

/** A decided sale decides about everybody whom we met in it: whoever it was lost to won, the others did not. */
export async function decideCompetitors(
  call: Call,
  saleId: string,
  outcome: 'won' | 'lost' | 'open',
  lostTo: { name: string; why: string | null } | null,
): Promise<void> {
  if (lostTo) {
    const key = nameKey(lostTo.name);
    await call.db
      .insertInto('sale_competitor')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        opportunity_id: saleId,
        name: lostTo.name,
        name_key: key,
        result: 'they won',
        why: lostTo.why,
        created_at: call.now,
        updated_at: call.now,
      })
      .onConflict((on) =>
        on.columns(['workspace_id', 'opportunity_id', 'name_key']).doUpdateSet({
          result: 'they won',
          ...(lostTo.why ? { why: lostTo.why } : {}),
          version: sql`sale_competitor.version + 1`,
          updated_at: call.now,
        }),
      )
      .execute();
    await nameOnSale(call, saleId);
  }
  const from = outcome === 'open' ? 'they won' : 'open';
  const to = outcome === 'open' ? 'open' : outcome === 'won' ? 'we won' : 'nobody won';
  await call.db
    .updateTable('sale_competitor')
    .set({ result: to, version: sql`version + 1`, updated_at: call.now })
    .where('opportunity_id', '=', saleId)
    .where('result', '=', from)
    .execute();
}

async function competitorsOf(call: Call, saleId: string): Promise<Competitor[]> {
  return call.db
    .selectFrom('sale_competitor')
    .select(['id', 'name', sql<Competitor['result']>`result`.as('result'), 'why', 'version'])
    .where('opportunity_id', '=', saleId)
    .orderBy('name_key')
    .limit(50)
    .execute();
}

async function foundCompetitor(call: Call, id: string) {
  const row = await call.db
    .selectFrom('sale_competitor')
    .select([
      'id',
      'name',
      sql<Competitor['result']>`result`.as('result'),
      'why',
      'version',
      'opportunity_id as saleId',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('competitor');
  return row;
}

/** Names written on the sale itself open a record each; a record of which nothing is known goes with its name. */
export async function syncCompetitors(call: Call, saleId: string, names: readonly string[]): Promise<void> {
  const keys = names.map(nameKey);
  await call.db
    .deleteFrom('sale_competitor')
    .where('opportunity_id', '=', saleId)
    .where('result', '=', 'open')
    .where('why', 'is', null)
    .where(sql<boolean>`not name_key = any (${keys}::text[])`)
    .execute();
  const rows = new Map(names.map((name) => [nameKey(name), name]));
  if (rows.size === 0) return;
  await call.db
    .insertInto('sale_competitor')
    .values(
      [...rows].map(([key, name]) => ({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        opportunity_id: saleId,
        name,
        name_key: key,
        created_at: call.now,
        updated_at: call.now,
      })),
    )
    .onConflict((on) => on.columns(['workspace_id', 'opportunity_id', 'name_key']).doNothing())
    .execute();
}

/** The names stand on the sale as well: complexity and filters read them there. */
async function nameOnSale(call: Call, saleId: string): Promise<void> {
  await sql`update opportunity o set competitors = array(select distinct on (name_key) name from (
      select c.name, c.name_key, 0 as first from sale_competitor c where c.workspace_id = o.workspace_id and c.opportunity_id = o.id) named order by name_key limit 20)
    where o.id = ${saleId}`.execute(call.db);
}
