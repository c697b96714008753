import { sql, type SqlBool } from 'kysely';
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
import { faded, memoryOf, type LineName } from './model.ts';
import { ahead, mostUrgentFirst, rowOf, warmRow, type Facts, type Row } from './today.ts';
import type { Phase, Position, SaleType } from './vocabulary.ts';

type Own = 'today' | 'snooze';

/** Relationships looked at for one person's list: bounded, whatever the size of the workspace. */
const most = 60;
const changeDays = 60;
const stuckAfterDays = 30;
/** A promise without a date is asked about after this many days. */
const undatedAfterDays = 7;

export const todayHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async today(call, { query }) {
    const now = call.now.getTime();
    const facts = await factsOf(call, await candidateIds(call, query.whose), query.whose);
    const rows = mostUrgentFirst(facts.flatMap((f) => {
      const row = rowOf(f, now);
      return row ? [{ ...row, revenue: f.revenue }] : [];
    })).slice(0, 200);
    const counts: Record<string, number> = {};
    for (const row of rows) counts[row.group] = (counts[row.group] ?? 0) + 1;
    const warm = rows.length === 0 ? await factsOf(call, await fadingNext(call, query.whose), query.whose) : [];
    return {
      rows: await records(call, rows, facts),
      warm: (await records(call, warm.map((f) => warmRow(f, now)), warm))[0] ?? null,
      counts,
      doneThisWeek: await doneThisWeek(call),
      asOf: call.now,
    };
  },

  async snooze(call, { params, body }) {
    if (!(await call.db.selectFrom('account').select('id').where('id', '=', params.id).executeTakeFirst())) throw notFound('account');
    if (body.until === null) await call.db.deleteFrom('snooze').where('account_id', '=', params.id).where('member_id', '=', call.who.memberId).execute();
    else {
      await call.db.insertInto('snooze').values({ workspace_id: call.who.workspaceId, member_id: call.who.memberId, account_id: params.id, until: new Date(body.until) })
        .onConflict((c) => c.columns(['workspace_id', 'member_id', 'account_id']).doUpdateSet({ until: new Date(body.until!) })).execute();
    }
    return { done: true as const };
  },
};

async function records(call: Call, rows: readonly Row[], facts: readonly Known[]): Promise<TodayRecord[]> {
  const byId = new Map(facts.map((f) => [f.accountId, f]));
  const sparks = await sparksOf(call, rows.map((r) => r.accountId), byId);
  return rows.map((r): TodayRecord => {
    const f = byId.get(r.accountId)!;
    return {
      accountId: r.accountId, name: f.name, phase: f.phase, position: f.position, probability: f.probability, group: r.group, why: r.why, todo: r.todo, dueAt: r.dueAt === null ? null : new Date(r.dueAt).toISOString(), overdue: r.overdue,
      nextStepId: f.nextStep?.id ?? null, nextStepVersion: f.nextStep?.version ?? null, opportunityId: f.stuckSale?.id ?? null, caseId: f.openCase?.id ?? null, promise: f.openPromise && { id: f.openPromise.id, version: f.openPromise.version, what: f.openPromise.subject }, handoffId: f.handoff?.id ?? null, alarm: f.alarm && { id: f.alarm.id, version: f.alarm.version, state: f.alarm.state, severity: f.alarm.severity }, memberId: f.memberId, memberName: f.memberName, contact: f.contact,
      trust: f.trust, interest: f.interest, trustChange: f.trustChange, interestChange: f.interestChange, spark: sparks.get(r.accountId) ?? [],
    };
  });
}

/** The one relationship to warm when nothing is due: the next to fade into an alarm, else the largest. */
async function fadingNext(call: Call, whose: 'mine' | 'team' | 'all'): Promise<string[]> {
  const members = whose === 'mine' ? [call.who.memberId] : call.who.scope.members;
  const ofOwner = whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`owner_id = any (${members}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    select account_id as id from relationship r where alive and ${ofOwner}
      and not exists (select from snooze s where s.account_id = r.account_id and s.member_id = ${call.who.memberId} and s.until > ${call.now})
    order by alarm_forecast_at nulls last, revenue_order desc limit 1`.execute(call.db);
  return rows.map((r) => r.id);
}

