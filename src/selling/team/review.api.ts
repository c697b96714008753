import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Unrated } from '../../offerings/unrated.ts';
import { leftOut, worthIn, type Worth } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { isStuck, tooLongInStage, usualInText } from '../../purchase/columns-sql.ts';
import { seenSales } from '../../purchase/seen-sql.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Attention, ChangedSale, leadershipContract } from './contract.ts';
import { mustShowFigures } from '../figures-sql.ts';
import { inTeam, peopleOf } from '../../workspace/teams-sql.ts';
import { quarterOf } from './period.ts';
import { bridgeOf, changeOf, type ChangeKind, type SaleState } from './review.ts';

const day = 86_400_000;
const mostListed = 300;
/** A week in which more than these changed was an import: what is listed is its newest part, and the page says so. */
const mostChanged = 50_000;

export const reviewHandlers: Pick<Handlers<typeof leadershipContract>, 'reviewPipeline' | 'readAttention'> = {
  async reviewPipeline(call, { query }) {
    if (query.member) await mustShowFigures(call, query.member);
    const since = query.since ? new Date(`${query.since}T00:00:00Z`) : new Date(call.now.getTime() - 7 * day);
    const worth = await worthIn(call.db, call.now);
    const conditions = ofWhom(query);
    const pairs = await changedSince(call, since, worth, conditions);
    const found = pairs.flatMap((pair) => {
      const change = changeOf(pair.before, pair.now);
      return change ? [{ ...pair, ...change }] : [];
    });
    const { rows } = await sql<{
      now: number;
      unrated: Unrated;
    }>`select coalesce(sum(${worth.today('o')}), 0)::float8 as now, ${leftOut(worth.lacked('o', null))} as unrated from ${seenSales(call)} o
      where o.outcome = 'open' and o.deleted_at is null and ${sql.join([sql`true`, ...conditions], sql` and `)}`.execute(
      call.db,
    );
    const counts: Partial<Record<ChangeKind, number>> = {};
    for (const { kinds } of found) for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
    const weight = ({ moved, now }: (typeof found)[number]) => Math.max(Math.abs(moved), now.amount / 2);
    const asked = found.filter(({ kinds }) => query.kind === undefined || kinds.includes(query.kind));
    const listed = await withNames(call, asked.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostListed));
    return {
      since,
      currency: worth.currency,
      unrated: rows[0]!.unrated,
      bridge: bridgeOf(found, rows[0]!.now),
      counts,
      wonAmount: found.filter(({ kinds }) => kinds.includes('won')).reduce((sum, { now }) => sum + now.amount, 0),
      items: listed.map((sale) => ({ ...sale, before: sale.before && shown(sale.before), now: shown(sale.now) })),
      more: asked.length - listed.length,
    };
  },

  async readAttention(call, { query }) {
    const conditions = [sql<SqlBool>`o.outcome = 'open'`, sql<SqlBool>`o.deleted_at is null`, ...ofWhom(query)];
    const where = sql.join(conditions, sql` and `);
    const worth = await worthIn(call.db, call.now);
    const names = sql`(select a.name from account a where a.workspace_id = o.workspace_id and a.id = o.account_id) as "accountName",
      (select m.name from member m where m.workspace_id = o.workspace_id and m.id = o.owner_id) as "ownerName"`;
    const { rows: late } = await sql<{
      n: number;
    }>`select coalesce(sum(c.n), 0)::int as n from ${usualInText} cross join lateral (
      select count(*) as n from opportunity o where o.sale_type = u.sale_type and o.stage = u.stage and ${tooLongInStage(call.now)} and ${where}) c`.execute(
      call.db,
    );
    const { rows: stuck } = await sql<Attention['stuck'][number]>`
      select o.id, o.name, o.sale_type as "saleType", o.stage, coalesce(o.amount, 0)::float8 as amount, o.currency, greatest(0, extract(day from ${call.now}::timestamptz - o.stage_since))::int as "daysInStage", ${names}
      from ${mostWorth(worth, sql`select o.* from opportunity o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage where ${isStuck(call.now)} and ${where}`)} order by o.worth desc nulls last, o.id`.execute(
      call.db,
    );
    const { rows: procedures } = await sql<Attention['procedures'][number]>`
      select o.id, o.name, (select m.name from member m where m.workspace_id = o.workspace_id and m.id = o.owner_id) as "ownerName",
        o.step ->> 'title' as step, o.step ->> 'dueOn' as "dueOn", coalesce(o.amount, 0)::float8 as amount, o.currency
      from ${mostWorth(
        worth,
        sql`select o.*, late.step from purchase_procedure p join opportunity o on o.workspace_id = p.workspace_id and o.id = p.opportunity_id
          cross join lateral (select s as step from jsonb_array_elements(p.steps) s where s ->> 'doneOn' is null and s ->> 'dueOn' < ${dayOf(call.now)} order by s ->> 'dueOn' limit 1) late where ${where}`,
      )} order by o.worth desc nulls last, o.id`.execute(call.db);
    const { rows: matrices } = await sql<Attention['matrices'][number]>`
      select o.id, o.name, (select m.name from member m where m.workspace_id = o.workspace_id and m.id = o.owner_id) as "ownerName", o.stage, o."weighedAt", coalesce(o.amount, 0)::float8 as amount, o.currency
      from ${mostWorth(
        worth,
        sql`select o.*, w.at as "weighedAt" from opportunity o left join lateral (select max(d.at) as at from decision_matrix d where d.workspace_id = o.workspace_id and d.opportunity_id = o.id) w on true
          where o.sale_type = 'commercial' and coalesce(o.sub_type, 'solution') = 'solution' and o.stage in ('involvement', 'commitment', 'action') and (w.at is null or w.at < ${new Date(call.now.getTime() - 30 * day)}) and ${where}`,
      )} order by o.worth desc nulls last, o.id`.execute(call.db);
    const { rows: alarms } = await sql<Attention['alarms'][number] & { all: number }>`
      select l.id, l.account_id as "accountId", a.name, m.name as "memberName", l.state, l.severity, l.signals -> 0 ->> 'kind' as reason, l.opened_at as "openedAt", l.answer_by as "answerBy",
        (l.acknowledged_at is null and l.answer_by < ${call.now}) as late, coalesce(r.revenue, 0)::float8 as revenue, (count(*) over ())::int as "all"
      from alarm l join account a on a.workspace_id = l.workspace_id and a.id = l.account_id
      left join member m on m.workspace_id = l.workspace_id and m.id = l.member_id left join relationship r on r.workspace_id = l.workspace_id and r.account_id = l.account_id
      cross join lateral (select coalesce(l.member_id, a.owner_id) as owner_id) o where l.ended_at is null and ${sql.join([sql<SqlBool>`true`, ...ofWhom(query)], sql` and `)}
      order by late desc, l.severity desc, l.answer_by, l.id limit 12`.execute(call.db);
    const { rows: plays } = await sql<Attention['plays'][number] & { all: number }>`
      select p.id, p.account_id as "accountId", a.name as "accountName", p.name, s.done, s.steps, s.next, s.by as "nextBy", s.due_at as "dueAt", coalesce(s.due_at < ${call.now}, false) as late, (count(*) over ())::int as "all"
      from play_run p join account a on a.workspace_id = p.workspace_id and a.id = p.account_id
      cross join lateral (select (count(*) filter (where n.state = 'done'))::int as done, count(*)::int as steps,
          (array_agg(n.what order by n.due_at) filter (where n.state = 'open'))[1] as next, (array_agg(w.name order by n.due_at) filter (where n.state = 'open'))[1] as by, min(n.due_at) filter (where n.state = 'open') as due_at
        from play_run_step x join next_step n on n.workspace_id = x.workspace_id and n.id = x.next_step_id left join member w on w.workspace_id = n.workspace_id and w.id = n.member_id
        where x.workspace_id = p.workspace_id and x.run_id = p.id) s
      cross join lateral (select a.owner_id) o where p.ended_at is null and ${sql.join([sql<SqlBool>`true`, ...ofWhom(query)], sql` and `)}
      order by late desc, s.due_at nulls last, p.id limit 12`.execute(call.db);
    const { rows: handoffs } = await sql<Attention['handoffs'][number] & { all: number }>`
      select h.id, h.account_id as "accountId", a.name as "accountName", hunter.name as "hunterName", farmer.name as "farmerName", h.state, h.signed_at as "signedAt",
        greatest(0, extract(day from ${call.now}::timestamptz - h.signed_at))::int as days, (count(*) over ())::int as "all"
      from handoff h join account a on a.workspace_id = h.workspace_id and a.id = h.account_id
      left join member hunter on hunter.workspace_id = h.workspace_id and hunter.id = h.hunter_id
      left join member farmer on farmer.workspace_id = h.workspace_id and farmer.id = h.farmer_id
      where h.tied and h.state in ('open', 'offered', 'returned')
        and (${query.member ?? null}::uuid is null or ${query.member ?? null}::uuid in (h.hunter_id, h.farmer_id))
        and (${query.team ?? null}::uuid is null or hunter.team_id = any (${inTeam(query.team)}) or farmer.team_id = any (${inTeam(query.team)}))
      order by h.signed_at, h.id limit 20`.execute(call.db);
    const all = (rows: readonly { all: number }[]) => rows[0]?.all ?? 0;
    const counts = { handoffs: all(handoffs), alarms: all(alarms), plays: all(plays) };
    return {
      stuck,
      stuckCount: late[0]!.n,
      procedures,
      matrices,
      handoffs,
      alarms,
      plays,
      counts,
      currency: worth.currency,
    };
  },
};

