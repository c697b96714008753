import { sql, type RawBuilder } from 'kysely';
import { learnSource, unknownSource, type Source } from '../statistics/kalmanSource.ts';
import { inOneGo, insertMany, recordset, type Tx } from '../platform/database.ts';
import { notFound, Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import type { OwnershipRules } from '../ownership/rules.ts';
import { listeningTo, settingsOf } from '../workspace/settings.ts';
import type { Hearing } from './confidence.ts';
import type { TouchpointDraft } from './contract.ts';
import { begin, type CycleState } from './cycle.ts';
import { reading } from './evidence.ts';
import { thresholdOf } from './forecast.ts';
import { usual } from './kinds.ts';
import { append, earlier, fold, isNewest, type LedgerEntry, type Setting } from './ledger.ts';
import { modelInUseId, modelOf } from './calibration/inUse.api.ts';
import { points, type Model } from './model.ts';
import { phaseAfter, phaseHistory } from './phase.ts';
import { sweep, type Listening, type Step } from './silence.ts';
import { standingRow } from './standing.ts';
import type { Phase, Position, SaleType } from './vocabulary.ts';

/**
 * The one way into the touchpoint ledger. Appending the newest touchpoint of an account costs the same however long its
 * history is; a late one replays that account alone.
 */

export interface Taken {
  /** Per draft: the id of its entry, new or known before. */
  ids: string[];
  /** Indices of drafts whose evidence was known already. */
  duplicates: number[];
  relationships: Map<string, Stored>;
  /** The relationships as they stood before. */
  before: ReadonlyMap<string, Stored>;
  model: Model;
}

export interface TakeOptions {
  /** Where the entries come from; `person` counts who logged them. */
  source?: string;
  /** Entry that each draft supersedes, by index. */
  supersedes?: (string | null)[];
  /** The drafts only take back what they supersede. */
  retracts?: boolean;
  memberId?: string | null;
  /** Who told each draft, by index, where not all came from one. */
  members?: readonly (string | null)[];
  /** A history of which each entry was known when it happened: recorded at its own time, scores taken as they are. */
  knownAtOnce?: boolean;
}

/** Writes the drafts into the ledger and moves the relationships they belong to, all or nothing. */
export async function takeIn(
  call: Call,
  drafts: readonly TouchpointDraft[],
  options: TakeOptions = {},
): Promise<Taken> {
  const memberId = options.memberId === undefined ? call.who.memberId : options.memberId;
  const source = options.source ?? 'person';
  const now = call.now.getTime();
  const tooLate = drafts.findIndex((d) => d.at !== undefined && Date.parse(d.at) > now + 5 * 60_000);
  if (tooLate >= 0)
    throw new Problem(
      422,
      'invalid_input',
      'A touchpoint is something that has happened: its time lies in the future. Plan it as a next step instead.',
      { errors: [{ path: `${tooLate}.at`, message: 'Lies in the future' }] },
    );

  const [relationships, hears] = await inOneGo([
    lockRelationships(
      call.db,
      drafts.map((d) => d.accountId),
    ),
    hearing(call.db),
  ]);
  const before = new Map(relationships);
  const source_ = options.knownAtOnce ? neutral : await readingOf(call.db, memberId, drafts, hears.model);
  const rows = drafts.map((draft, index) =>
    row(call, draft, {
      memberId: options.members?.[index] ?? memberId,
      source,
      recordedAt: options.knownAtOnce && draft.at ? new Date(draft.at) : call.now,
      supersedes: options.supersedes?.[index] ?? null,
      retracts: options.retracts ?? false,
      reading: source_.reading,
    }),
  );
  const first = new Map(rows.toReversed().map((r) => [r.evidence_key, r]));
  const once = rows.filter((r) => first.get(r.evidence_key) === r);
  const inserting = insertTouchpoints(call.db, once);
  inserting.catch(() => {});
  // What they move is worked out while the database writes them down; mostly none of them was known before.
  await new Promise((resolve) => setImmediate(resolve));
  const ahead = appendedTo(relationships, once, hears);
  const statement = once.length > 1 && ahead.late.length === 0 ? storing(call.who.workspaceId, ahead.moved, hears, now) : undefined;

  const known = await inserting;
  const fresh = once.filter((r) => !known.has(r.evidence_key));
  await insertParticipants(call.db, fresh, drafts, rows);
  const { moved, late } = known.size === 0 ? ahead : appendedTo(relationships, fresh, hears);
  moved.push(...(await replayed(call.db, late, hears, now)));
  await inOneGo([
    known.size === 0 && statement ? statement.execute(call.db) : store(call.db, call.who.workspaceId, moved, hears, now),
    source === 'person' && !options.knownAtOnce ? rememberSource(call, memberId, source_.source, fresh) : undefined,
  ]);

  for (const m of moved) relationships.set(m.stored.account_id, m.stored);
  return {
    ids: rows.map((r) => known.get(r.evidence_key) ?? first.get(r.evidence_key)!.id),
    duplicates: rows.flatMap((r, i) => (known.has(r.evidence_key) || first.get(r.evidence_key) !== r ? [i] : [])),
    relationships,
    before,
    model: hears.model,
  };
}

/** The relationships that new entries move at once, and those that are to be replayed: something in between was late, or the model has changed. */
function appendedTo(relationships: ReadonlyMap<string, Stored>, rows: readonly TouchpointRow[], hears: Hears): { moved: Moved[]; late: Stored[] } {
  const moved: Moved[] = [];
  const late: Stored[] = [];
  for (const [accountId, added] of Map.groupBy(rows, (r) => r.account_id)) {
    const stored = relationships.get(accountId)!;
    const entries = added.map(entryOf).sort(earlier);
    if (entries.every((entry) => isNewest(stored.state, entry)) && stored.state.model === hears.model.weights.version) moved.push(appended(stored, entries, hears));
    else late.push(stored);
  }
  return { moved, late };
}

export type Entry = TouchpointDraft & { id: string; memberId: string | null };

/**
 * Writes many touchpoints into the ledger without moving relationships: an import folds each account once, with
 * `replayAccounts`, when all of its rows are in. What another system recorded was known when it
 * happened, so that a replay shows the history as it was. Answers the ids whose evidence was known before; they are not written.
 */
export async function enter(call: Call, entries: readonly Entry[], source: string): Promise<Set<string>> {
  const rows = entries.map((entry) => ({
    ...row(call, entry, { memberId: entry.memberId, source, recordedAt: new Date(entry.at ?? call.now), supersedes: null, retracts: false, reading: { bias: 0, noise: 1 } }),
    id: entry.id,
  }));
  const known = await insertTouchpoints(call.db, rows);
  const fresh = rows.filter((r) => !known.has(r.evidence_key));
  await insertParticipants(call.db, fresh, entries, rows);
  return new Set(rows.filter((r) => known.has(r.evidence_key)).map((r) => r.id));
}

const oneOf = (ids: readonly string[]) => sql<string>`any (${ids}::uuid[])`;

/** What is stored of a relationship and needed to move it. */
export interface Stored {
  account_id: string;
  sale_type: SaleType;
  standing: Setting['standing'];
  phase: Phase;
  phase_since: Date;
  position: Position;
  position_since: Date;
  trust: number;
  interest: number;
  state: CycleState;
  /** What it brings in a year. */
  revenue: number;
}

interface Moved {
  stored: Stored;
  steps: Step[];
  /** Steps from before are replaced: all of them. */
  replay: boolean;
}

function appended(stored: Stored, entries: readonly LedgerEntry[], hears: Hears): Moved {
  const steps: Step[] = [];
  let { state, phase, phase_since } = stored;
  for (const entry of entries) {
    steps.push(...append(state, entry, setting(stored, hears)));
    state = steps.at(-1)!.state;
    const next = phaseAfter(phase, entry.kind);
    if (next !== phase) [phase, phase_since] = [next, new Date(entry.at)];
  }
  return { stored: { ...stored, state, phase, phase_since }, steps, replay: false };
}

/** Folds whole accounts anew from their ledgers: late arrivals, corrections, a changed sale type or model. */
async function replayed(db: Tx, all: readonly Stored[], hears: Hears, now: number): Promise<Moved[]> {
  if (all.length === 0) return [];
  const accountIds = all.map((s) => s.account_id);
  const rows = await db
    .selectFrom('touchpoint')
    .select([
      'id',
      'account_id',
      'at',
      'recorded_at',
      'kind',
      'direction',
      'initiator',
      'expectation',
      'effort',
      'value_delivered',
      'reading_bias',
      'reading_noise',
      'supersedes_id',
      'retracts',
      'evidence_key',
    ])
    .where('account_id', '=', oneOf(accountIds))
    .execute();
  const changes = await db
    .selectFrom('phase_change')
    .select(['account_id', 'at', 'to_phase'])
    .where('account_id', '=', oneOf(accountIds))
    .execute();
  const entries = Map.groupBy(rows, (r) => r.account_id);
  const changed = Map.groupBy(changes, (c) => c.account_id);
  return all.map((stored) => {
    const ledger = (entries.get(stored.account_id) ?? []).map((r) => entryOf(r as unknown as TouchpointRow));
    const folded = fold(ledger, setting(stored, hears), now);
    const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
    const phases = phaseHistory(
      touched[0]?.at ?? now,
      touched,
      (changed.get(stored.account_id) ?? []).map((c) => ({ at: c.at.getTime(), to: c.to_phase })),
      now,
    );
    const last = phases.at(-1)!;
    const { position, position_since } = shownAfter(folded.steps, stored);
    const phase = { phase: last.phase, phase_since: new Date(last.from) };
    return {
      stored: { ...stored, state: folded.state, ...phase, position, position_since },
      steps: folded.steps,
      replay: true,
    };
  });
}

/** The position after the last step, and since which step it has been that. */
function shownAfter(steps: readonly Step[], stored: Stored): Pick<Stored, 'position' | 'position_since'> {
  const shown = steps.at(-1)?.state.shown;
  if (!shown) return stored;
  const before = steps.findLastIndex((step) => step.state.shown !== shown);
  return { position: shown, position_since: new Date(steps[before + 1]!.effect.at) };
}

/** Folds one account anew: after a correction of what is not a touchpoint (sale type, connected channels, standing). */
export async function replayAccounts(call: Call, accountIds: readonly string[]): Promise<Map<string, Stored>> {
  const relationships = await lockRelationships(call.db, accountIds);
  const hears = await hearing(call.db);
  const moved = await replayed(call.db, [...relationships.values()], hears, call.now.getTime());
  await store(call.db, call.who.workspaceId, moved, hears, call.now.getTime());
  return new Map(moved.map((m) => [m.stored.account_id, m.stored]));
}

/** The clock: notes the silences that fell due and writes levels that drifted. Accounts that are not due cost nothing. */
export async function lookAgain(call: Call, accountIds: readonly string[]): Promise<void> {
  const relationships = await lockRelationships(call.db, accountIds);
  const hears = await hearing(call.db);
  const now = call.now.getTime();
  const [same, others] = [[] as Stored[], [] as Stored[]];
  for (const stored of relationships.values()) (stored.state.model === hears.model.weights.version ? same : others).push(stored);
  const moved = same.map((stored): Moved => {
    const steps = sweep(stored.state, now, hears.listening, hears.model);
    return { stored: { ...stored, state: steps.at(-1)?.state ?? stored.state }, steps, replay: false };
  });
  // What another set of weights made is folded anew, not moved on.
  moved.push(...(await replayed(call.db, others, hears, now)));
  await store(call.db, call.who.workspaceId, moved, hears, now);
}

export async function lockRelationships(db: Tx, accountIds: readonly string[]): Promise<Map<string, Stored>> {
  const ids = [...new Set(accountIds)].sort();
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('relationship')
    .select([
      'account_id',
      'sale_type',
      'standing',
      'phase',
      'phase_since',
      'position',
      'position_since',
      'trust',
      'interest',
      'state',
      sql<number>`revenue::float8`.as('revenue'),
    ])
    .where('account_id', '=', oneOf(ids))
    .orderBy('account_id')
    .forUpdate()
    .execute();
  if (rows.length < ids.length) throw notFound('account');
  return new Map(rows.map((r) => [r.account_id, r as unknown as Stored]));
}

export interface Hears extends Hearing {
  listening: Listening[];
  /** The weights that the workspace uses. */
  model: Model;
  /** What a contact costs and how many it keeps: from which probability on an alarm is worth it. */
  stakes: Pick<OwnershipRules, 'contactCost' | 'savePercent'>;
}

/** Which channels of the workspace are connected. Every account could be heard on these five. */
const possibleChannels = ['call', 'mail', 'meeting', 'service', 'order'] as const;

export async function hearing(db: Tx): Promise<Hears> {
  const workspace = await db.selectFrom('workspace').select(['settings', modelInUseId.as('model')]).executeTakeFirstOrThrow();
  return hearingOf(workspace.settings, await modelOf(db, workspace.model));
}

/** The same from the settings of the workspace. */
export function hearingOf(settings: unknown, model: Model): Hears {
  const { channels, ownership } = settingsOf(settings);
  return {
    stakes: ownership,
    listening: listeningTo(channels),
    connected: possibleChannels.filter((channel) => channels[channel]?.some((span) => span.until === null)).length,
    possible: possibleChannels.length,
    model,
  };
}

export const setting = (stored: Pick<Stored, 'sale_type' | 'standing'>, { listening, model }: Pick<Hears, 'listening' | 'model'>): Setting => ({
  saleType: stored.sale_type,
  standing: stored.standing,
  listening,
  model,
});

type TouchpointRow = ReturnType<typeof row>;

function row(
  call: Call,
  draft: TouchpointDraft,
  by: {
    memberId: string | null;
    source: string;
    recordedAt: Date;
    supersedes: string | null;
    retracts: boolean;
    reading: { bias: number; noise: number };
  },
) {
  const id = call.newId();
  const like = usual[draft.kind];
  const at = draft.at ? new Date(draft.at) : call.now;
  return {
    workspace_id: call.who.workspaceId,
    id,
    account_id: draft.accountId,
    at,
    recorded_at: by.recordedAt,
    kind: draft.kind,
    channel: draft.channel ?? like.channel,
    direction: draft.direction ?? like.direction,
    initiator: draft.initiator ?? like.initiator,
    subject: draft.subject,
    body: draft.body ?? null,
    expectation_set: draft.expectationSet ?? null,
    expectation: draft.expectation ?? null,
    effort: draft.effort ?? null,
    minutes: draft.minutes ?? null,
    outcome: draft.outcome ?? null,
    value_delivered: draft.valueDelivered ?? false,
    learnt: draft.learnt ?? null,
    member_id: by.memberId,
    source: by.source,
    evidence: draft.evidence ?? null,
    evidence_key: draft.evidenceKey ?? `entry:${id}`,
    opportunity_id: draft.opportunityId ?? null,
    case_id: draft.caseId ?? null,
    sale_type: null,
    supersedes_id: by.supersedes,
    retracts: by.retracts,
    reading_bias: draft.expectation == null ? null : by.reading.bias,
    reading_noise: draft.expectation == null ? null : by.reading.noise,
  };
}

const touchpointColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  account_id: 'uuid',
  at: 'timestamptz',
  recorded_at: 'timestamptz',
  kind: 'text',
  channel: 'text',
  direction: 'text',
  initiator: 'text',
  subject: 'text',
  body: 'text',
  expectation_set: 'text',
  expectation: 'smallint',
  effort: 'text',
  minutes: 'integer',
  outcome: 'text',
  value_delivered: 'boolean',
  learnt: 'text',
  member_id: 'uuid',
  source: 'text',
  evidence: 'text',
  evidence_key: 'text',
  opportunity_id: 'uuid',
  case_id: 'uuid',
  sale_type: 'text',
  supersedes_id: 'uuid',
  retracts: 'boolean',
  reading_bias: 'double precision',
  reading_noise: 'double precision',
};

