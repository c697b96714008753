import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { notFound } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { relationshipContract, TodayRecord } from './contract.ts';
import { nextDuty } from '../ownership/handoffClock.ts';
import type { HandoffEvent } from '../ownership/handoff.ts';
import type { CircleRules } from '../usage/circle/rules.ts';
import { obstaclesToAsking } from '../usage/referralAsk.ts';
import { settingsOf } from '../workspace/settings.ts';
import { modelInUse } from './calibration/inUse.api.ts';
import { daysBetween, millisecondsPerDay } from './cycle.ts';
import { worthOf } from './money.api.ts';
import { faded, memoryOf, type LineName } from './model.ts';
import {
  ahead,
  coldADay,
  coldAfter,
  mostUrgentFirst,
  rowOf,
  stakeOf,
  warmRow,
  type Facts,
  type Row,
  type Staked,
} from './today.ts';
import type { Phase, Position, SaleType } from './vocabulary.ts';

type Own = 'today' | 'snooze';

/** Relationships looked at for one person's list: bounded, whatever the size of the workspace. */
const most = 60;
const changeDays = 60;
/** On a day with fewer rows than this there is time for sales that went cold, and for so many customers of whom nobody has heard for a year. */
const calmDay = 5;
const silentDays = 365;

export const todayHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async today(call, { query }) {
    const now = call.now.getTime();
    const facts = await factsOf(call, await candidateIds(call, query.whose), query.whose);
    const living = rowsOf(facts, now).filter((row) => row.group !== 'cold sale');
    const calm = living.length < calmDay;
    const cold = calm ? await factsOf(call, await coldSales(call, query.whose, living), query.whose) : [];
    const urgent = mostUrgentFirst([...living, ...rowsOf(cold, now)]).slice(0, 200);
    const forgotten = calm ? await factsOf(call, await longSilent(call, query.whose, urgent), query.whose) : [];
    const rows = [...urgent, ...forgotten.map((f) => warmRow(f, now))];
    const counts: Record<string, number> = {};
    for (const row of rows) counts[row.group] = (counts[row.group] ?? 0) + 1;
    const warm = rows.length === 0 ? await factsOf(call, await fadingNext(call, query.whose), query.whose) : [];
    return {
      rows: await records(call, rows, [...facts, ...cold, ...forgotten]),
      warm:
        (
          await records(
            call,
            warm.map((f) => warmRow(f, now)),
            warm,
          )
        )[0] ?? null,
      counts,
      doneThisWeek: await doneThisWeek(call),
      asOf: call.now,
    };
  },

  async snooze(call, { params, body }) {
    if (!(await call.db.selectFrom('account').select('id').where('id', '=', params.id).executeTakeFirst()))
      throw notFound('account');
    if (body.until === null)
      await call.db
        .deleteFrom('snooze')
        .where('account_id', '=', params.id)
        .where('member_id', '=', call.who.memberId)
        .execute();
    else {
      await call.db
        .insertInto('snooze')
        .values({
          workspace_id: call.who.workspaceId,
          member_id: call.who.memberId,
          account_id: params.id,
          until: new Date(body.until),
        })
        .onConflict((c) =>
          c.columns(['workspace_id', 'member_id', 'account_id']).doUpdateSet({ until: new Date(body.until!) }),
        )
        .execute();
    }
    return { done: true as const };
  },
};

const rowsOf = (facts: readonly Known[], now: number): Staked[] =>
  facts.flatMap((f) => {
    const row = rowOf(f, now);
    return row ? [{ ...row, stake: stakeOf(f) }] : [];
  });

