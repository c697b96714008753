import { sql } from 'kysely';
import { nameKey } from '../people/keys.ts';
import { sameRecord } from '../platform/database.ts';
import { forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import { saleColumns, type SaleRow } from './columns-sql.ts';
import { judge, type Judged, type KnownSale } from './judge.ts';
import { winModelInUse } from './potential/winModel.api.ts';
import { libraryOf } from './process/process.api.ts';
import type { PlannedStep } from './processPlan.ts';
import { sellerProfiles, type OfferingOnSale } from './alignment.ts';
import type { BuyingTeamMember, MatrixContent, Procedure } from './records.ts';
import type { BuyingStage } from './stages.ts';
import type { WarningKind } from './warnings.ts';

/** Loading a sale with all that belongs to it, and keeping what was derived from it beside it. */

export async function foundSale(call: Call, id: string): Promise<SaleRow> {
  const row = await call.db
    .selectFrom('opportunity as o')
    .select(saleColumns)
    .where('o.id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('sale');
  return row;
}

/** The sale that is about to be worked on: living, of the version that was seen, and changeable. */
export async function saleToChange(call: Call, id: string, options: { anyVersion?: boolean } = {}): Promise<SaleRow> {
  const row = await foundSale(call, id);
  if (row.deletedAt) throw invalid([{ path: 'id', message: 'This sale is deleted. Restore it before changing it' }]);
  if (!options.anyVersion && row.version !== call.version) throw stale(row);
  if (!(await mayChange(call, id))) throw forbidden('change this sale');
  return row;
}

export async function mayChange(call: Call, id: string): Promise<boolean> {
  if (!call.who.may('opportunity:write')) return false;
  const { rows } = await sql<{ may: boolean }>`select app_works_on(${id}) as may`.execute(call.db);
  return rows[0]?.may ?? false;
}

export async function teamOf(call: Call, saleId: string): Promise<BuyingTeamMember[]> {
  const { rows } =
    await sql<BuyingTeamMember>`select b.id, b.contact_id as "contactId", b.roles, b.influence, b.stance, b.stance_evidence as "stanceEvidence",
      b.stance_on as "stanceOn", b.response, b.personal_win as "personalWin", b.releases_money as "releasesMoney", b.member_id as "memberId", b.heeds,
      coalesce(c.name, '?') as name, c.title, m.name as "memberName", b.version,
      to_char((select max(p.at) from touchpoint_participant p where p.workspace_id = b.workspace_id and p.contact_id = b.contact_id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastContactAt"
    from buying_team_member b left join contact c on c.workspace_id = b.workspace_id and c.id = b.contact_id
    left join member m on m.workspace_id = b.workspace_id and m.id = b.member_id
    where b.opportunity_id = ${saleId} order by b.influence desc, c.name, b.id`.execute(call.db);
  return rows;
}

export async function writtenSteps(call: Call, saleId: string): Promise<PlannedStep[]> {
  const rows = await call.db
    .selectFrom('opportunity_step')
    .selectAll()
    .where('opportunity_id', '=', saleId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    stages: row.stages as BuyingStage[],
    title: row.title,
    evidence: row.evidence,
    required: row.required,
    proof: row.proof !== null && row.proven_on !== null ? { what: row.proof, at: row.proven_on } : null,
    note: row.note,
    dueOn: row.due_on,
    own: row.own,
    inPlan: true,
  }));
}

export async function latestMatrix(call: Call, saleId: string) {
  const row = await call.db
    .selectFrom('decision_matrix as d')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'd.member_id'))
    .select(['d.version', sql<MatrixContent>`d.matrix`.as('matrix'), 'd.note', 'm.name as memberName', 'd.at'])
    .where('d.opportunity_id', '=', saleId)
    .orderBy('d.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function procedureOf(call: Call, saleId: string): Promise<Procedure | null> {
  const row = await call.db
    .selectFrom('purchase_procedure')
    .select([
      sql<Procedure['steps']>`steps`.as('steps'),
      sql<Procedure['requirements']>`requirements`.as('requirements'),
      'needed_on as neededOn',
      'bid',
      'bid_reason as bidReason',
      'version',
    ])
    .where('opportunity_id', '=', saleId)
    .executeTakeFirst();
  return row ?? null;
}