/** Inserts what is new; answers evidence key → id of what was known before. */
async function insertTouchpoints(db: Tx, rows: TouchpointRow[]): Promise<Map<string, string>> {
  const count = await insertMany(
    db,
    'touchpoint',
    touchpointColumns,
    rows,
    'on conflict (workspace_id, evidence_key) do nothing',
  );
  if (count === rows.length) return new Map();
  const ids = new Set(rows.map((r) => r.id));
  const stored = await db
    .selectFrom('touchpoint')
    .select(['id', 'evidence_key'])
    .where('evidence_key', '=', sql<string>`any (${rows.map((r) => r.evidence_key)}::text[])`)
    .execute();
  return new Map(stored.filter((s) => !ids.has(s.id)).map((s) => [s.evidence_key, s.id]));
}

async function insertParticipants(
  db: Tx,
  fresh: readonly TouchpointRow[],
  drafts: readonly TouchpointDraft[],
  rows: readonly TouchpointRow[],
): Promise<void> {
  const inserted = new Set(fresh.map((r) => r.id));
  const participants = rows.flatMap((r, i) =>
    inserted.has(r.id)
      ? [...new Set(drafts[i]!.contactIds ?? [])].map((contactId) => ({
          workspace_id: r.workspace_id,
          touchpoint_id: r.id,
          contact_id: contactId,
          at: r.at,
        }))
      : [],
  );
  if (participants.length === 0) return;
  const ids = [...new Set(participants.map((p) => p.contact_id))];
  const visible = await db.selectFrom('contact').select('id').where('id', 'in', ids).execute();
  if (visible.length < ids.length) throw notFound('contact');
  await insertMany(
    db,
    'touchpoint_participant',
    { workspace_id: 'uuid', touchpoint_id: 'uuid', contact_id: 'uuid', at: 'timestamptz' },
    participants,
  );
}