async function records(call: Call, rows: readonly Row[], facts: readonly Known[]): Promise<TodayRecord[]> {
  const byId = new Map(facts.map((f) => [f.accountId, f]));
  const sparks = await sparksOf(
    call,
    rows.map((r) => r.accountId),
    byId,
  );
  return rows.map((r): TodayRecord => {
    const f = byId.get(r.accountId)!;
    return {
      accountId: r.accountId,
      name: f.name,
      phase: f.phase,
      position: f.position,
      probability: f.probability,
      group: r.group,
      why: r.why,
      todo: r.todo,
      dueAt: r.dueAt === null ? null : new Date(r.dueAt).toISOString(),
      overdue: r.overdue,
      nextStepId: f.nextStep?.id ?? null,
      nextStepVersion: f.nextStep?.version ?? null,
      opportunityId: f.stuckSale?.id ?? null,
      caseId: f.openCase?.id ?? null,
      promise: f.openPromise && { id: f.openPromise.id, version: f.openPromise.version, what: f.openPromise.subject },
      handoffId: f.handoff?.id ?? null,
      alarm: f.alarm && { id: f.alarm.id, version: f.alarm.version, state: f.alarm.state, severity: f.alarm.severity },
      memberId: f.memberId,
      memberName: f.memberName,
      contact: f.contact,
      trust: f.trust,
      interest: f.interest,
      trustChange: f.trustChange,
      interestChange: f.interestChange,
      spark: sparks.get(r.accountId) ?? [],
    };
  });
}

/** The relationships with the largest open sales whose day is long past; of what an amount is worth that has no rate, nothing is known, so it comes last. */
async function coldSales(call: Call, whose: 'mine' | 'team' | 'all', listed: readonly Row[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.account_id as id from opportunity o join workspace w on w.workspace_id = o.workspace_id where o.outcome = 'open' and o.deleted_at is null and o.expected_close_on < ${daysAgo(call, coldAfter)}::date and o.account_id is not null
      and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`o.owner_id = any (${membersOf(call, whose)}::uuid[])`} and ${worthAsking(call, sql`o.account_id`, listed)}
    group by o.account_id order by max(${worthOf('o', sql`${call.now}::date`)}) desc nulls last, o.account_id limit ${coldADay}`.execute(
    call.db,
  );
  return rows.map((r) => r.id);
}

/** Customers of whom nobody has heard for a year: those heard of last are the easiest to take up again. */
async function longSilent(call: Call, whose: 'mine' | 'team' | 'all', listed: readonly Row[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.account_id as id from relationship r where alive and phase in ('ownership', 'usage') and last_touch_at < ${daysAgo(call, silentDays)}
      and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`owner_id = any (${membersOf(call, whose)}::uuid[])`} and ${worthAsking(call, sql`r.account_id`, listed)}
    order by last_touch_at desc limit ${calmDay}`.execute(call.db);
  return rows.map((r) => r.id);
}

/** Not on the list already, and not put off. */
const worthAsking = (
  call: Call,
  accountId: RawBuilder<unknown>,
  listed: readonly Row[],
) => sql<SqlBool>`${accountId} <> all (${listed.map((row) => row.accountId)}::uuid[])
  and not exists (select from snooze s where s.account_id = ${accountId} and s.member_id = ${call.who.memberId} and s.until > ${call.now})`;

/** The one relationship to warm when nothing is due: the next to fade into an alarm, else the largest. */
async function fadingNext(call: Call, whose: 'mine' | 'team' | 'all'): Promise<string[]> {
  const ofOwner =
    whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`owner_id = any (${membersOf(call, whose)}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    select account_id as id from relationship r where alive and ${ofOwner}
      and not exists (select from snooze s where s.account_id = r.account_id and s.member_id = ${call.who.memberId} and s.until > ${call.now})
    order by alarm_forecast_at nulls last, revenue_order desc limit 1`.execute(call.db);
  return rows.map((r) => r.id);
}