/** So many sales with the highest amounts are compared: an index leads to these, whatever their currencies. */
const compared = 200;

/** The dozen sales that are worth most in the workspace's currency, as `o`. */
const mostWorth = (worth: Worth, sales: RawBuilder<unknown>) =>
  sql`(select o.*, ${worth.today('o')} as worth from (${sales} order by o.amount desc nulls last, o.id desc limit ${compared}) o order by worth desc nulls last, o.id limit 12) o`;

/** Whose records: of one person, or of a team with all teams below it. `o` has an owner. */
export function ofWhom({
  team,
  member,
}: {
  team?: string | undefined;
  member?: string | undefined;
}): RawBuilder<SqlBool>[] {
  return [
    ...(member ? [sql<SqlBool>`o.owner_id = ${member}`] : []),
    ...(team ? [sql<SqlBool>`o.owner_id = any (${peopleOf(team)})`] : []),
  ];
}

interface Pair {
  id: string;
  before: SaleState | null;
  now: SaleState;
}

/**
 * Every sale that is not as it was at a moment, with both states: what was opened since, and what stood already with its first kept state after that moment.
 * What an import brought in of the time before stood already: an open one as it came, a closed one is told where it was decided since.
 */
async function changedSince(
  call: Call,
  since: Date,
  worth: Worth,
  conditions: readonly RawBuilder<SqlBool>[],
): Promise<Pair[]> {
  const valued = sql`case when o.outcome = 'open' then ${worth.today('o')} else ${worth.onDayOf('o', 'closed_on')} end`;
  const where = sql.join(
    [
      sql<SqlBool>`o.workspace_id = app_workspace()`,
      sql<SqlBool>`(o.amount is null or ${valued} is not null)`,
      ...conditions,
    ],
    sql` and `,
  );
  const now = sql`o.id, o.stage, o.outcome, coalesce(${valued}, 0)::float8 as amount, o.expected_close_on::text as "expectedCloseOn", o.deleted_at is not null as deleted, coalesce((select ${worth.today('one')}::float8 from (select o.currency, 1::numeric as amount) one), 0) as rate`;
  const past = (p: RawBuilder<unknown>) =>
    sql`json_build_array(${p}.stage, ${p}.outcome, coalesce(${p}.amount, 0)::float8, ${p}.expected_close_on, ${p}.deleted)`;
  const { rows: opened } = await sql<
    SaleState & { id: string; rate: number; brought: boolean; decided: boolean; was: Was | null }
  >`
    select ${now}, i.brought, coalesce(o.closed_on >= ${dayOf(since)}::date, false) as decided,
      case when i.brought then (select ${past(sql`p`)} from opportunity_past p where p.workspace_id = o.workspace_id and p.opportunity_id = o.id order by p.at, p.nth limit 1) end as was
    from (select * from ${seenSales(call)} o where ${where} and o.created_at > ${since} and o.deleted_at is null order by o.created_at desc limit ${mostChanged}) o
    cross join lateral (select o.opened_on < ${dayOf(since)}::date and exists (select from external_key k
      where k.workspace_id = o.workspace_id and k.record_id = o.id and k.kind = 'opportunity' and k.role = 'made' and k.import_id is not null) as brought) i`.execute(
    call.db,
  );
  const { rows: changed } = await sql<SaleState & { id: string; rate: number; was: Was }>`
    with past as materialized (select p.opportunity_id, p.at, p.nth, ${past(sql`p`)} as was from opportunity_past p where p.workspace_id = app_workspace() and p.at > ${since}),
    was as materialized (select distinct on (opportunity_id) opportunity_id, was from past order by opportunity_id, at, nth)
    select ${now}, w.was from was w join (select * from opportunity o where o.id = any (array(select opportunity_id from was)) and ${where} and o.created_at <= ${since}) o on o.id = w.opportunity_id
    limit ${mostChanged}`.execute(call.db);
  return [
    ...opened.map(({ id, rate, brought, decided, was, ...state }) => ({
      id,
      before: brought
        ? was
          ? stateOf(was, rate)
          : { ...state, outcome: decided ? ('open' as const) : state.outcome }
        : null,
      now: state,
    })),
    ...changed.map(({ id, rate, was, ...state }) => ({ id, before: stateOf(was, rate), now: state })),
  ];
}

