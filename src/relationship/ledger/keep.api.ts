import { sql } from 'kysely';
import { insertMany, type Tx } from '../../platform/database.ts';
import { notFound } from '../../platform/problem.ts';
import { thresholdOf } from '../forecast.ts';
import { points } from '../model.ts';
import type { Step } from '../silence.ts';
import { standingRow } from '../standing.ts';
import type { StoredEntry } from './entry.ts';
import type { Moved } from './moves.ts';
import type { Hears, Stored } from './stored.ts';

/** Writes entries into the ledger. Answers evidence → id of what was known before; that is not written. */
export async function keepEntries(db: Tx, entries: readonly StoredEntry[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    evidence_key: string;
    id: string | null;
  }>`select * from touchpoints_entered(${JSON.stringify(entries.map(withoutEmpty))}::json)`.execute(db);
  return new Map(rows.map((known) => [known.evidence_key, known.id ?? unseen]));
}

/** The id of what is known, but not to this person: no touchpoint has it. */
const unseen = '00000000-0000-0000-0000-000000000000';

/** Most of a touchpoint is empty, and need not be said. */
function withoutEmpty(entry: StoredEntry): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry)) if (value !== null && value !== false) said[name] = value;
  return said;
}

/** Who took part; everybody must be somebody whom the person sees. `contacts`: entry → ids. */
export async function keepParticipants(
  db: Tx,
  workspaceId: string,
  entries: readonly StoredEntry[],
  contacts: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const participants = entries.flatMap(({ id, at }) =>
    [...new Set(contacts.get(id))].map((contact) => ({
      workspace_id: workspaceId,
      touchpoint_id: id,
      contact_id: contact,
      at,
    })),
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

/** Writes where relationships stand now and what moved them; brings what is stored of them up to date at once. */
export async function keepMoves(db: Tx, moved: readonly Moved[], hears: Hears, now: number): Promise<void> {
  if (moved.length === 0) return;
  const steps = JSON.stringify(
    moved.flatMap(({ stored, steps: made }) => made.map((step) => stepRow(stored.account_id, step))),
  );
  const standings = JSON.stringify(moved.map(({ stored }) => standNow(stored, hears, now)));
  const anew = moved.filter((m) => m.replay).map((m) => m.stored.account_id);
  await sql`select relationships_moved(${anew}::uuid[], ${steps}::json, ${standings}::json)`.execute(db);
}

/** What an entry did to each line, if it counts. */
export function effectOf(moved: readonly Moved[], id: string): { trust: number; interest: number } | undefined {
  const step = moved.flatMap(({ steps }) => steps).find(({ effect }) => effect.id === id);
  return step && { trust: moveOf(step.effect.trust), interest: moveOf(step.effect.interest) };
}

function standNow(stored: Stored, hears: Hears, now: number) {
  const stands = standingRow(
    stored.state,
    now,
    hears.listening,
    hears,
    hears.model,
    thresholdOf(hears.stakes, stored.revenue),
  );
  if (stands.position !== stored.position) stored.position_since = new Date(Math.max(stored.state.at, 0));
  stored.position = stands.position;
  stored.trust = stands.trust;
  stored.interest = stands.interest;
  return {
    account_id: stored.account_id,
    phase: stored.phase,
    phase_since: stored.phase_since,
    sale_type: stored.sale_type,
    position_since: stored.position_since,
    ...stands,
  };
}

const moveOf = (line: { before: number; after: number }) => points(line.after) - points(line.before);

function stepRow(accountId: string, { effect, state }: Step) {
  return {
    account_id: accountId,
    at: new Date(effect.at),
    entry: effect.id,
    kind: effect.kind,
    trust_innovation: effect.trust.innovation,
    trust_log_g: effect.trust.logG,
    interest_innovation: effect.interest.innovation,
    interest_log_g: effect.interest.logG,
    trust_move: moveOf(effect.trust),
    interest_move: moveOf(effect.interest),
    trust_after: points(effect.trust.after),
    interest_after: points(effect.interest.after),
    position: state.shown,
  };
}