/** The relationships that may need somebody; the function of each of the three lists keeps its plan. */
async function candidateIds(call: Call, whose: 'mine' | 'team' | 'all'): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select id from ${sql.id(`today_${whose}`)}(${call.who.memberId}, ${membersOf(call, whose) ?? []}::uuid[], ${call.now}, ${ahead}, ${daysAgo(call, changeDays)}, ${endOfDay(call)}, ${most}) as id`.execute(
    call.db,
  );
  return rows.map((r) => r.id);
}

/** Whose list it is; null: everybody's. */
const membersOf = (call: Call, whose: 'mine' | 'team' | 'all') =>
  whose === 'all' ? null : whose === 'mine' ? [call.who.memberId] : call.who.scope.members;

type Known = Facts &
  Pick<TodayRecord, 'name' | 'memberId' | 'memberName' | 'contact'> & { revenue: number; begunBefore: boolean };

async function factsOf(call: Call, ids: readonly string[], whose: 'mine' | 'team' | 'all'): Promise<Known[]> {
  if (ids.length === 0) return [];
  const { circle } = settingsOf(
    (await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow()).settings,
  );
  const since = daysAgo(call, changeDays);
  const { rows } = await sql<
    Record<string, never>
  >`select * from today_facts(${ids}::uuid[], ${membersOf(call, whose)}::uuid[], ${call.now}, ${ahead}, ${since}, ${endOfDay(call)}, ${circle.minimumTrust})`.execute(
    call.db,
  );
  const spokenWith = await spokenWithLast(call, ids);
  const people = await peopleOf(call, [
    ...rows.flatMap((r) => ((r as Record<string, unknown>).contact_id as string | null) ?? []),
    ...spokenWith.values(),
  ]);
  const model = await modelInUse(call.db);
  /** What a line has changed by since then: what its last touchpoint before left has faded until then, too. */
  const changeOf = (r: Record<string, unknown>, line: LineName) => {
    const [now, before] = [r[line] as number, r[`${line}_before`] as number | null];
    if (before === null) return 0;
    return (
      now -
      faded(
        before,
        memoryOf(model, r.sale_type as SaleType)[line],
        daysBetween((r.before_at as Date).getTime(), since.getTime()),
      )
    );
  };
  const sales = await stakesOf(
    call,
    rows.flatMap((r) => ((r as Record<string, unknown>).sale_id as string | null) ?? []),
  );
  const days = (since_: unknown) => Math.floor((call.now.getTime() - (since_ as Date).getTime()) / millisecondsPerDay);
  const time = (at: unknown) => (at === null ? null : (at as Date).getTime());
  return rows.map((row) => {
    const r = row as Record<string, unknown>;
    return {
      accountId: r.account_id as string,
      name: r.name as string,
      revenue: r.revenue as number,
      memberId: r.member_id as string | null,
      memberName: r.member_name as string | null,
      phase: r.phase as Phase,
      position: r.position as Position,
      probability: r.probability as number,
      trust: r.trust as number,
      interest: r.interest as number,
      begunBefore: r.trust_before !== null,
      trustChange: changeOf(r, 'trust'),
      interestChange: changeOf(r, 'interest'),
      lastTouchAt: time(r.last_touch_at),
      closedAt: time(r.closed_at),
      alarmForecastAt: time(r.alarm_forecast_at),
      alarm: alarmFacts(r.alarm as StoredAlarm | null),
      nextStep:
        r.step_id === null
          ? null
          : {
              id: r.step_id as string,
              what: r.step_what as string,
              dueAt: time(r.step_due)!,
              version: r.step_version as number,
            },
      worst:
        r.worst_kind === null
          ? null
          : {
              kind: r.worst_kind as string,
              subject: (r.worst_subject as string | null) ?? '',
              at: time(r.worst_at)!,
              trust: r.worst_trust as number,
            },
      last:
        r.last_kind === null
          ? null
          : { kind: r.last_kind as string, subject: r.last_subject as string, at: time(r.last_at)! },
      contact: people.get((r.contact_id as string | null) ?? spokenWith.get(r.account_id as string) ?? '') ?? null,
      openPromise:
        r.promise_id === null
          ? null
          : {
              id: r.promise_id as string,
              version: r.promise_version as number,
              subject: r.promise_subject as string,
              at: time(r.promise_at)!,
              dueAt: r.promise_due === null ? null : Date.parse(r.promise_due as string),
            },
      stuckSale:
        r.sale_id === null
          ? null
          : {
              id: r.sale_id as string,
              name: r.sale_name as string,
              stage: r.sale_stage as string,
              days: days(r.sale_since),
              late: r.sale_late === true,
              ...sales.get(r.sale_id as string)!,
            },
      openCase:
        r.case_id === null
          ? null
          : {
              id: r.case_id as string,
              subject: r.case_subject as string,
              severity: r.case_severity as string,
              days: days(r.case_opened),
              dueAt: time(r.case_due),
            },
      renewal: r.renewal === null ? null : renewalFacts(r.renewal as StoredRenewal),
      champion:
        r.champion_id === null ? null : { id: r.champion_id as string, evidence: r.champion_evidence as string },
      spotted:
        r.spotted_id === null
          ? null
          : {
              id: r.spotted_id as string,
              what: r.spotted_what as string,
              originator: r.spotted_by as string,
              dueAt: time(r.spotted_due)!,
            },
      askedAt: time(r.asked_at),
      mayAsk: mayBeAsked(call, r, circle),
      handedOver: (r.handed_over as boolean) || r.handoff !== null,
      handoff: handoffDuty(call, r.handoff as StoredHandoff | null, whose),
    };
  });
}

/** What is at stake in a sale, and until when it was to be decided. */
async function stakesOf(
  call: Call,
  ids: readonly string[],
): Promise<Map<string, Pick<NonNullable<Facts['stuckSale']>, 'amount' | 'currency' | 'worth' | 'closeOn'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; amount: number; currency: string; worth: number; close_on: string | null }>`
    select o.id, coalesce(o.amount, 0)::float8 as amount, o.currency, coalesce(${worthOf('o', sql`${call.now}::date`)}, 0)::float8 as worth, o.expected_close_on::text as close_on
    from opportunity o join workspace w on w.workspace_id = o.workspace_id where o.id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  return new Map(
    rows.map(({ id, close_on, ...sale }) => [
      id,
      { ...sale, closeOn: close_on === null ? null : Date.parse(close_on) },
    ]),
  );
}