export interface Loaded {
  sale: SaleRow;
  known: KnownSale;
  judged: Judged;
  team: BuyingTeamMember[];
  matrix: Awaited<ReturnType<typeof latestMatrix>>;
  account: AccountRow | null;
  nextStep: { id: string; what: string; dueAt: Date; memberName: string | null; version: number } | null;
  dismissed: { kind: WarningKind; reason: string; memberName: string | null; at: Date }[];
}

export async function loadSale(call: Call, id: string): Promise<Loaded> {
  const sale = await foundSale(call, id);
  const team = await teamOf(call, id);
  const matrix = await latestMatrix(call, id);
  const account = sale.accountId ? await accountOf(call, sale.accountId) : null;
  const nextStep = sale.accountId ? await nextStepOf(call, sale.accountId) : null;
  const dismissed = await dismissedOf(call, id);
  const known: KnownSale = {
    sale,
    steps: await writtenSteps(call, id),
    team: team.map((member) => ({
      ...member,
      lastContactAt: member.lastContactAt ? new Date(member.lastContactAt) : null,
    })),
    matrix: matrix?.matrix ?? null,
    procedure: await procedureOf(call, id),
    trust: account?.trust ?? null,
    interest: account?.interest ?? null,
    hasNextStep: nextStep !== null,
    dismissed: dismissed.map((each) => each.kind),
    seller: await sellerRecord(call, sale),
    offerings: await offeringsOnSale(call, sale),
    medianAmount: await medianAmount(call, sale),
    library: await libraryOf(call),
    model: await winModelInUse(call),
  };
  return { sale, known, judged: judge(known, call.now), team, matrix, account, nextStep, dismissed };
}

/** After anything that could move them: complexity and the chance to win, kept beside the sale for lists and sums. */
export async function keepDerived(call: Call, id: string): Promise<Loaded> {
  const loaded = await loadSale(call, id);
  const { complexity } = loaded.judged;
  await call.db
    .updateTable('opportunity')
    .set({ complexity: complexity.complexity, probability: chanceOf(loaded) })
    .where('id', '=', id)
    .execute();
  return loaded;
}

/** The chance to win, once own sales say so; until then sums are weighted by what is usual for type and stage. */
export const chanceOf = ({ known, judged }: Loaded): number | null =>
  known.model.origin === 'calibrated' ? judged.win.probability : null;

interface AccountRow {
  id: string;
  name: string;
  phase: 'shopping' | 'purchase' | 'ownership' | 'usage' | null;
  position: 'skepticism' | 'peak' | 'disillusionment' | 'enlightenment' | 'realized' | null;
  positionProbability: number | null;
  trust: number | null;
  interest: number | null;
  trustMove: number | null;
  interestMove: number | null;
  lastTouchAt: Date | null;
}

async function accountOf(call: Call, id: string): Promise<AccountRow | null> {
  const row = await call.db
    .selectFrom('account as a')
    .leftJoin('relationship as r', (j) =>
      j.onRef('r.workspace_id', '=', 'a.workspace_id').onRef('r.account_id', '=', 'a.id'),
    )
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('cycle_step as c')
          .select(['c.trust_after', 'c.interest_after'])
          .whereRef('c.account_id', '=', 'a.id')
          .where('c.at', '<', new Date(call.now.getTime() - 60 * 86_400_000))
          .orderBy('c.at', 'desc')
          .limit(1)
          .as('earlier'),
      (j) => j.onTrue(),
    )
    .select([
      'a.id',
      'a.name',
      'r.phase',
      'r.position',
      'r.probability as positionProbability',
      'r.trust',
      'r.interest',
      sql<number | null>`r.trust - earlier.trust_after`.as('trustMove'),
      sql<number | null>`r.interest - earlier.interest_after`.as('interestMove'),
      'r.last_touch_at as lastTouchAt',
    ])
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

