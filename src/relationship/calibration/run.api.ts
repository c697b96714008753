import { sql } from 'kysely';
import { compute } from '../../platform/compute.ts';
import { insertRows, wholeWorkspace } from '../../platform/database.ts';
import { systemCall, type Call, type Serving } from '../../platform/serve.ts';
import { accompanied, Cancelled, finish, type Accompanied } from '../../platform/work.ts';
import { hearing, ledgerEntry, replayAccounts, type ToldEntry } from '../ledger.api.ts';
import type { ModelWeights } from '../weights.ts';
import { calibrate, type Fitted } from './fit.ts';
import { modelInUse } from './inUse.api.ts';
import type { Course, Question } from './outcomes.ts';

/** So many customers, those who became one last, are enough to learn from. */
const mostCourses = 3000;
/** Of so many the ledgers are read in one transaction; and this part of the whole it is to read them. */
const atOnce = 500;
const reading = 0.2;
const millisecondsPerYear = 365 * 86_400_000;

/**
 * Runs a calibration that waits: reads the customers' ledgers, learns in a thread of its own, keeps what came of it. Safe to run
 * twice; one that was cancelled meanwhile changes nothing.
 */
export async function runCalibration(
  serving: Serving,
  kinds: readonly string[],
  workspaceId: string,
  modelId: string,
  signal?: AbortSignal,
): Promise<void> {
  const scope = wholeWorkspace(workspaceId, kinds);
  const inside = <T>(work: (call: Call) => Promise<T>) => systemCall(serving, scope, work, { seconds: 60 });
  // Nothing is read while this is held, else who ends it would wait for that.
  const asked = await inside((call) =>
    call.db
      .updateTable('relationship_model')
      .set({ state: 'running' })
      .where('id', '=', modelId)
      .where('state', 'in', ['waiting', 'running'])
      .returning(['number', 'horizon_days', 'member_id'])
      .executeTakeFirst(),
  );
  if (!asked) return;
  try {
    await accompanied(
      serving.database,
      workspaceId,
      { kind: 'calibration', id: modelId, memberId: asked.member_id },
      async ({ signal: ended, onProgress }) => {
        const question = await questionOf(inside, asked.horizon_days, {
          signal: ended,
          onProgress: (share) => onProgress(share * reading),
        });
        const { weights: inUse } = await inside((call) => modelInUse(call.db));
        const input = { question, inUse, version: `own-${asked.number}` };
        const fitted = await compute(calibrate, new URL('./fit.ts', import.meta.url), 'calibrate', input, {
          signal: ended,
          onProgress: (share) => onProgress(reading + share * (1 - reading)),
        });
        await inside(async (call) => {
          await finish(call, modelId);
          await keep(call, modelId, inUse, fitted);
        });
      },
      signal,
    );
  } catch (error) {
    // The program stops: the job goes on when it runs again.
    if (signal?.aborted) throw error;
    const state = error instanceof Cancelled ? 'cancelled' : 'failed';
    await inside((call) =>
      call.db
        .updateTable('relationship_model')
        .set({ state, reason: state === 'failed' ? 'Something went wrong here. Try again.' : null, ended_at: call.now })
        .where('id', '=', modelId)
        .where('state', '=', 'running')
        .execute(),
    );
    if (state === 'failed') throw error;
  }
}

