import { notFound, conflict } from '../platform/problem.ts';
import { mustBeSeen } from '../platform/references.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { daysFromClose, expectedBand } from './bands.ts';
import { curve, positionRibbon, series } from './chart.ts';
import { confidence } from './confidence.ts';
import type { CurveRecord, relationshipContract, StandingRecord } from './contract.ts';
import { movement, type Trace } from './contributions.ts';
import { millisecondsPerDay, view, type CycleView } from './cycle.ts';
import { alarm, forecast, usualThreshold } from './forecast.ts';
import { marked } from './kinds.ts';
import { fold, traceOf, type Folded } from './ledger.ts';
import { hearing, ledgerEntry, lockRelationships, replayAccounts, setting, type Hears, type Stored } from './ledger.api.ts';
import { points, shippedModel as model } from './model.ts';
import { moverReasons, stateReasons } from './moments.ts';
import { phaseHistory } from './phase.ts';
import { alongZone } from './place.ts';
import type { Listening } from './silence.ts';
import { positions, type Phase, type Position } from './vocabulary.ts';

type Own = 'readRelationship' | 'readPath' | 'overridePosition' | 'endOverride' | 'changePhase' | 'changeSaleType';

const changeDays = 60;
const forecastDays = 45;

export const accountHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async readRelationship(call, { params, query }) {
    const asOf = query.asOf ? Math.min(Date.parse(query.asOf), call.now.getTime()) : call.now.getTime();
    const knownOn = query.knownOn ? Date.parse(query.knownOn) : Infinity;
    const history = await load(call, params.id, asOf, knownOn);
    const { stored, folded, at, ledger } = history;
    const from = Math.max(asOf - query.months * 30.44 * millisecondsPerDay, folded.steps[0]?.effect.at ?? asOf - 30 * millisecondsPerDay);
    const subjects = new Map(ledger.map((t) => [t.id, t]));
    const ahead = Array.from({ length: forecastDays / 5 + 1 }, (_, i) => asOf + i * 5 * millisecondsPerDay);
    const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
    return {
      asOf: iso(asOf), knownOn: query.knownOn ?? null,
      standing: await standingOf(call, history, asOf),
      points: curve(folded, at, from, asOf).map(level),
      forecast: forecast(folded.state, ahead, at.listening, model).map(level),
      band: { line: query.band, source: 'template', points: bandPoints(folded, stored, query.band, from, asOf + forecastDays * millisecondsPerDay) },
      phaseRibbon: phaseHistory(touched[0]?.at ?? from, touched, history.changes, asOf).map((p) => ({ phase: p.phase, from: iso(p.from), to: iso(p.to) })),
      positionRibbon: positionRibbon(series(folded, at, from, asOf)).map((p) => ({ position: p.position, from: iso(p.from), to: iso(p.to) })),
      steps: folded.steps.map(({ effect }) => {
        const t = subjects.get(effect.id);
        return {
          entry: effect.id, at: iso(effect.at), kind: effect.kind, subject: t?.subject ?? null, memberName: t?.member_name ?? null,
          trust: { innovation: effect.trust.innovation, logG: effect.trust.logG }, interest: { innovation: effect.interest.innovation, logG: effect.interest.logG },
          trustMove: points(effect.trust.after) - points(effect.trust.before), interestMove: points(effect.interest.after) - points(effect.interest.before),
          trustAfter: points(effect.trust.after), interestAfter: points(effect.interest.after),
        };
      }),
      marks: folded.steps.filter((s) => marked.has(s.effect.kind)).map((s) => ({ at: iso(s.effect.at), kind: s.effect.kind, touchpointId: s.effect.id })),
      promises: await promises(call, params.id, asOf, knownOn),
      reasons: reasons(folded, stored, asOf, at.listening) as unknown as Record<string, unknown>[],
      counts: { touchpoints: folded.state.touchpoints, channels: new Set(ledger.map((t) => t.channel)).size },
    };
  },

  async readPath(call, { params, query }) {
    const now = call.now.getTime();
    const { folded, at, stored, ledger } = await load(call, params.id, now, Infinity);
    const subjects = new Map(ledger.map((t) => [t.id, t.subject]));
    const from = now - query.days * millisecondsPerDay;
    const step = Math.max(1, Math.round(query.days / 45));
    const views = series(folded, at, Math.max(from, Math.min(folded.steps[0]?.effect.at ?? now, now)), now, step);
    const first = views[0];
    const last = views.at(-1);
    return {
      points: views.map((v) => ({ at: iso(v.at), position: v.shown, along: alongZone(v, folded.state.standing), trust: v.trust.value, interest: v.interest.value })),
      trustChange: last && first ? last.trust.value - first.trust.value : 0,
      interestChange: last && first ? last.interest.value - first.interest.value : 0,
      reasons: reasons(folded, stored, now, at.listening).slice(0, 3).map((r) => ({ ...r, ...('id' in r && subjects.has(r.id) ? { subject: subjects.get(r.id) } : {}) })),
    };
  },

  async overridePosition(call, { params, body }) {
    const stored = await lockOne(call, params.id);
    const history = await load(call, params.id, call.now.getTime(), Infinity);
    const stands = view(history.folded.state, call.now.getTime(), model);
    await call.db.updateTable('position_override').set({ ended_at: call.now }).where('account_id', '=', params.id).where('ended_at', 'is', null).execute();
    await call.db.insertInto('position_override').values({ workspace_id: call.who.workspaceId, id: call.newId(), account_id: params.id, position: body.position, model_position: stands.shown, model_probability: stands.probability, reason: body.reason, member_id: call.who.memberId, at: call.now }).execute();
    await call.record('position.overridden', { kind: 'account', id: params.id }, { position: body.position, modelPosition: stands.shown, reason: body.reason, before: stored.position });
    return standingOf(call, history, call.now.getTime());
  },

  async endOverride(call, { params }) {
    const history = await load(call, params.id, call.now.getTime(), Infinity);
    const ended = await call.db.updateTable('position_override').set({ ended_at: call.now }).where('account_id', '=', params.id).where('ended_at', 'is', null).executeTakeFirst();
    if (ended.numUpdatedRows === 0n) throw conflict('no_override', 'The position is the one of the model already.');
    await call.record('position override.ended', { kind: 'account', id: params.id });
    return standingOf(call, history, call.now.getTime());
  },

  async changePhase(call, { params, body }) {
    const stored = await lockOne(call, params.id);
    if (stored.phase === body.phase) throw conflict('same_phase', `The account is in ${body.phase} already.`);
    await mustBeSeen(call.db, { touchpointId: ['touchpoint', body.touchpointId] });
    await call.db.insertInto('phase_change').values({ workspace_id: call.who.workspaceId, id: call.newId(), account_id: params.id, from_phase: stored.phase, to_phase: body.phase, evidence: body.evidence, touchpoint_id: body.touchpointId ?? null, member_id: call.who.memberId, at: call.now, recorded_at: call.now }).execute();
    await call.db.updateTable('relationship').set({ phase: body.phase, phase_since: call.now, updated_at: call.now }).where('account_id', '=', params.id).execute();
    await call.record('phase.changed', { kind: 'account', id: params.id }, { changes: { phase: [stored.phase, body.phase] }, evidence: body.evidence });
    return standingOf(call, await load(call, params.id, call.now.getTime(), Infinity), call.now.getTime());
  },

  async changeSaleType(call, { params, body }) {
    const before = await lockOne(call, params.id);
    await call.db.updateTable('relationship').set({ sale_type: body.saleType }).where('account_id', '=', params.id).execute();
    await replayAccounts(call, [params.id]);
    await call.record('sale type.changed', { kind: 'account', id: params.id }, { changes: { saleType: [before.sale_type, body.saleType] } });
    return standingOf(call, await load(call, params.id, call.now.getTime(), Infinity), call.now.getTime());
  },
};

