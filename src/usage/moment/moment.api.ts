import { sql } from 'kysely';
import { dayOf } from '../../platform/days.ts';
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
  const { rows } = await sql<Row>`select * from moment_facts(${ids}::uuid[], ${call.now})`.execute(call.db);
  const { settings } = await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow();
  const { circle } = settingsOf(settings);
  return rows.map((row) => known(row, call.now, circle));
}

function known(row: Row, now: Date, rules: CircleRules): Known {
  const today = dayOf(now);
  const days = (day: string) => Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  // The alarm says what is a bad dip; whom it does not watch yet stands as the model sees them.
  const dip = row.alarmRuns ? 'bad' : (row.dip ?? (row.inDip ? 'expected' : 'none'));
  const against = obstaclesToAsking(
    {
      position: row.position,
      trust: row.trust,
      inDip: row.inDip,
      consent: row.mayAsk,
      lastAskedAt: row.askedAt,
      referencesThisYear: row.references,
    },
    now,
    rules,
  );
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