/** The relationships that may need somebody: each kind of reason through its own index, each bounded. */
async function candidateIds(call: Call, whose: 'mine' | 'team' | 'all'): Promise<string[]> {
  const members = whose === 'mine' ? [call.who.memberId] : call.who.scope.members;
  const ofOwner = whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`relationship.owner_id = any (${members}::uuid[])`;
  const ofMember = whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`n.member_id = any (${members}::uuid[])`;
  const ofRecipient = whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`s.recipient_id = any (${members}::uuid[])`;
  const soon = new Date(call.now.getTime() + (ahead + 1) * millisecondsPerDay);
  const { rows } = await sql<{ id: string }>`
    with found as (
      (select l.account_id as id from alarm l where l.ended_at is null and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`l.member_id = any (${members}::uuid[])`} order by l.answer_by limit ${most})
      union (select n.account_id from next_step n where n.state = 'open' and ${ofMember} and n.due_at < ${soon} order by n.due_at limit ${most})
      union (select p.account_id from promise p where p.state = 'open' and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`p.member_id = any (${members}::uuid[])`} and p.due_on <= ${soon}::date order by p.due_on limit ${most})
      union (select p.account_id from promise p where p.state = 'open' and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`p.member_id = any (${members}::uuid[])`} and p.due_on is null and p.made_at between ${daysAgo(call, changeDays)} and ${daysAgo(call, undatedAfterDays)} order by p.made_at desc limit ${most})
      union (select s.to_account_id from influence_suggestion s join relationship on relationship.workspace_id = s.workspace_id and relationship.account_id = s.to_account_id where s.state = 'open' and ${ofOwner} limit ${most})
      union (select s.account_id from spotted s where s.state = 'noted' and ${ofRecipient} order by s.answer_due_at limit ${most})
      union (select h.account_id from handoff h where h.tied and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`(h.hunter_id = any (${members}::uuid[]) or h.farmer_id = any (${members}::uuid[]))`} order by h.signed_at limit ${most})
      union (select relationship.account_id from relationship where alive and ${ofOwner} and phase = 'ownership' and position = 'peak' limit ${most})
      union (select relationship.account_id from relationship where alive and ${ofOwner} and phase = 'usage' and position = 'realized' order by revenue_order desc limit ${most})
      union (select o.account_id from opportunity o join relationship on relationship.workspace_id = o.workspace_id and relationship.account_id = o.account_id
        where o.outcome = 'open' and o.deleted_at is null and ${ofOwner} and (o.stage_since < ${daysAgo(call, stuckAfterDays)} or o.expected_close_on < ${call.now}) limit ${most})
      union (select c.account_id from service_case c join relationship on relationship.workspace_id = c.workspace_id and relationship.account_id = c.account_id where c.state in ('open', 'waiting') and c.deleted_at is null and c.severity in ('high', 'severe') and ${ofOwner} limit ${most})
      union (select c.account_id from service_case c where c.state in ('open', 'waiting') and c.deleted_at is null and c.account_id is not null and c.due_at <= ${endOfDay(call)} and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`c.owner_id = any (${members}::uuid[])`} order by c.due_at limit ${most})
      union (select k.account_id from service_contract k join relationship on relationship.workspace_id = k.workspace_id and relationship.account_id = k.account_id where k.state = 'running' and k.deleted_at is null and k.renews_on - k.notice_days <= ${renewalsUntil(call)}::date and k.renews_on <= ${daysAgo(call, -120)}::date and ${ofOwner} order by k.renews_on limit ${most})
      union (select relationship.account_id from relationship where alive and ${ofOwner} and alarm_forecast_at < ${new Date(call.now.getTime() + 14 * millisecondsPerDay)} order by alarm_forecast_at limit ${most})
    )
    select distinct found.id from found join relationship r on r.account_id = found.id and r.alive
    where not exists (select from snooze s where s.account_id = found.id and s.member_id = ${call.who.memberId} and s.until > ${call.now})`.execute(call.db);
  return rows.map((r) => r.id);
}

