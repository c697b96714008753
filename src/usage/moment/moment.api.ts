import { sql } from 'kysely';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Position } from '../../relationship/vocabulary.ts';
import { settingsOf } from '../../workspace/settings.ts';
import type { CircleRules } from '../circle/rules.ts';
import { obstaclesToAsking } from '../referralAsk.ts';
import { momentCheck, type Moment, type MomentReason, type MomentVerdict } from '../momentCheck.ts';
import type { momentContract } from './contract.ts';
import { openingsOf, usualGap, type OpeningFacts } from './openings.ts';

const most = 200;

export const momentHandlers: Handlers<typeof momentContract> = {
  async readMoment(call, { params: { id } }) {
    const account = await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
    if (!account) throw notFound('account');
    const [known] = await factsOf(call, [id]);
    if (!known) throw notFound('account');
    return { moment: momentOf(known), openings: openingsOf(known.facts), asOf: call.now };
  },

  async listOpenings(call, { query }) {
    const owners = query.mine ? sql`and r.owner_id = ${call.who.memberId}` : sql``;
    const { rows } = await sql<{
      id: string;
    }>`select r.account_id as id from relationship r where r.alive and r.phase = 'usage' ${owners} order by r.revenue_order desc, r.account_id limit ${most}`.execute(
      call.db,
    );
    const all = await factsOf(
      call,
      rows.map((row) => row.id),
    );
    const found = all
      .map((known) => ({ known, openings: openingsOf(known.facts) }))
      .filter(({ openings }) => openings.length > 0);
    return {
      looked: rows.length,
      items: found.map(({ known, openings }) => ({
        account: { id: known.id, name: known.name },
        position: known.moment.position,
        ownerName: known.ownerName,
        revenue: known.revenue,
        moment: momentOf(known),
        openings,
      })),
    };
  },
};

interface Known {
  id: string;
  name: string;
  ownerName: string | null;
  revenue: number;
  moment: Moment;
  facts: OpeningFacts;
  evidence: Partial<Record<MomentReason, string>>;
}

function momentOf({ moment, evidence }: Known) {
  const verdict: MomentVerdict = momentCheck(moment);
  return { ...verdict, reasons: verdict.reasons.map((each) => ({ ...each, evidence: evidence[each.reason] ?? null })) };
}

interface Row {
  id: string;
  name: string;
  ownerName: string | null;
  phase: string;
  position: Position;
  probability: number;
  trust: number;
  revenue: number;
  closedAt: string | null;
  cases: { subject: string; severity: 'low' | 'normal' | 'high' | 'severe'; late: boolean }[];
  promises: string[];
  handoff: boolean;
  firstValue: boolean;
  overdueDays: number;
  withdrawn: string | null;
  given: boolean;
  inDip: boolean;
  mayAsk: boolean;
  askedAt: Date | null;
  references: number;
  /** What its running alarm says first. */
  alarm: string | null;
  alarmRuns: boolean;
  dip: 'none' | 'expected' | 'bad' | null;
  assets: (Omit<OpeningFacts['assets'][number], 'underContract'> & { contractId: string | null })[];
  bought: string[];
  otherUnits: string[];
}

