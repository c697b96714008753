import { sql } from 'kysely';
import type { Connected, Tx } from './database.ts';
import { newId } from './ids.ts';
import { Problem } from './problem.ts';
import type { Call } from './serve.ts';

/**
 * Heavy work that people see: how far it is, who began it, and that they can end it. What a request waits for becomes visible when it takes a moment;
 * what a job does has a record of its own, is announced when it is asked for, and keeps that record's id.
 */
export interface Work {
  kind: string;
  /** Of the record that it is for; without one it is work that a request waits for. */
  id?: string;
  /** Null: the clock. */
  memberId: string | null;
}

/** Goes straight to `compute`. */
export interface Accompanied {
  /** Aborts when somebody ends the work, when who waits for it goes away, and when the program stops. */
  signal: AbortSignal;
  /** Hears how far it is, 0 to 1. */
  onProgress: (share: number) => void;
}

/** What the answer is when somebody ended the work: nothing was changed by it. */
export class Cancelled extends Problem {
  constructor() {
    super(
      409,
      'cancelled',
      'This was cancelled before it was done. Nothing was changed; ask for it again when you need it.',
    );
  }
}

/** Sooner than this nobody sees that something takes time; and as often it is told how far it is, and asked whether to go on. */
const patience = 400;
/** Whose process was not heard for so long does not live any more. */
const lostAfter = 30;

/** Announces work that a job will do, in the transaction that asks for the job. */
export async function announce(call: Call, kind: string, id: string): Promise<void> {
  await sql`insert into work (workspace_id, id, kind, member_id, state, for_all, begun_at, seen_at) values (${call.who.workspaceId}, ${id}, ${kind}, ${call.who.memberId}, 'waiting', true, ${call.now}, now())`.execute(
    call.db,
  );
}

/** Does the work beside requests. Throws Cancelled when somebody ended it, or left who waited for it; what it throws itself otherwise. */
export async function accompanied<T>(
  database: Connected,
  workspaceId: string,
  work: Work,
  does: (at: Accompanied) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const id = work.id ?? newId();
  let share = 0;
  let shown = false;
  const tell = async () => {
    shown = true;
    if (!(await database.asOwner((tx) => going(tx, workspaceId, id, work, share)))) stop.abort();
  };
  if (work.id !== undefined) await tell();
  let telling: Promise<unknown> = Promise.resolve();
  // Not known for a moment whether to go on is no reason not to.
  const ticking = setInterval(
    () => (telling = telling.then(() => (signal.aborted ? undefined : tell())).catch(() => {})),
    patience,
  );
  let became: 'done' | 'failed' | 'cancelled' | 'interrupted' = 'done';
  try {
    signal.throwIfAborted();
    const result = await does({ signal, onProgress: (now) => (share = Math.min(1, Math.max(share, now))) });
    clearInterval(ticking);
    await telling;
    // Ended in the moment in which it was done: whoever was told so finds nothing kept.
    if (shown && !(await database.asOwner((tx) => over(tx, workspaceId, id)))) throw new Cancelled();
    return result;
  } catch (error) {
    became =
      stop.signal.aborted || error instanceof Cancelled
        ? 'cancelled'
        : outer?.aborted
          ? work.id === undefined
            ? 'cancelled'
            : 'interrupted'
          : 'failed';
    throw became === 'cancelled' ? new Cancelled() : error;
  } finally {
    clearInterval(ticking);
    await telling;
    if (shown)
      await database.asOwner((tx) =>
        sql`update work set state = ${became}, share = ${became === 'done' ? 1 : share}, ended_at = now() where workspace_id = ${workspaceId} and id = ${id} and state = 'running'`.execute(
          tx,
        ),
      );
  }
}

/** Tells that it goes on, and whether it may: not when it was cancelled. */
async function going(
  tx: Tx,
  workspaceId: string,
  id: string,
  { kind, memberId, id: record }: Work,
  share: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into work as w (workspace_id, id, kind, member_id, state, share, for_all, begun_at, seen_at) values (${workspaceId}, ${id}, ${kind}, ${memberId}, 'running', ${share}, ${record !== undefined}, now(), now())
    on conflict (workspace_id, id) do update set state = 'running', share = excluded.share, seen_at = now(), ended_at = null where w.state <> 'cancelled' returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** It is done, unless somebody ended it first. */
async function over(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  await sql`update work set state = 'done', share = 1, ended_at = now() where workspace_id = ${workspaceId} and id = ${id} and state = 'running'`.execute(
    tx,
  );
  const { rows } = await sql<{
    state: WorkState;
  }>`select state from work where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
  return rows[0]?.state !== 'cancelled';
}

/** Ends work that waits or runs, as far as the person may; the thread that does it ends within a moment. False: there was nothing to end. */
export async function endWork(call: Call, id: string): Promise<boolean> {
  const { rows } =
    await sql`update work set state = 'cancelled', ended_at = ${call.now}, ended_by_id = ${call.who.memberId} where id = ${id} and state in ('waiting', 'running', 'interrupted') returning 1`.execute(
      call.db,
    );
  return rows.length > 0;
}

/** In the transaction that keeps what came of it: whoever was told that it was ended finds nothing kept. */
export async function finish(call: Call, id: string): Promise<void> {
  const { rows } =
    await sql`update work set state = 'done', share = 1, ended_at = now() where id = ${id} and state = 'running' returning 1`.execute(
      call.db,
    );
  if (rows.length === 0) throw new Cancelled();
}

/** The state as it is now: a process that was killed cannot say so. */
export const workState = sql<WorkState>`case when w.state = 'running' and w.seen_at < now() - make_interval(secs => ${lostAfter}) then 'interrupted' else w.state end`;
export type WorkState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';

/** How far the work of a record is, 0 to 1: a column for a query that names the record `alias`. */
export const shareOf = (alias: string) =>
  sql<number>`coalesce((select w.share from work w where w.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and w.id = ${sql.ref(`${alias}.id`)}), 0)::float8`;

/** The same in whole percent. */
export const percentOf = (alias: string) => sql<number>`round(100 * ${shareOf(alias)})::integer`;

/** What is long over tells nobody anything. */
export const forgetWork = (tx: Tx): Promise<unknown> =>
  sql`delete from work where begun_at < now() - interval '30 days'`.execute(tx);