type Known = Facts & Pick<TodayRecord, 'name' | 'memberId' | 'memberName' | 'contact'> & { revenue: number; begunBefore: boolean };

async function factsOf(call: Call, ids: readonly string[], whose: 'mine' | 'team' | 'all'): Promise<Known[]> {
  if (ids.length === 0) return [];
  const { circle } = settingsOf((await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow()).settings);
  const since = daysAgo(call, changeDays);
  const { rows } = await sql<Record<string, never>>`
    select r.account_id, a.name, r.phase, r.position, r.probability, r.trust, r.interest, r.revenue::float8 as revenue, r.last_touch_at, r.closed_at, r.alarm_forecast_at, al.alarm,
      coalesce(n.member_id, r.owner_id) as member_id, m.name as member_name,
      n.id as step_id, n.what as step_what, n.due_at as step_due, n.version as step_version,
      w.kind as worst_kind, w.subject as worst_subject, w.at as worst_at, w.trust_move as worst_trust,
      p.id as promise_id, p.what as promise_subject, p.made_at as promise_at, p.due_on as promise_due, p.version as promise_version,
      o.id as sale_id, o.name as sale_name, o.stage as sale_stage, o.stage_since as sale_since, (o.expected_close_on < ${call.now}::date) as sale_late,
      c.id as case_id, c.subject as case_subject, c.severity as case_severity, c.opened_at as case_opened, c.due_at as case_due,
      asking.asked_at, asking.dip as asking_dip, asking.consent as asking_consent, asking.refs as asking_refs,
      exists (select from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id and t.kind in ('handoff', 'introduction', 'kick-off', 'kick-off late') and t.at >= r.closed_at) as handed_over,
      k.renewal,
      ch.id as champion_id, ch.evidence as champion_evidence,
      sp.id as spotted_id, sp.what as spotted_what, sp.answer_due_at as spotted_due, sp.originator as spotted_by,
      h.handoff,
      l.kind as last_kind, l.subject as last_subject, l.at as last_at, n.contact_id,
      r.sale_type, before.at as before_at, before.trust_after as trust_before, before.interest_after as interest_before
    from relationship r
    cross join lateral (select r.*) as relationship
    join account a on a.workspace_id = r.workspace_id and a.id = r.account_id
    left join lateral asking_of(r.account_id, ${daysAgo(call, 365)}) asking on r.position = 'realized' and r.phase = 'usage' and r.trust >= ${circle.minimumTrust}
    left join lateral (select * from next_step n where n.workspace_id = r.workspace_id and n.account_id = r.account_id and n.state = 'open' order by n.due_at, n.id limit 1) n on true
    left join member m on m.workspace_id = r.workspace_id and m.id = coalesce(n.member_id, r.owner_id)
    left join lateral (select s.kind, t.subject, s.at, s.trust_move from cycle_step s left join touchpoint t on t.workspace_id = s.workspace_id and t.account_id = s.account_id and t.at = s.at and t.id::text = s.entry
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at >= ${since} and s.trust_move < -0.5 order by s.trust_move limit 1) w on true
    left join lateral (select p.id, p.what, p.made_at, p.due_on, p.version from promise p where p.workspace_id = r.workspace_id and p.account_id = r.account_id and p.state = 'open'
      and (p.due_on <= ${new Date(call.now.getTime() + (ahead + 1) * millisecondsPerDay)}::date or (p.due_on is null and p.made_at between ${daysAgo(call, changeDays)} and ${daysAgo(call, undatedAfterDays)})) order by p.due_on nulls last, p.made_at limit 1) p on true
    left join lateral (select * from opportunity o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.outcome = 'open' and o.deleted_at is null
      and (o.stage_since < ${daysAgo(call, stuckAfterDays)} or o.expected_close_on < ${call.now}::date) order by o.amount desc nulls last limit 1) o on true
    left join lateral (select * from service_case c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.state in ('open', 'waiting') and c.deleted_at is null
      order by c.due_at <= ${endOfDay(call)} desc nulls last, case c.severity when 'severe' then 0 when 'high' then 1 when 'normal' then 2 else 3 end, c.opened_at limit 1) c on true
    left join lateral (select jsonb_build_object('id', k.id, 'name', k.name, 'renewsOn', k.renews_on, 'decideBy', case when k.renews_on - k.notice_days > ${call.now}::date then k.renews_on - k.notice_days else k.renews_on end) as renewal
      from service_contract k where k.workspace_id = r.workspace_id and k.account_id = r.account_id and k.state = 'running' and k.deleted_at is null and k.renews_on - k.notice_days <= ${renewalsUntil(call)}::date and k.renews_on <= ${daysAgo(call, -120)}::date order by k.renews_on limit 1) k on true
    left join lateral (select s.id, s.evidence from influence_suggestion s where s.workspace_id = r.workspace_id and s.to_account_id = r.account_id and s.state = 'open' order by s.id desc limit 1) ch on true
    left join lateral (select s.id, s.what, s.answer_due_at, m.name as originator from spotted s join member m on m.workspace_id = s.workspace_id and m.id = s.originator_id
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.state = 'noted' order by s.answer_due_at limit 1) sp on true
    left join lateral (select jsonb_build_object('id', l.id, 'version', l.version, 'severity', l.severity, 'state', l.state, 'answerBy', l.answer_by, 'play', l.play, 'signals', l.signals) as alarm
      from alarm l where l.workspace_id = r.workspace_id and l.account_id = r.account_id and l.ended_at is null and ${whose === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`l.member_id = any (${whose === 'mine' ? [call.who.memberId] : call.who.scope.members}::uuid[])`} order by l.opened_at desc limit 1) al on true
    left join lateral (select jsonb_build_object('id', h.id, 'hunter', h.hunter_id, 'farmer', h.farmer_id, 'signedAt', h.signed_at, 'state', h.state, 'introduced', h.introduced_at, 'onePerson', h.one_person) as handoff
      from handoff h where h.workspace_id = r.workspace_id and h.account_id = r.account_id and h.tied order by h.signed_at limit 1) h on true
    left join lateral (select s.at, s.trust_after, s.interest_after from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at < ${since} order by s.at desc limit 1) before on true
    left join lateral (select t.kind, t.subject, t.at from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id and t.kind not in ('silence', 'note') order by t.at desc limit 1) l on true
    where r.account_id = any (${ids}::uuid[])`.execute(call.db);
  const spokenWith = await spokenWithLast(call, ids);
  const people = await peopleOf(call, [...rows.flatMap((r) => ((r as Record<string, unknown>).contact_id as string | null) ?? []), ...spokenWith.values()]);
  const model = await modelInUse(call.db);
  /** What a line has changed by since then: what its last touchpoint before left has faded until then, too. */
  const changeOf = (r: Record<string, unknown>, line: LineName) => {
    const [now, before] = [r[line] as number, r[`${line}_before`] as number | null];
    if (before === null) return 0;
    return now - faded(before, memoryOf(model, r.sale_type as SaleType)[line], daysBetween((r.before_at as Date).getTime(), since.getTime()));
  };
  const days = (since_: unknown) => Math.floor((call.now.getTime() - (since_ as Date).getTime()) / millisecondsPerDay);
  const time = (at: unknown) => (at === null ? null : (at as Date).getTime());
  return rows.map((row) => {
    const r = row as Record<string, unknown>;
    return {
      accountId: r.account_id as string, name: r.name as string, revenue: r.revenue as number, memberId: r.member_id as string | null, memberName: r.member_name as string | null,
      phase: r.phase as Phase, position: r.position as Position, probability: r.probability as number, trust: r.trust as number, interest: r.interest as number,
      begunBefore: r.trust_before !== null, trustChange: changeOf(r, 'trust'), interestChange: changeOf(r, 'interest'),
      lastTouchAt: time(r.last_touch_at), closedAt: time(r.closed_at), alarmForecastAt: time(r.alarm_forecast_at), alarm: alarmFacts(r.alarm as StoredAlarm | null),
      nextStep: r.step_id === null ? null : { id: r.step_id as string, what: r.step_what as string, dueAt: time(r.step_due)!, version: r.step_version as number },
      worst: r.worst_kind === null ? null : { kind: r.worst_kind as string, subject: (r.worst_subject as string | null) ?? '', at: time(r.worst_at)!, trust: r.worst_trust as number },
      last: r.last_kind === null ? null : { kind: r.last_kind as string, subject: r.last_subject as string, at: time(r.last_at)! },
      contact: people.get((r.contact_id as string | null) ?? spokenWith.get(r.account_id as string) ?? '') ?? null,
      openPromise: r.promise_id === null ? null : { id: r.promise_id as string, version: r.promise_version as number, subject: r.promise_subject as string, at: time(r.promise_at)!, dueAt: r.promise_due === null ? null : Date.parse(r.promise_due as string) },
      stuckSale: r.sale_id === null ? null : { id: r.sale_id as string, name: r.sale_name as string, stage: r.sale_stage as string, days: days(r.sale_since), late: r.sale_late === true },
      openCase: r.case_id === null ? null : { id: r.case_id as string, subject: r.case_subject as string, severity: r.case_severity as string, days: days(r.case_opened), dueAt: time(r.case_due) },
      renewal: r.renewal === null ? null : renewalFacts(r.renewal as StoredRenewal),
      champion: r.champion_id === null ? null : { id: r.champion_id as string, evidence: r.champion_evidence as string },
      spotted: r.spotted_id === null ? null : { id: r.spotted_id as string, what: r.spotted_what as string, originator: r.spotted_by as string, dueAt: time(r.spotted_due)! },
      askedAt: time(r.asked_at), mayAsk: mayBeAsked(call, r, circle), handedOver: (r.handed_over as boolean) || r.handoff !== null, handoff: handoffDuty(call, r.handoff as StoredHandoff | null, whose),
    };
  });
}