function entryOf(r: TouchpointRow): LedgerEntry {
  return {
    id: r.id,
    at: new Date(r.at).getTime(),
    recordedAt: new Date(r.recorded_at).getTime(),
    kind: r.kind,
    direction: r.direction,
    initiator: r.initiator,
    expectation: r.expectation,
    effort: r.effort,
    valueDelivered: r.value_delivered,
    reading:
      r.reading_bias === null || r.reading_noise === null ? null : { bias: r.reading_bias, noise: r.reading_noise },
    supersedes: r.supersedes_id,
    withdrawn: r.retracts,
    evidenceKey: r.evidence_key,
  };
}
export const ledgerEntry = (r: object): LedgerEntry => entryOf(r as TouchpointRow);

const stepColumns = {
  workspace_id: 'uuid',
  account_id: 'uuid',
  at: 'timestamptz',
  entry: 'text',
  kind: 'text',
  trust_innovation: 'double precision',
  trust_log_g: 'double precision',
  interest_innovation: 'double precision',
  interest_log_g: 'double precision',
  trust_move: 'real',
  interest_move: 'real',
  trust_after: 'real',
  interest_after: 'real',
  position: 'text',
};

async function store(db: Tx, workspaceId: string, moved: readonly Moved[], hears: Hears, now: number): Promise<void> {
  if (moved.length === 0) return;
  const replays = moved.filter((m) => m.replay).map((m) => m.stored.account_id);
  if (replays.length > 0) await db.deleteFrom('cycle_step').where('account_id', '=', oneOf(replays)).execute();
  await storing(workspaceId, moved, hears, now).execute(db);
}

