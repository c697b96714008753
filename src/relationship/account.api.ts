import { sql } from 'kysely';
import { notFound, conflict } from '../platform/problem.ts';
import { mustBeSeen } from '../platform/references.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { daysFromClose, expectedBand, type Knot } from './bands.ts';
import { curve, positionRibbon, series } from './chart.ts';
import { confidence } from './confidence.ts';
import type { CurveRecord, relationshipContract, StandingRecord } from './contract.ts';
import { movement, type Trace } from './contributions.ts';
import { millisecondsPerDay, view, type CycleView } from './cycle.ts';
import { alarm, forecast, thresholdOf } from './forecast.ts';
import { marks } from './kinds.ts';
import { fold, traceOf, type Folded } from './ledger.ts';
import {
  hearingOf,
  ledgerEntry,
  lockRelationships,
  replayAccounts,
  setting,
  type Hears,
  type Stored,
  type ToldEntry,
} from './ledger.api.ts';
import { modelInUseId, modelOf } from './calibration/inUse.api.ts';
import { memoryOf, points, type Model } from './model.ts';
import { moverReasons, stateReasons } from './moments.ts';
import { phaseHistory } from './phase.ts';
import { alongZone } from './place.ts';
import { positions, type Phase, type Position } from './vocabulary.ts';

const marked: ReadonlySet<string> = new Set(marks);

type Own = 'readRelationship' | 'readPath' | 'overridePosition' | 'endOverride' | 'changePhase' | 'changeSaleType';

const changeDays = 60;
const forecastDays = 45;