interface StoredRenewal {
  id: string;
  name: string;
  renewsOn: string;
  decideBy: string;
}
const renewalFacts = ({ id, name, renewsOn, decideBy }: StoredRenewal) => ({
  id,
  name,
  renewsOn: Date.parse(renewsOn),
  decideBy: Date.parse(decideBy) + millisecondsPerDay - 1,
});

/** The same rules as those of the circle of influence. */
function mayBeAsked(call: Call, r: Record<string, unknown>, rules: CircleRules): boolean {
  if (r.asking_dip === null || (r.phase as Phase) !== 'usage') return false;
  const facts = {
    position: r.position as Position,
    trust: r.trust as number,
    inDip: r.asking_dip as boolean,
    consent: r.asking_consent as boolean,
    lastAskedAt: r.asked_at as Date | null,
    referencesThisYear: r.asking_refs as number,
  };
  return obstaclesToAsking(facts, call.now, rules).length === 0;
}

type StoredAlarm = Omit<NonNullable<Facts['alarm']>, 'answerBy'> & { answerBy: string };
const alarmFacts = (stored: StoredAlarm | null): Facts['alarm'] =>
  stored && { ...stored, answerBy: Date.parse(stored.answerBy) };

interface StoredHandoff {
  id: string;
  hunter: string;
  farmer: string | null;
  signedAt: string;
  state: HandoffEvent['kind'] | 'open';
  introduced: string | null;
  onePerson: boolean;
}