/** Everything that moment check and openings look at, for some accounts in one question. */
async function factsOf(call: Call, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return [];
  const today = call.now.toISOString().slice(0, 10);
  const ago = (days: number) => new Date(call.now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const of = (table: string) =>
    sql.raw(`${table}.workspace_id = r.workspace_id and ${table}.account_id = r.account_id`);
  const { rows } =
    await sql<Row>`select r.account_id as id, a.name, m.name as "ownerName", r.phase, r.position, r.probability, r.trust, r.revenue::float8 as revenue,
      to_char(r.closed_at at time zone 'UTC', 'YYYY-MM-DD') as "closedAt",
      coalesce((select jsonb_agg(jsonb_build_object('subject', c.subject, 'severity', c.severity, 'late', coalesce(c.due_at <= ${call.now}, false)) order by c.opened_at)
        from service_case c where ${of('c')} and c.state in ('open', 'waiting') and c.deleted_at is null), '[]') as cases,
      coalesce((select jsonb_agg(p.what order by p.due_on) from promise p where ${of('p')} and p.state = 'open' and p.due_on < ${today}::date), '[]') as promises,
      exists (select from handoff h where ${of('h')} and h.tied and h.state in ('open', 'offered', 'returned')) as handoff,
      (r.phase = 'usage' or exists (select from touchpoint t where ${of('t')} and t.kind = 'first value')) as "firstValue",
      coalesce((select max(${today}::date - o.due_on) from customer_order o where ${of('o')} and o.deleted_at is null and o.due_on < ${today}::date and invoice_open(o.status)), 0)::integer as "overdueDays",
      (select min(c.name) from contact c where ${of('c')} and c.deleted_at is null and (select s.state from consent s where s.workspace_id = c.workspace_id and s.contact_id = c.id and s.purpose = 'marketing' order by s.at desc, s.id desc limit 1) = 'withdrawn') as withdrawn,
      exists (select from contact c where ${of('c')} and c.deleted_at is null and coalesce((select s.state from consent s where s.workspace_id = c.workspace_id and s.contact_id = c.id and s.purpose = 'marketing' order by s.at desc, s.id desc limit 1), 'unknown') <> 'withdrawn') as given,
      f.dip as "inDip", f.consent as "mayAsk", f.asked_at as "askedAt", f.refs as "references",
      (select l.signals -> 0 ->> 'kind' from alarm l where ${of('l')} and l.ended_at is null order by l.opened_at desc limit 1) as alarm,
      exists (select from alarm l where ${of('l')} and l.ended_at is null) as "alarmRuns",
      (select k.dip ->> 'dip' from alarm_watch k where ${of('k')}) as dip,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'since', to_char(s.since, 'YYYY-MM-DD'), 'warrantyUntil', to_char(s.warranty_until, 'YYYY-MM-DD'), 'contractId', k.id,
          'use', (select avg(u.value) filter (where u.day > ${ago(90)}::date) / nullif(avg(u.value) filter (where u.day <= ${ago(90)}::date), 0) from asset_usage u where u.workspace_id = s.workspace_id and u.asset_id = s.id and u.day > ${ago(180)}::date),
          'replacedBy', coalesce((select jsonb_agg(f.name order by f.name) from offering_link l join offering f on f.workspace_id = l.workspace_id and f.id = l.offering_id and f.deleted_at is null where l.workspace_id = s.workspace_id and l.other_id = s.offering_id and l.kind = 'replaces'), '[]'),
          'goesWith', coalesce((select jsonb_agg(f.name order by f.name) from offering_link l join offering f on f.workspace_id = l.workspace_id and f.id = l.other_id and f.deleted_at is null where l.workspace_id = s.workspace_id and l.offering_id = s.offering_id and l.kind = 'goes with'
            and not exists (select from asset z where z.workspace_id = s.workspace_id and z.account_id = s.account_id and z.offering_id = l.other_id and z.deleted_at is null)), '[]')) order by s.id)
        from asset s left join service_contract k on k.workspace_id = s.workspace_id and k.id = s.contract_id and k.state = 'running' and k.deleted_at is null where ${of('s')} and s.deleted_at is null and s.state = 'in use'), '[]') as assets,
      coalesce((select jsonb_agg(distinct to_char(o.ordered_on, 'YYYY-MM-DD')) from customer_order o where ${of('o')} and o.deleted_at is null and o.part_of_id is null), '[]') as bought,
      coalesce((select jsonb_agg(u.name order by u.name) from (select u.name from account u where u.workspace_id = a.workspace_id and u.deleted_at is null and u.id <> a.id and (u.parent_id = a.id or u.parent_id = a.parent_id or u.id = a.parent_id)
        and not exists (select from asset s where s.workspace_id = u.workspace_id and s.account_id = u.id and s.deleted_at is null) order by u.name limit 10) u), '[]') as "otherUnits"
    from relationship r join account a on a.workspace_id = r.workspace_id and a.id = r.account_id left join member m on m.workspace_id = a.workspace_id and m.id = a.owner_id
    cross join lateral asking_of(a.id, ${new Date(call.now.getTime() - 365 * 86_400_000)}) f
    where r.account_id = any (${ids}::uuid[]) order by r.revenue_order desc, r.account_id`.execute(call.db);
  const { settings } = await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow();
  const { circle } = settingsOf(settings);
  return rows.map((row) => known(row, call.now, circle));
}

function known(row: Row, now: Date, rules: CircleRules): Known {
  const today = now.toISOString().slice(0, 10);
  const days = (day: string) => Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  // The alarm says what is a bad dip; whom it does not watch yet stands as the model sees them.
  const dip = row.alarmRuns ? 'bad' : (row.dip ?? (row.inDip ? 'expected' : 'none'));
  const against = obstaclesToAsking({ position: row.position, trust: row.trust, inDip: row.inDip, consent: row.mayAsk, lastAskedAt: row.askedAt, referencesThisYear: row.references }, now, rules);
  const askedDays = row.askedAt === null ? null : Math.floor((now.getTime() - row.askedAt.getTime()) / 86_400_000);
  const severe = row.cases.find((each) => each.severity === 'severe' || each.severity === 'high');
  const late = row.cases.find((each) => each.late);
  const bought = row.bought.toSorted();
  return {
    id: row.id,
    name: row.name,
    ownerName: row.ownerName,
    revenue: row.revenue,
    moment: {
      position: row.position,
      dip,
      consent: row.withdrawn === null || row.given,
      openCases: row.cases.map(({ severity, late: isLate }) => ({
        severity: severity === 'severe' ? 'critical' : severity,
        late: isLate,
      })),
      overduePromises: row.promises.length,
      daysInvoiceOverdue: row.overdueDays,
      handoffOpen: row.handoff,
      firstValueReached: row.firstValue,
      daysSinceLastAsk: askedDays,
    },
    evidence: {
      ...(row.withdrawn ? { 'no consent': row.withdrawn } : {}),
      'bad dip': row.alarm ?? `trust ${Math.round(row.trust)}`,
      'expected dip': `trust ${Math.round(row.trust)}`,
      ...(severe ? { 'severe case open': severe.subject } : {}),
      ...(late ? { 'case late': late.subject } : {}),
      ...(row.cases[0] ? { 'cases open': row.cases[0].subject } : {}),
      ...(row.promises[0] ? { 'promise overdue': row.promises[0], 'several promises overdue': row.promises[0] } : {}),
    },
    facts: {
      today,
      phase: row.phase,
      position: row.position,
      trust: row.trust,
      assets: row.assets.map(({ contractId, ...asset }) => ({ ...asset, underContract: contractId !== null })),
      orderEvery: usualGap(bought),
      lastOrderDays: bought.length > 0 ? days(bought.at(-1)!) : null,
      otherUnits: row.otherUnits,
      daysSinceAsked: askedDays,
      mayAsk: against.length === 0,
    },
  };
}