export const accountHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async readRelationship(call, { params, query }) {
    const asOf = query.asOf ? Math.min(Date.parse(query.asOf), call.now.getTime()) : call.now.getTime();
    const knownOn = query.knownOn ? Date.parse(query.knownOn) : Infinity;
    const history = await load(call, params.id, asOf, knownOn);
    const { stored, folded, at, ledger } = history;
    const { model } = at;
    const from = Math.max(
      asOf - query.months * 30.44 * millisecondsPerDay,
      folded.steps[0]?.effect.at ?? asOf - 30 * millisecondsPerDay,
    );
    const own = (await call.db
      .selectFrom('expected_band')
      .select(['n', 'knots'])
      .where('sale_type', '=', stored.sale_type)
      .where('line', '=', query.band)
      .executeTakeFirst()) as { n: number; knots: Knot[] } | undefined;
    const subjects = new Map(ledger.map((t) => [t.id, t]));
    const ahead = Array.from({ length: forecastDays / 5 + 1 }, (_, i) => asOf + i * 5 * millisecondsPerDay);
    const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
    return {
      asOf: iso(asOf),
      knownOn: query.knownOn ?? null,
      standing: standingOf(history, asOf),
      points: curve(folded, at, from, asOf).map(level),
      forecast: forecast(folded.state, ahead, at.listening, model).map(level),
      band: {
        line: query.band,
        source: own ? 'own' : 'template',
        n: own?.n ?? null,
        points: bandPoints(folded, stored, query.band, from, asOf + forecastDays * millisecondsPerDay, own?.knots),
      },
      phaseRibbon: phaseHistory(touched[0]?.at ?? from, touched, history.changes, asOf).map((p) => ({
        phase: p.phase,
        from: iso(p.from),
        to: iso(p.to),
      })),
      positionRibbon: positionRibbon(series(folded, at, from, asOf)).map((p) => ({
        position: p.position,
        from: iso(p.from),
        to: iso(p.to),
      })),
      steps: folded.steps.map(({ effect }) => {
        const t = subjects.get(effect.id);
        return {
          entry: effect.id,
          at: iso(effect.at),
          kind: effect.kind,
          subject: t?.subject ?? null,
          memberName: t?.member_name ?? null,
          trust: { innovation: effect.trust.innovation, logG: effect.trust.logG },
          interest: { innovation: effect.interest.innovation, logG: effect.interest.logG },
          trustMove: points(effect.trust.after) - points(effect.trust.before),
          interestMove: points(effect.interest.after) - points(effect.interest.before),
          trustAfter: points(effect.trust.after),
          interestAfter: points(effect.interest.after),
        };
      }),
      marks: folded.steps
        .filter((s) => marked.has(s.effect.kind))
        .map((s) => ({ at: iso(s.effect.at), kind: s.effect.kind, touchpointId: s.effect.id })),
      promises: await promises(call, params.id, asOf, knownOn),
      reasons: reasons(folded, stored, asOf, at, history.hears) as unknown as Record<string, unknown>[],
      counts: { touchpoints: folded.state.touchpoints, channels: new Set(ledger.map((t) => t.channel)).size },
    };
  },

  async readPath(call, { params, query }) {
    const now = call.now.getTime();
    const { folded, at, stored, ledger, hears } = await load(call, params.id, now, Infinity);
    const subjects = new Map(ledger.map((t) => [t.id, t.subject]));
    const from = now - query.days * millisecondsPerDay;
    const step = Math.max(1, Math.round(query.days / 45));
    const views = series(folded, at, Math.max(from, Math.min(folded.steps[0]?.effect.at ?? now, now)), now, step);
    const first = views[0];
    const last = views.at(-1);
    return {
      points: views.map((v) => ({
        at: iso(v.at),
        position: v.shown,
        along: alongZone(v, folded.state.standing),
        trust: v.trust.value,
        interest: v.interest.value,
      })),
      trustChange: last && first ? last.trust.value - first.trust.value : 0,
      interestChange: last && first ? last.interest.value - first.interest.value : 0,
      reasons: reasons(folded, stored, now, at, hears)
        .slice(0, 3)
        .map((r) => ({ ...r, ...('id' in r && subjects.has(r.id) ? { subject: subjects.get(r.id) } : {}) })),
    };
  },

  async overridePosition(call, { params, body }) {
    await lockOne(call, params.id);
    const history = await load(call, params.id, call.now.getTime(), Infinity);
    const stands = view(history.folded.state, call.now.getTime(), history.at.model);
    const shown = history.override?.position ?? stands.shown;
    await call.db
      .updateTable('position_override')
      .set({ ended_at: call.now })
      .where('account_id', '=', params.id)
      .where('ended_at', 'is', null)
      .execute();
    await call.db
      .insertInto('position_override')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: params.id,
        position: body.position,
        model_position: stands.shown,
        model_probability: stands.probability,
        reason: body.reason,
        member_id: call.who.memberId,
        at: call.now,
      })
      .execute();
    if (body.position === stands.shown)
      await call.db
        .updateTable('relationship')
        .set({ along: alongZone(stands, history.folded.state.standing) })
        .where('account_id', '=', params.id)
        .execute();
    await call.record(
      'position.overridden',
      { kind: 'account', id: params.id },
      { changes: { position: [shown, body.position] }, modelPosition: stands.shown, reason: body.reason },
    );
    return standingOf(await load(call, params.id, call.now.getTime(), Infinity), call.now.getTime());
  },

  async endOverride(call, { params }) {
    await lockOne(call, params.id);
    const history = await load(call, params.id, call.now.getTime(), Infinity);
    const ended = await call.db
      .updateTable('position_override')
      .set({ ended_at: call.now })
      .where('account_id', '=', params.id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) throw conflict('no_override', 'The position is the one of the model already.');
    const standing = standingOf({ ...history, override: null }, call.now.getTime());
    const { state } = history.folded;
    const stands = view(state, call.now.getTime(), history.at.model);
    await call.db
      .updateTable('relationship')
      .set({
        position: stands.shown,
        position_since: new Date(state.at),
        along: alongZone(stands, state.standing),
        updated_at: call.now,
      })
      .where('account_id', '=', params.id)
      .execute();
    await call.record(
      'position override.ended',
      { kind: 'account', id: params.id },
      { changes: { position: [history.override?.position ?? null, standing.position] } },
    );
    return standing;
  },

  async changePhase(call, { params, body }) {
    const stored = await lockOne(call, params.id);
    if (stored.phase === body.phase) throw conflict('same_phase', `The account is in ${body.phase} already.`);
    await mustBeSeen(call.db, { touchpointId: ['touchpoint', body.touchpointId] });
    await call.db
      .insertInto('phase_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: params.id,
        from_phase: stored.phase,
        to_phase: body.phase,
        evidence: body.evidence,
        touchpoint_id: body.touchpointId ?? null,
        member_id: call.who.memberId,
        at: call.now,
        recorded_at: call.now,
      })
      .execute();
    await call.db
      .updateTable('relationship')
      .set({ phase: body.phase, phase_since: call.now, updated_at: call.now })
      .where('account_id', '=', params.id)
      .execute();
    await call.record(
      'phase.changed',
      { kind: 'account', id: params.id },
      { changes: { phase: [stored.phase, body.phase] }, evidence: body.evidence },
    );
    return standingOf(await load(call, params.id, call.now.getTime(), Infinity), call.now.getTime());
  },

  async changeSaleType(call, { params, body }) {
    const before = await lockOne(call, params.id);
    await call.db
      .updateTable('relationship')
      .set({ sale_type: body.saleType })
      .where('account_id', '=', params.id)
      .execute();
    await replayAccounts(call, [params.id]);
    await call.record(
      'sale type.changed',
      { kind: 'account', id: params.id },
      { changes: { saleType: [before.sale_type, body.saleType] } },
    );
    return standingOf(await load(call, params.id, call.now.getTime(), Infinity), call.now.getTime());
  },
};