/** What is to be done next on a handoff, if it is the turn of the people whose list this is. */
function handoffDuty(call: Call, stored: StoredHandoff | null, whose: 'mine' | 'team' | 'all'): Facts['handoff'] {
  if (stored === null) return null;
  const at = new Date(stored.signedAt);
  const events = [
    ...(stored.introduced ? [{ kind: 'introduced', at, by: '' }] : []),
    ...(stored.state === 'open' ? [] : [{ kind: stored.state, at, by: '', farmer: '', questions: [], reason: '' }]),
  ] as HandoffEvent[];
  const duty = nextDuty(
    { account: '', signedAt: at, hunter: stored.hunter, packet: {}, events, onePerson: stored.onePerson },
    call.now,
  );
  if (!duty) return null;
  const members = membersOf(call, whose);
  const turn = [
    ...(duty.who === 'farmer' ? [] : [stored.hunter]),
    ...(duty.who === 'hunter' || stored.farmer === null ? [] : [stored.farmer]),
  ];
  return members === null || turn.some((id) => members.includes(id))
    ? { id: stored.id, signedAt: at.getTime(), duty: duty.duty, dueAt: duty.dueOn.getTime() }
    : null;
}

/** The person of each account's latest touchpoint that names one; only the last few are looked at. */
async function spokenWithLast(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ account_id: string; contact_id: string }>`
    select a.id as account_id, said.contact_id from unnest(${ids}::uuid[]) as a(id) cross join lateral (
      select tp.contact_id from (select t.id, t.at from touchpoint t where t.account_id = a.id order by t.at desc, t.id desc limit 8) t
      join touchpoint_participant tp on tp.workspace_id = ${call.who.workspaceId} and tp.touchpoint_id = t.id order by t.at desc limit 1) said`.execute(
    call.db,
  );
  return new Map(rows.map((r) => [r.account_id, r.contact_id]));
}

async function peopleOf(call: Call, ids: readonly string[]): Promise<Map<string, NonNullable<TodayRecord['contact']>>> {
  if (ids.length === 0) return new Map();
  const rows = await call.db
    .selectFrom('contact')
    .select(['id', 'name', 'phones'])
    .where('id', 'in', [...new Set(ids)])
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(rows.map((r) => [r.id, { id: r.id, name: r.name, phone: r.phones[0] ?? null }]));
}

/** Small pictures of the last half year: days before now, trust, interest after each step, and where the lines stand now. */
async function sparksOf(
  call: Call,
  ids: readonly string[],
  facts: Map<string, Known>,
): Promise<Map<string, [number, number, number][]>> {
  if (ids.length === 0) return new Map();
  const rows = await call.db
    .selectFrom('cycle_step')
    .select(['account_id', 'at', 'trust_after', 'interest_after'])
    .where('account_id', 'in', ids)
    .where('at', '>=', daysAgo(call, 120))
    .orderBy('account_id')
    .orderBy('at')
    .execute();
  const stepsOf = Map.groupBy(rows, (r) => r.account_id);
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const sparks = new Map<string, [number, number, number][]>();
  for (const [accountId, f] of facts) {
    const points = (stepsOf.get(accountId) ?? [])
      .slice(-40)
      .map((s): [number, number, number] => [
        tenth((s.at.getTime() - call.now.getTime()) / millisecondsPerDay),
        tenth(s.trust_after),
        tenth(s.interest_after),
      ]);
    const start: [number, number, number] = [
      -changeDays,
      tenth(f.trust - f.trustChange),
      tenth(f.interest - f.interestChange),
    ];
    // A line that nothing has moved lately is seen to lie still.
    const still = f.begunBefore && (points[0] === undefined || points[0][0] > -changeDays);
    if (still || points.length > 0)
      sparks.set(accountId, [...(still ? [start] : []), ...points, [0, tenth(f.trust), tenth(f.interest)]]);
  }
  return sparks;
}

async function doneThisWeek(call: Call): Promise<number> {
  const row = await call.db
    .selectFrom('next_step')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('state', '=', 'done')
    .where('member_id', '=', call.who.memberId)
    .where('ended_at', '>=', daysAgo(call, 7))
    .executeTakeFirst();
  return row?.n ?? 0;
}

const endOfDay = (call: Call) =>
  new Date(Math.ceil((call.now.getTime() + 1) / millisecondsPerDay) * millisecondsPerDay - 1);
const daysAgo = (call: Call, days: number) => new Date(call.now.getTime() - days * millisecondsPerDay);
