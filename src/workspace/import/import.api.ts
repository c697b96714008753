import { sql } from 'kysely';
import { pageOf } from '../../platform/paging.ts';
import type { Handlers } from '../../platform/serve.ts';
import type { importContract } from './contract.ts';
import { fileHandlers } from './files.api.ts';
import { found, importRows, inState, planned, summaryOf } from './found.api.ts';
import { enqueueImport, type Imports } from './imports.api.ts';
import { planningHandlers } from './planning.api.ts';
import { previewHandlers } from './preview.api.ts';
import { rowHandlers } from './rows.api.ts';

/** An import from its beginning to its end, or back again; its work is done in the background. */
export const importHandlers = (imports: Pick<Imports, 'disk'>): Handlers<typeof importContract> => ({
  ...fileHandlers(imports),
  ...planningHandlers(imports),
  ...previewHandlers(imports),
  ...rowHandlers(imports),

  async createImport(call) {
    const id = call.newId();
    await call.db
      .insertInto('import')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        member_id: call.who.memberId,
        state: 'uploading',
        plan: '{}',
        created_at: call.now,
      })
      .execute();
    await call.record('import.created', { kind: 'import', id });
    return found(call, id);
  },

  async listImports(call, { query }) {
    const page = await pageOf(
      importRows(call),
      [{ by: sql.ref('i.id'), key: 'id', type: 'uuid', descending: true }],
      query,
    );
    return { items: page.items.map((row) => summaryOf(row)), next: page.next };
  },

  readImport: (call, { params }) => found(call, params.id),

  async discardImport(call, { params }) {
    await inState(call, params.id, ['uploading', 'planned']);
    await call.db.deleteFrom('import').where('id', '=', params.id).execute();
    await imports.disk.remove({ workspaceId: call.who.workspaceId, importId: params.id });
    return { done: true };
  },

  async rehearseImport(call, { params }) {
    await planned(call, params.id, ['planned']);
    await sql`update import set rehearsal = ${JSON.stringify({ state: 'running', rows: 0, limit: null, report: null })}::jsonb where id = ${params.id}`.execute(
      call.db,
    );
    enqueueImport(call, params.id, 'rehearse');
    return found(call, params.id);
  },

  async runImport(call, { params }) {
    await planned(call, params.id, ['planned', 'cancelled', 'failed']);
    await sql`update import set state = 'running', error = null, ended_at = null, started_at = coalesce(started_at, ${call.now}), version = version + 1,
      cursor = cursor - 'over' where id = ${params.id}`.execute(call.db);
    await call.record('import.started', { kind: 'import', id: params.id });
    enqueueImport(call, params.id, 'run');
    return found(call, params.id);
  },

  async cancelImport(call, { params }) {
    await inState(call, params.id, ['running']);
    await sql`update import set state = 'cancelled', ended_at = ${call.now}, version = version + 1 where id = ${params.id} and state = 'running'`.execute(
      call.db,
    );
    // The rows that are in still have to reach their relationships, whatever becomes of the worker.
    enqueueImport(call, params.id, 'run');
    return found(call, params.id);
  },

  async undoImport(call, { params }) {
    await inState(call, params.id, ['done', 'cancelled', 'failed']);
    await sql`update import set state = 'undoing', error = null, ended_at = null, cursor = cursor - 'over', version = version + 1 where id = ${params.id}`.execute(
      call.db,
    );
    await call.record('import.undo began', { kind: 'import', id: params.id });
    enqueueImport(call, params.id, 'undo');
    return found(call, params.id);
  },
});