async function lockOne(call: Call, accountId: string): Promise<Stored> {
  return (await lockRelationships(call.db, [accountId])).get(accountId)!;
}

export type Told = { account_id: string; phase_since: string } & Pick<
  Stored,
  'sale_type' | 'standing' | 'phase' | 'revenue'
>;
export interface History {
  stored: Told;
  ledger: ReturnType<typeof touchpointOf>[];
  changes: { at: number; to: Phase }[];
  override: StandingRecord['override'];
  folded: Folded;
  at: ReturnType<typeof setting>;
  hears: Hears;
}

/** One account's ledger, folded: the exact state at a moment, as known on a day. */
async function load(call: Call, accountId: string, asOf: number, knownOn: number): Promise<History> {
  const { rows } = await sql<
    HistoryRow & { model: string | null }
  >`select h.*, ${modelInUseId} as model from account_history(${accountId}) h`.execute(call.db);
  const history = historyOf(rows[0]!, asOf, knownOn, await modelOf(call.db, rows[0]!.model));
  if (!history) throw notFound('account');
  return history;
}

/** What the database's `account_history` tells of an account. */
export interface HistoryRow {
  relationship: Told | null;
  touchpoints: unknown[][] | null;
  phases: { at: string; to: Phase; recordedAt: string }[] | null;
  override: (NonNullable<StandingRecord['override']> & { endedAt: string | null })[] | null;
  settings: unknown;
}

export function historyOf(
  { relationship: stored, touchpoints, phases, override, settings }: HistoryRow,
  asOf: number,
  knownOn: number,
  model: Model,
): History | undefined {
  if (!stored) return undefined;
  const ledger = (touchpoints ?? []).map(touchpointOf);
  const hears = hearingOf(settings, model);
  const at = setting(stored, hears);
  return {
    stored,
    ledger,
    at,
    hears,
    override: overrideAt(override ?? [], Math.min(asOf, knownOn)),
    changes: (phases ?? [])
      .filter((c) => Date.parse(c.recordedAt) <= knownOn)
      .map((c) => ({ at: Date.parse(c.at), to: c.to })),
    folded: fold(ledger.map(ledgerEntry), at, asOf, knownOn),
  };
}

/** Whose word stood against the model at a moment. */
function overrideAt(all: NonNullable<HistoryRow['override']>, moment: number): StandingRecord['override'] {
  const standing = all.findLast(
    ({ at, endedAt }) => Date.parse(at) <= moment && (endedAt === null || Date.parse(endedAt) > moment),
  );
  if (!standing) return null;
  const { endedAt: _, ...override } = standing;
  return { ...override, at: iso(Date.parse(override.at)) };
}

/** The values of a touchpoint in the order in which `account_history` tells them. */
function touchpointOf([
  id,
  at,
  recorded_at,
  kind,
  channel,
  direction,
  initiator,
  expectation,
  effort,
  value_delivered,
  reading_bias,
  reading_noise,
  supersedes_id,
  retracts,
  evidence_key,
  subject,
  member_name,
]: unknown[]) {
  return {
    id,
    at,
    recorded_at,
    kind,
    channel,
    direction,
    initiator,
    expectation,
    effort,
    value_delivered,
    reading_bias,
    reading_noise,
    supersedes_id,
    retracts,
    evidence_key,
    subject,
    member_name,
  } as ToldEntry & { channel: string; subject: string; member_name: string | null };
}