type Was = [SaleState['stage'], SaleState['outcome'], number, string | null, boolean];
/** A past state has the currency that the sale has now, and counts at the rate of today. */
const stateOf = ([stage, outcome, amount, expectedCloseOn, deleted]: Was, rate: number): SaleState => ({
  stage,
  outcome,
  amount: amount * rate,
  expectedCloseOn,
  deleted,
});

/** Only what is listed is looked up by name. */
async function withNames<T extends { id: string }>(call: Call, sales: readonly T[]): Promise<(T & Named)[]> {
  const { rows } = await sql<Named & { id: string }>`
    select o.id, o.name, a.name as "accountName", o.owner_id as "ownerId", m.name as "ownerName", o.sale_type as "saleType"
    from opportunity o left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id left join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id
    where o.id = any (${sales.map((sale) => sale.id)}::uuid[])`.execute(call.db);
  const named = new Map(rows.map((row) => [row.id, row]));
  return sales.flatMap((sale) => (named.has(sale.id) ? [{ ...named.get(sale.id)!, ...sale }] : []));
}
type Named = Pick<ChangedSale, 'name' | 'accountName' | 'ownerId' | 'ownerName' | 'saleType'>;

const shown = ({ stage, outcome, amount, expectedCloseOn }: SaleState) => ({ stage, outcome, amount, expectedCloseOn });

/** What should have closed before counts for this quarter, in which it still can; a later quarter holds its own alone. */
export const openFrom = (call: Call, period: string) => (period > quarterOf(dayOf(call.now)) ? period : '0001-01-01');
