import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { sortNamesIn } from '../../../platform/database.ts';
import { patiently } from '../../../platform/patiently.ts';
import { systemCall, type Call, type Who } from '../../../platform/serve.ts';
import { foldSome } from './relationships.api.ts';
import { deadline, step, type Run } from './step.api.ts';
import type { StoredImport } from '../stored.api.ts';

const states = ['running', 'cancelled'] as const;

/** Relationships are folded once all rows are in, also those of an import that was cancelled half-way. */
export async function settle(run: Run, who: Who): Promise<void> {
  const sorted = sortNamesIn(run.database);
  sorted.catch(() => {});
  const begun = await step(
    run,
    who,
    async (call, stored) => {
      await adoptCurrency(call, run.importId, stored.report);
      stored.progress = {
        ...stored.progress,
        stage: 'relationships',
        file: null,
        done: 0,
        total: await unfolded(call, run.importId),
      };
      return stored;
    },
    states,
  );
  if (begun === undefined || begun === 'stopped') return void (await sorted);
  const beside = foldBeside(run, who);
  while (!run.signal.aborted) {
    let [folded, left] = [0, 0];
    const fold = () =>
      step(
        run,
        who,
        async (call, stored) => {
          folded = await foldSome(call, run.importId);
          left = folded > 0 ? 1 : await unfolded(call, run.importId);
          stored.progress = { ...stored.progress, done: stored.progress.done + folded + beside.take() };
          if (left === 0) await close(call, stored);
          return stored;
        },
        states,
      );
    const answer = await patiently(fold, wasEnded, 4, (failures) => 200 * failures);
    if (answer === undefined || answer === 'stopped' || left === 0) break;
    // What is left is in hand elsewhere: once it has ended, nothing is, or it comes back.
    if (folded === 0) await Promise.all([beside.ended, pause(50)]);
  }
  await Promise.all([beside.ended, sorted]);
}

const unfolded = async ({ db }: Call, importId: string): Promise<number> =>
  (
    await db
      .selectFrom('import_account')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('import_id', '=', importId)
      .executeTakeFirstOrThrow()
  ).count;

/**
 * A second connection folds others of the accounts meanwhile: no two relationships share anything that either waits for. It has not the import in hand,
 * so it says what it did to whoever has (`take`); what it leaves behind, after a fault, too, the other finds.
 */
function foldBeside(run: Run, who: Who): { ended: Promise<void>; take: () => number } {
  let done = 0;
  const work = async () => {
    while (!run.signal.aborted) {
      const folded = await systemCall(run.serving(), who.scope, (call) => foldSome(call, run.importId), {
        seconds: deadline,
        actor: { memberId: who.memberId },
      });
      if (folded === 0) return;
      done += folded;
    }
  };
  return {
    ended: run.database.engine.kind === 'postgres' ? work().catch(() => {}) : Promise.resolve(),
    take() {
      const told = done;
      done = 0;
      return told;
    },
  };
}

/** The database may end one of two transactions that wait for each other, whichever it likes. */
const wasEnded = (error: unknown): boolean => (error as { code?: string }).code?.startsWith('40') ?? false;

async function close(call: Call, stored: StoredImport): Promise<void> {
  stored.cursor.over = true;
  const done = stored.state === 'running';
  await sql`update import set state = ${done ? 'done' : 'cancelled'}, ended_at = coalesce(ended_at, ${call.now}) where id = ${stored.id}`.execute(
    call.db,
  );
  await call.record(
    done ? 'import.finished' : 'import.cancelled',
    { kind: 'import', id: stored.id },
    { records: stored.report.records, rows: stored.report.files.reduce((sum, file) => sum + file.read, 0) },
  );
}

/** A workspace that holds no other money than this import's counts in the currency of most of it. */
async function adoptCurrency(call: Call, importId: string, { records }: StoredImport['report']): Promise<void> {
  if (!call.who.scope.changes.includes('workspace') || !(records.opportunity?.created || records.order?.created))
    return;
  const money = sql`(select workspace_id, id, currency from opportunity where amount is not null union all select workspace_id, id, currency from customer_order where amount is not null) m`;
  const { rows: others } = await sql`select from ${money}
    where not exists (select from external_key k where k.workspace_id = m.workspace_id and k.record_id = m.id and k.import_id = ${importId}) limit 1`.execute(
    call.db,
  );
  if (others.length > 0) return;
  const {
    rows: [most],
  } = await sql<{
    currency: string;
  }>`select m.currency from ${money} group by m.currency order by count(*) desc limit 1`.execute(call.db);
  if (!most) return;
  await sql`with before as (select workspace_id, currency from workspace where currency <> ${most.currency}),
    kept as (insert into import_change (workspace_id, import_id, kind, record_id, before, version)
      select workspace_id, ${importId}::uuid, 'workspace', workspace_id, jsonb_build_object('currency', currency), 0 from before on conflict do nothing)
    update workspace w set currency = ${most.currency}, version = w.version + 1 from before b where w.workspace_id = b.workspace_id`.execute(
    call.db,
  );
}