interface StoredRenewal { id: string; name: string; renewsOn: string; decideBy: string }
const renewalFacts = ({ id, name, renewsOn, decideBy }: StoredRenewal) => ({ id, name, renewsOn: Date.parse(renewsOn), decideBy: Date.parse(decideBy) + millisecondsPerDay - 1 });
/** Renewals come on the list this many days before they have to be decided. */
const renewalsUntil = (call: Call) => daysAgo(call, -30);

/** The same rules as those of the circle of influence. */
function mayBeAsked(call: Call, r: Record<string, unknown>, rules: CircleRules): boolean {
  if (r.asking_dip === null || (r.phase as Phase) !== 'usage') return false;
  const facts = { position: r.position as Position, trust: r.trust as number, inDip: r.asking_dip as boolean, consent: r.asking_consent as boolean, lastAskedAt: r.asked_at as Date | null, referencesThisYear: r.asking_refs as number };
  return obstaclesToAsking(facts, call.now, rules).length === 0;
}

type StoredAlarm = Omit<NonNullable<Facts['alarm']>, 'answerBy'> & { answerBy: string };
const alarmFacts = (stored: StoredAlarm | null): Facts['alarm'] => stored && { ...stored, answerBy: Date.parse(stored.answerBy) };

interface StoredHandoff { id: string; hunter: string; farmer: string | null; signedAt: string; state: HandoffEvent['kind'] | 'open'; introduced: string | null; onePerson: boolean }