/** The statement that writes where relationships stand now and what moved them; brings what is stored of them up to date. */
function storing(workspaceId: string, moved: readonly Moved[], hears: Hears, now: number): RawBuilder<unknown> {
  const steps = recordset(
    stepColumns,
    moved.flatMap((m) => m.steps.map((s) => stepRow(workspaceId, m.stored.account_id, s))),
  );
  const rows = moved.map(({ stored }) => {
    const stands = standingRow(stored.state, now, hears.listening, hears, hears.model, thresholdOf(hears.stakes, stored.revenue));
    const since = stands.position === stored.position ? stored.position_since : new Date(Math.max(stored.state.at, 0));
    Object.assign(stored, {
      position: stands.position,
      position_since: since,
      trust: stands.trust,
      interest: stands.interest,
    });
    return {
      account_id: stored.account_id,
      phase: stored.phase,
      phase_since: stored.phase_since,
      sale_type: stored.sale_type,
      position_since: since,
      ...stands,
    };
  });
  const standing = recordset(standingColumns, rows);
  const set = Object.keys(standingColumns)
    .filter((name) => name !== 'account_id')
    .map((name) => `${name} = r.${name}`)
    .join(', ');
  return sql`with noted as (insert into cycle_step (${steps.names}) select ${steps.names} from ${steps.source})
    update relationship as stored set ${sql.raw(set)} from ${standing.source}
    where stored.workspace_id = ${workspaceId} and stored.account_id = r.account_id`;
}