async function nextStepOf(call: Call, accountId: string) {
  const row = await call.db
    .selectFrom('next_step as s')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .select(['s.id', 's.what', 's.due_at as dueAt', 'm.name as memberName', 's.version'])
    .where('s.account_id', '=', accountId)
    .where('s.state', '=', 'open')
    .orderBy('s.due_at')
    .orderBy('s.id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

async function dismissedOf(call: Call, saleId: string) {
  const rows = await call.db
    .selectFrom('opportunity_dismissal as d')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'd.member_id'))
    .select(['d.kind', 'd.reason', 'm.name as memberName', 'd.at'])
    .where('d.opportunity_id', '=', saleId)
    .orderBy('d.at')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as WarningKind }));
}

/** How many of the owner's latest decided sales of this type were won. */
async function sellerRecord(call: Call, sale: SaleRow): Promise<KnownSale['seller']> {
  if (!sale.ownerId) return { id: '', won: 0, decided: 0, profile: null };
  const profile = await call.db
    .selectFrom('seller_profile')
    .select(['score', 'answered', 'closed'])
    .where('member_id', '=', sale.ownerId)
    .where('profile', '=', sellerProfiles[sale.saleType])
    .executeTakeFirst();
  const { rows } = await sql<{
    won: number;
    decided: number;
  }>`select (count(*) filter (where outcome = 'won'))::integer as won, count(*)::integer as decided
    from (select outcome from opportunity where owner_id = ${sale.ownerId} and outcome in ('won', 'lost') and sale_type = ${sale.saleType} and deleted_at is null and id <> ${sale.id} limit 500) decided`.execute(
    call.db,
  );
  return { id: sale.ownerId, won: rows[0]?.won ?? 0, decided: rows[0]?.decided ?? 0, profile: profile ?? null };
}

/** What is sold, as the catalogue knows it: by its lines, or by the name on the sale where it has no lines of the catalogue (as after an import). */
async function offeringsOnSale(call: Call, sale: SaleRow): Promise<OfferingOnSale[]> {
  const { rows } = await sql<OfferingOnSale>`
    with sold as (select offering_id as id, sum(quantity * price * (1 - discount / 100))::float8 as worth from opportunity_line where opportunity_id = ${sale.id} and offering_id is not null group by 1),
      named as (select id, worth, false as by_name from sold
        union all (select f.id, 1, true from offering f where not exists (select from sold) and f.name_key = ${nameKey(sale.offering ?? '')} and f.deleted_at is null order by f.id limit 1))
    select f.name, n.worth, f.fits, jsonb_build_object('ofType', h.of_type, 'all', h.all) as won from named n join offering f on f.id = n.id
    cross join lateral (select count(*) filter (where w.sale_type = ${sale.saleType}) as of_type, count(*) as all from (
      (select distinct o.id, o.sale_type from opportunity_line l join opportunity o on o.workspace_id = l.workspace_id and o.id = l.opportunity_id
        where f.fits is null and not n.by_name and l.offering_id = f.id and o.outcome = 'won' and o.deleted_at is null and o.id <> ${sale.id} limit 200)
      union all
      (select d.id, d.sale_type from (select id, sale_type, offering, outcome from opportunity where f.fits is null and n.by_name and outcome <> 'open' and deleted_at is null order by closed_on desc, id desc limit 1000) d
        where d.outcome = 'won' and d.offering = ${sale.offering})) w) h order by n.worth desc, f.id limit 50`.execute(
    call.db,
  );
  return rows;
}

/** The median amount of this type among the latest five thousand sales; null with fewer than five. */
async function medianAmount(call: Call, sale: SaleRow): Promise<number | null> {
  const { rows } = await sql<{
    median: number | null;
    n: number;
  }>`select percentile_cont(0.5) within group (order by amount::float8) as median, count(*)::integer as n
    from (select amount, sale_type, currency from opportunity where deleted_at is null order by workspace_id desc, id desc limit 5000) latest
    where sale_type = ${sale.saleType} and currency = ${sale.currency} and amount > 0`.execute(call.db);
  return (rows[0]?.n ?? 0) < 5 ? null : (rows[0]?.median ?? null);
}