/** What is to be done next on a handoff, if it is the turn of the people whose list this is. */
function handoffDuty(call: Call, stored: StoredHandoff | null, whose: 'mine' | 'team' | 'all'): Facts['handoff'] {
  if (stored === null) return null;
  const at = new Date(stored.signedAt);
  const events = [...(stored.introduced ? [{ kind: 'introduced', at, by: '' }] : []), ...(stored.state === 'open' ? [] : [{ kind: stored.state, at, by: '', farmer: '', questions: [], reason: '' }])] as HandoffEvent[];
  const duty = nextDuty({ account: '', signedAt: at, hunter: stored.hunter, packet: {}, events, onePerson: stored.onePerson }, call.now);
  if (!duty) return null;
  const members = whose === 'mine' ? [call.who.memberId] : call.who.scope.members;
  const turn = [...(duty.who === 'farmer' ? [] : [stored.hunter]), ...(duty.who === 'hunter' || stored.farmer === null ? [] : [stored.farmer])];
  return whose === 'all' || turn.some((id) => members.includes(id)) ? { id: stored.id, signedAt: at.getTime(), duty: duty.duty, dueAt: duty.dueOn.getTime() } : null;
}

/** The person of each account's latest touchpoint that names one; only the last few are looked at. */
async function spokenWithLast(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ account_id: string; contact_id: string }>`
    select a.id as account_id, said.contact_id from unnest(${ids}::uuid[]) as a(id) cross join lateral (
      select tp.contact_id from (select t.id, t.at from touchpoint t where t.account_id = a.id order by t.at desc, t.id desc limit 8) t
      join touchpoint_participant tp on tp.workspace_id = ${call.who.workspaceId} and tp.touchpoint_id = t.id order by t.at desc limit 1) said`.execute(call.db);
  return new Map(rows.map((r) => [r.account_id, r.contact_id]));
}