const standingColumns = {
  account_id: 'uuid',
  phase: 'text',
  phase_since: 'timestamptz',
  sale_type: 'text',
  position: 'text',
  position_since: 'timestamptz',
  probability: 'real',
  along: 'real',
  trust: 'real',
  interest: 'real',
  confidence: 'real',
  touchpoints: 'integer',
  first_touch_at: 'timestamptz',
  last_touch_at: 'timestamptz',
  closed_at: 'timestamptz',
  clock_due_at: 'timestamptz',
  alarm_forecast_at: 'timestamptz',
  model_version: 'text',
  state: 'jsonb',
  updated_at: 'timestamptz',
};

function stepRow(workspaceId: string, accountId: string, { effect, state }: Step) {
  return {
    workspace_id: workspaceId,
    account_id: accountId,
    at: new Date(effect.at),
    entry: effect.id,
    kind: effect.kind,
    trust_innovation: effect.trust.innovation,
    trust_log_g: effect.trust.logG,
    interest_innovation: effect.interest.innovation,
    interest_log_g: effect.interest.logG,
    trust_move: points(effect.trust.after) - points(effect.trust.before),
    interest_move: points(effect.interest.after) - points(effect.interest.before),
    trust_after: points(effect.trust.after),
    interest_after: points(effect.interest.after),
    position: state.shown,
  };
}