async function lockOne(call: Call, accountId: string): Promise<Stored> {
  return (await lockRelationships(call.db, [accountId])).get(accountId)!;
}

interface History {
  stored: Stored & { phase_since: Date };
  ledger: { id: string; subject: string; channel: string; kind: string; member_name: string | null }[];
  changes: { at: number; to: Phase }[];
  folded: Folded;
  at: ReturnType<typeof setting>;
  hears: Hears;
}

/** One account's ledger, folded: the exact state at a moment, as known on a day. */
async function load(call: Call, accountId: string, asOf: number, knownOn: number): Promise<History> {
  const stored = await call.db.selectFrom('relationship').select(['account_id', 'sale_type', 'standing', 'phase', 'phase_since', 'position', 'position_since', 'trust', 'interest', 'state']).where('account_id', '=', accountId).executeTakeFirst();
  if (!stored) throw notFound('account');
  const ledger = await call.db.selectFrom('touchpoint as t').leftJoin('member as m', (on) => on.onRef('m.workspace_id', '=', 't.workspace_id').onRef('m.id', '=', 't.member_id'))
    .select(['t.id', 't.account_id', 't.at', 't.recorded_at', 't.kind', 't.channel', 't.direction', 't.initiator', 't.expectation', 't.effort', 't.value_delivered', 't.reading_bias', 't.reading_noise', 't.supersedes_id', 't.retracts', 't.evidence_key', 't.subject', 'm.name as member_name'])
    .where('t.account_id', '=', accountId).execute();
  const changes = await call.db.selectFrom('phase_change').select(['at', 'to_phase', 'recorded_at']).where('account_id', '=', accountId).execute();
  const hears = await hearing(call.db);
  const at = setting(stored, hears.listening);
  return {
    stored: stored as unknown as Stored, ledger, at, hears,
    changes: changes.filter((c) => c.recorded_at.getTime() <= knownOn).map((c) => ({ at: c.at.getTime(), to: c.to_phase })),
    folded: fold(ledger.map(ledgerEntry), at, asOf, knownOn),
  };
}

