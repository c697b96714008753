import { sql } from 'kysely';
import type { Call, Who } from '../../platform/serve.ts';
import { foldSome } from './fold.api.ts';
import { step, type Run } from './step.api.ts';
import type { StoredImport } from './stored.api.ts';

/** Relationships are folded once all rows are in, also those of an import that was cancelled half-way. */
export async function settle(run: Run, who: Who): Promise<void> {
  await step(
    run,
    who,
    async (call, stored) => {
      await adoptCurrency(call, run.importId, stored.report);
      const { total } = await call.db
        .selectFrom('import_account')
        .select((e) => e.fn.countAll<number>().as('total'))
        .where('import_id', '=', run.importId)
        .executeTakeFirstOrThrow();
      stored.progress = { ...stored.progress, stage: 'relationships', file: null, done: 0, total };
      return stored;
    },
    ['running', 'cancelled'],
  );
  for (;;) {
    if (run.signal.aborted) return;
    let folded = 0;
    const answer = await step(
      run,
      who,
      async (call, stored) => {
        folded = await foldSome(call, run.importId);
        stored.progress = { ...stored.progress, stage: 'relationships', done: stored.progress.done + folded };
        if (folded === 0) await close(call, stored);
        return stored;
      },
      ['running', 'cancelled'],
    );
    if (answer === undefined || answer === 'stopped' || folded === 0) return;
  }
}

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
  if (!call.who.scope.changes.includes('workspace') || !(records.opportunity?.created || records.order?.created)) return;
  const money = sql`(select workspace_id, id, currency from opportunity where amount is not null union all select workspace_id, id, currency from customer_order where amount is not null) m`;
  const { rows: others } = await sql`select from ${money}
    where not exists (select from external_key k where k.workspace_id = m.workspace_id and k.record_id = m.id and k.import_id = ${importId}) limit 1`.execute(call.db);
  if (others.length > 0) return;
  const { rows: [most] } = await sql<{ currency: string }>`select m.currency from ${money} group by m.currency order by count(*) desc limit 1`.execute(call.db);
  if (!most) return;
  await sql`with before as (select workspace_id, currency from workspace where currency <> ${most.currency}),
    kept as (insert into import_change (workspace_id, import_id, kind, record_id, before, version)
      select workspace_id, ${importId}::uuid, 'workspace', workspace_id, jsonb_build_object('currency', currency), 0 from before on conflict do nothing)
    update workspace w set currency = ${most.currency}, version = w.version + 1 from before b where w.workspace_id = b.workspace_id`.execute(
    call.db,
  );
}