function standingOf({ stored, folded, at, changes, hears, override }: History, now: number): StandingRecord {
  const { model } = at;
  const stands = view(folded.state, Math.max(now, folded.state.at), model);
  const earlier = series(folded, at, now - changeDays * millisecondsPerDay, now - changeDays * millisecondsPerDay)[0]!;
  const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
  const phase = phaseHistory(touched[0]?.at ?? Date.parse(stored.phase_since), touched, changes, now).at(-1)!;
  const sure = confidence(folded.state, now, hears, model);
  const ahead = alarm(
    folded.state,
    Math.max(now, folded.state.at),
    thresholdOf(hears.stakes, stored.revenue),
    at.listening,
    model,
  );
  return {
    phase: phase.phase,
    phaseSince: iso(phase.from),
    position: override?.position ?? stands.shown,
    modelPosition: stands.shown,
    probability: stands.probability,
    uncertain: stands.uncertain,
    probabilities: Object.fromEntries(positions.map((p, i) => [p, stands.probabilities[i]!])) as Record<
      Position,
      number
    >,
    trust: { ...stands.trust, change: stands.trust.value - earlier.trust.value },
    interest: { ...stands.interest, change: stands.interest.value - earlier.interest.value },
    changeDays,
    saleType: stored.sale_type,
    touchpoints: folded.state.touchpoints,
    closedAt: folded.state.closedAt === null ? null : iso(folded.state.closedAt),
    lastTouchAt: folded.state.lastContactAt === null ? null : iso(folded.state.lastContactAt),
    alarmForecastAt: ahead.crossesAt === null ? null : iso(ahead.crossesAt),
    confidence: {
      score: sure.score,
      grade: sure.grade,
      weakest: sure.weakest,
      connected: hears.connected,
      possible: hears.possible,
    },
    override,
    modelVersion: model.weights.version,
    memory: memoryOf(model, stored.sale_type),
  };
}

function reasons(folded: Folded, stored: Told, now: number, { listening, model }: History['at'], hears: Hears) {
  const trace: Trace[] = folded.steps.map((s) => traceOf(s.effect));
  const moved = movement(trace, now - changeDays * millisecondsPerDay, now, memoryOf(model, stored.sale_type));
  const ahead = alarm(
    folded.state,
    Math.max(now, folded.state.at),
    thresholdOf(hears.stakes, stored.revenue),
    listening,
    model,
  );
  return [...stateReasons(folded.state, Math.max(now, folded.state.at), ahead, model), ...moverReasons(moved)];
}

function bandPoints(
  folded: Folded,
  stored: Told,
  line: 'trust' | 'interest',
  from: number,
  to: number,
  own?: readonly Knot[],
): CurveRecord['band']['points'] {
  const course = {
    saleType: stored.sale_type,
    standing: stored.standing,
    startedAt: folded.steps[0]?.effect.at ?? folded.state.startedAt,
    closes: folded.steps.filter((s) => s.effect.kind === 'close won').map((s) => s.effect.at),
  };
  const band: CurveRecord['band']['points'] = [];
  for (let at = from; at <= to; at += 5 * millisecondsPerDay)
    band.push({ at: iso(at), ...expectedBand(stored.sale_type, line, daysFromClose(course, at), own) });
  return band;
}

/** The lane of promises as it stood: broken and kept ones where they were settled, open ones where they were made. */
async function promises(
  call: Call,
  accountId: string,
  asOf: number,
  knownOn: number,
): Promise<CurveRecord['promises']> {
  const rows = await call.db
    .selectFrom('promise')
    .select(['id', 'what', 'state', 'due_on', 'made_at', 'recorded_at', 'settled_at', 'version'])
    .where('account_id', '=', accountId)
    .where('made_at', '<=', new Date(asOf))
    .orderBy('made_at', 'desc')
    .limit(500)
    .execute();
  const today = iso(asOf).slice(0, 10);
  return rows
    .flatMap((row) => {
      if (row.recorded_at.getTime() > knownOn || row.state === 'withdrawn') return [];
      const settled = row.settled_at !== null && row.settled_at.getTime() <= asOf;
      const state = settled
        ? (row.state as 'kept' | 'broken')
        : row.due_on !== null && row.due_on < today
          ? ('overdue' as const)
          : ('open' as const);
      return [
        {
          id: row.id,
          at: (settled ? row.settled_at! : row.made_at).toISOString(),
          state,
          subject: row.what,
          version: row.version,
        },
      ];
    })
    .toReversed();
}

const iso = (at: number) => new Date(at).toISOString();
const level = (v: CycleView) => ({ at: iso(v.at), trust: v.trust.value, interest: v.interest.value });