async function peopleOf(call: Call, ids: readonly string[]): Promise<Map<string, NonNullable<TodayRecord['contact']>>> {
  if (ids.length === 0) return new Map();
  const rows = await call.db.selectFrom('contact').select(['id', 'name', 'phones']).where('id', 'in', [...new Set(ids)]).where('deleted_at', 'is', null).execute();
  return new Map(rows.map((r) => [r.id, { id: r.id, name: r.name, phone: r.phones[0] ?? null }]));
}

/** Small pictures of the last half year: days before now, trust, interest after each step, and where the lines stand now. */
async function sparksOf(call: Call, ids: readonly string[], facts: Map<string, Known>): Promise<Map<string, [number, number, number][]>> {
  if (ids.length === 0) return new Map();
  const rows = await call.db.selectFrom('cycle_step').select(['account_id', 'at', 'trust_after', 'interest_after']).where('account_id', 'in', ids).where('at', '>=', daysAgo(call, 120)).orderBy('account_id').orderBy('at').execute();
  const stepsOf = Map.groupBy(rows, (r) => r.account_id);
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const sparks = new Map<string, [number, number, number][]>();
  for (const [accountId, f] of facts) {
    const points = (stepsOf.get(accountId) ?? []).slice(-40).map((s): [number, number, number] => [tenth((s.at.getTime() - call.now.getTime()) / millisecondsPerDay), tenth(s.trust_after), tenth(s.interest_after)]);
    const start: [number, number, number] = [-changeDays, tenth(f.trust - f.trustChange), tenth(f.interest - f.interestChange)];
    // A line that nothing has moved lately is seen to lie still.
    const still = f.begunBefore && (points[0] === undefined || points[0][0] > -changeDays);
    if (still || points.length > 0) sparks.set(accountId, [...(still ? [start] : []), ...points, [0, tenth(f.trust), tenth(f.interest)]]);
  }
  return sparks;
}

async function doneThisWeek(call: Call): Promise<number> {
  const row = await call.db.selectFrom('next_step').select((e) => e.fn.countAll<number>().as('n')).where('state', '=', 'done').where('member_id', '=', call.who.memberId).where('ended_at', '>=', daysAgo(call, 7)).executeTakeFirst();
  return row?.n ?? 0;
}

const endOfDay = (call: Call) => new Date(Math.ceil((call.now.getTime() + 1) / millisecondsPerDay) * millisecondsPerDay - 1);
const daysAgo = (call: Call, days: number) => new Date(call.now.getTime() - days * millisecondsPerDay);