/** Nothing is known of who scored: the score is read as it stands. */
const neutral: { source: Source; reading: { bias: number; noise: number } } = {
  source: unknownSource,
  reading: { bias: 0, noise: 1 },
};

async function readingOf(
  db: Tx,
  memberId: string | null,
  drafts: readonly TouchpointDraft[],
  model: Model,
): Promise<{ source: Source; reading: { bias: number; noise: number } }> {
  if (!memberId || drafts.every((d) => d.expectation == null))
    return neutral;
  const stored = await db
    .selectFrom('evidence_source')
    .select('state')
    .where('source', '=', memberId)
    .forUpdate()
    .executeTakeFirst();
  const source = (stored?.state as Source | undefined) ?? unknownSource;
  return { source, reading: reading(source, model) };
}

/** Each score tells how its author scores; how earlier ones were read stays as it was. */
async function rememberSource(
  call: Call,
  memberId: string | null,
  source: Source,
  fresh: readonly TouchpointRow[],
): Promise<void> {
  const scores = fresh.flatMap((r) => (r.expectation === null ? [] : [r.expectation as number]));
  if (!memberId || scores.length === 0) return;
  const state = JSON.stringify(scores.reduce(learnSource, source));
  await call.db
    .insertInto('evidence_source')
    .values({ workspace_id: call.who.workspaceId, source: memberId, state, updated_at: call.now })
    .onConflict((c) => c.columns(['workspace_id', 'source']).doUpdateSet({ state, updated_at: call.now }))
    .execute();
}

/** The state of an account that nobody has touched yet. */
export const untouched = (saleType: SaleType, at: number, standing: Setting['standing'], model: Model): CycleState =>
  begin(saleType, at, model, standing);