async function standingOf(call: Call, { stored, folded, at, changes, hears }: History, now: number): Promise<StandingRecord> {
  const stands = view(folded.state, Math.max(now, folded.state.at), model);
  const earlier = series(folded, at, now - changeDays * millisecondsPerDay, now - changeDays * millisecondsPerDay)[0]!;
  const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
  const phase = phaseHistory(touched[0]?.at ?? stored.phase_since.getTime(), touched, changes, now).at(-1)!;
  const override = await call.db.selectFrom('position_override as o').innerJoin('member as m', (on) => on.onRef('m.workspace_id', '=', 'o.workspace_id').onRef('m.id', '=', 'o.member_id'))
    .select(['o.id', 'o.position', 'o.reason', 'o.member_id', 'm.name', 'o.at']).where('o.account_id', '=', stored.account_id).where('o.ended_at', 'is', null).executeTakeFirst();
  const sure = confidence(folded.state, now, hears, model);
  const ahead = alarm(folded.state, Math.max(now, folded.state.at), usualThreshold, at.listening, model);
  return {
    phase: phase.phase, phaseSince: iso(phase.from), position: (override?.position) ?? stands.shown, modelPosition: stands.shown, probability: stands.probability, uncertain: stands.uncertain,
    probabilities: Object.fromEntries(positions.map((p, i) => [p, stands.probabilities[i]!])) as Record<Position, number>,
    trust: { ...stands.trust, change: stands.trust.value - earlier.trust.value }, interest: { ...stands.interest, change: stands.interest.value - earlier.interest.value }, changeDays,
    saleType: stored.sale_type, touchpoints: folded.state.touchpoints, closedAt: folded.state.closedAt === null ? null : iso(folded.state.closedAt), lastTouchAt: folded.state.lastContactAt === null ? null : iso(folded.state.lastContactAt),
    alarmForecastAt: ahead.crossesAt === null ? null : iso(ahead.crossesAt),
    confidence: { score: sure.score, grade: sure.grade, weakest: sure.weakest, connected: hears.connected, possible: hears.possible },
    override: override ? { id: override.id, position: override.position, reason: override.reason, memberId: override.member_id, memberName: override.name, at: override.at.toISOString() } : null,
    modelVersion: model.weights.version,
  };
}

function reasons(folded: Folded, stored: Stored, now: number, listening: readonly Listening[]) {
  const trace: Trace[] = folded.steps.map((s) => traceOf(s.effect));
  const moved = movement(trace, now - changeDays * millisecondsPerDay, now, stored.sale_type, model);
  const ahead = alarm(folded.state, Math.max(now, folded.state.at), usualThreshold, listening, model);
  return [...stateReasons(folded.state, Math.max(now, folded.state.at), ahead, model), ...moverReasons(moved)];
}

function bandPoints(folded: Folded, stored: Stored, line: 'trust' | 'interest', from: number, to: number): CurveRecord['band']['points'] {
  const course = { saleType: stored.sale_type, standing: stored.standing, startedAt: folded.steps[0]?.effect.at ?? folded.state.startedAt, closes: folded.steps.filter((s) => s.effect.kind === 'close won').map((s) => s.effect.at) };
  const band: CurveRecord['band']['points'] = [];
  for (let at = from; at <= to; at += 5 * millisecondsPerDay) band.push({ at: iso(at), ...expectedBand(stored.sale_type, line, daysFromClose(course, at)) });
  return band;
}

/** The lane of promises as it stood: broken and kept ones where they were settled, open ones where they were made. */
async function promises(call: Call, accountId: string, asOf: number, knownOn: number): Promise<CurveRecord['promises']> {
  const rows = await call.db.selectFrom('promise').select(['id', 'what', 'state', 'due_on', 'made_at', 'recorded_at', 'settled_at', 'version']).where('account_id', '=', accountId).where('made_at', '<=', new Date(asOf)).orderBy('made_at', 'desc').limit(500).execute();
  const today = iso(asOf).slice(0, 10);
  return rows.flatMap((row) => {
    if (row.recorded_at.getTime() > knownOn || row.state === 'withdrawn') return [];
    const settled = row.settled_at !== null && row.settled_at.getTime() <= asOf;
    const state = settled ? (row.state as 'kept' | 'broken') : row.due_on !== null && row.due_on < today ? ('overdue' as const) : ('open' as const);
    return [{ id: row.id, at: (settled ? row.settled_at! : row.made_at).toISOString(), state, subject: row.what, version: row.version }];
  }).toReversed();
}

const iso = (at: number) => new Date(at).toISOString();
const level = (v: CycleView) => ({ at: iso(v.at), trust: v.trust.value, interest: v.interest.value });