/** Customers with their ledgers and what they did, as far back as is looked: some at a time, so that nobody waits for all of it. */
async function questionOf(
  inside: <T>(work: (call: Call) => Promise<T>) => Promise<T>,
  horizonDays: number,
  { signal, onProgress }: Accompanied,
): Promise<Question> {
  const { customers, listening, now } = await inside(async (call) => {
    const { rows } = await sql<{ id: string; saleType: Course['saleType']; standing: Course['standing'] }>`
      select account_id as id, sale_type as "saleType", standing from relationship
      where alive and (closed_at is not null or standing <> 'prospect') order by closed_at desc nulls last, account_id limit ${mostCourses}`.execute(
      call.db,
    );
    return { customers: rows, listening: (await hearing(call.db)).listening, now: call.now };
  });
  const since = new Date(now.getTime() - 4 * millisecondsPerYear);
  const courses = new Map<string, Course & { entries: Course['entries'][number][]; bought: number[]; left: number[] }>(
    customers.map((each) => [each.id, { ...each, entries: [], bought: [], left: [] }]),
  );
  const ids = [...courses.keys()];
  for (let from = 0; from < ids.length; from += atOnce) {
    signal.throwIfAborted();
    const some = ids.slice(from, from + atOnce);
    await inside(async (call) => {
      const { rows } = await sql<{ account_id: string } & ToldEntry>`
        select id, account_id, at, recorded_at, kind, direction, initiator, expectation, effort, value_delivered, reading_bias, reading_noise, supersedes_id, retracts, evidence_key
        from touchpoint where account_id = any (${some}::uuid[])`.execute(call.db);
      for (const row of rows) courses.get(row.account_id)!.entries.push(ledgerEntry(row));
      const { rows: deeds } = await sql<{ account: string; on: Date; left: boolean }>`
        select o.account_id as account, o.closed_on::timestamptz as "on", o.outcome = 'lost' as left from opportunity o
          where o.account_id = any (${some}::uuid[]) and o.deleted_at is null and o.closed_on >= ${since}
            and ((o.outcome = 'won' and o.kind <> 'initial') or (o.outcome = 'lost' and o.kind = 'renewal'))
        union all
        select c.account_id, c.ordered_on::timestamptz, false from customer_order c
          where c.account_id = any (${some}::uuid[]) and c.deleted_at is null and c.part_of_id is null and c.ordered_on >= ${since}`.execute(
        call.db,
      );
      for (const { account, on, left } of deeds)
        (left ? courses.get(account)!.left : courses.get(account)!.bought).push(on.getTime());
    });
    onProgress((from + some.length) / ids.length);
  }
  signal.throwIfAborted();
  return { courses: [...courses.values()], listening, now: now.getTime(), horizonDays };
}

async function keep(
  call: Call,
  modelId: string,
  inUse: ModelWeights,
  { weights, cases, verdict, ...result }: Fitted,
): Promise<void> {
  const kept = await call.db
    .updateTable('relationship_model')
    .set({
      state: 'done',
      verdict,
      weights: weights && JSON.stringify(weights),
      result: JSON.stringify(result),
      compared_with: inUse.version,
      ended_at: call.now,
    })
    .where('id', '=', modelId)
    .where('state', '=', 'running')
    .returning('number')
    .executeTakeFirst();
  if (!kept) return;
  await insertRows(
    call.db,
    'relationship_model_case',
    cases.map((each) => ({
      workspace_id: call.who.workspaceId,
      model_id: modelId,
      account_id: each.account,
      at: new Date(each.at),
      position: each.position,
      stayed: each.stayed,
      said_before: each.before,
      said_after: each.after,
    })),
  );
  await call.record(
    'calibration.finished',
    { kind: 'process', id: modelId },
    { version: `own-${kept.number}`, verdict, events: result.events, gain: result.test?.gain ?? null },
  );
}

const batch = 100;

/** Folds every relationship anew with the set in use, some at a time; ends early when another set has taken over. Goes on where it stopped. */
export async function replayWithModel(
  serving: Serving,
  kinds: readonly string[],
  workspaceId: string,
  useId: string,
  signal?: AbortSignal,
): Promise<void> {
  const scope = wholeWorkspace(workspaceId, kinds);
  let after = '00000000-0000-0000-0000-000000000000';
  while (!signal?.aborted) {
    const last = await systemCall(
      serving,
      scope,
      async (call) => {
        const use = await call.db
          .selectFrom('relationship_model_use')
          .select('version')
          .where('id', '=', useId)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
        if (!use) return undefined;
        const rows = await call.db
          .selectFrom('relationship')
          .select('account_id')
          .where('model_version', '<>', use.version)
          .where('account_id', '>', after)
          .orderBy('account_id')
          .limit(batch)
          .execute();
        if (rows.length > 0)
          await replayAccounts(
            call,
            rows.map((row) => row.account_id),
          );
        await call.db
          .updateTable('relationship_model_use')
          .set({
            replayed: sql<number>`least(to_replay, replayed + ${rows.length}::int)`,
            ...(rows.length < batch ? { replayed_at: call.now, replayed: sql<number>`to_replay` } : {}),
          })
          .where('id', '=', useId)
          .execute();
        return rows.length < batch ? undefined : rows.at(-1)!.account_id;
      },
      { seconds: 60 },
    );
    if (last === undefined) return;
    after = last;
  }
}
