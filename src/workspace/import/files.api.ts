import { sql } from 'kysely';
import { conflict, notFound, Problem } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { importContract } from './contract.ts';
import { inState, type ImportRecord } from './found.api.ts';
import type { Imports } from './imports.api.ts';

/** The files of an import that has not run. */

export const mostFiles = 100;

export const fileHandlers = ({
  disk,
}: Pick<Imports, 'disk'>): Pick<
  Handlers<typeof importContract>,
  'addImportFile' | 'uploadImportFile' | 'removeImportFile'
> => ({
  async addImportFile(call, { params, body }) {
    await inState(call, params.id, ['uploading', 'planned']);
    const { rows } = await sql<{
      count: number;
      next: number;
      same: boolean;
    }>`select count(*)::integer as count, coalesce(max(number), 0) + 1 as next, coalesce(bool_or(name = ${body.name}), false) as same
      from import_file where import_id = ${params.id}`.execute(call.db);
    const { count = 0, next = 1, same = false } = rows[0] ?? {};
    if (count >= mostFiles)
      throw conflict('too_many_files', `An import takes at most ${mostFiles} files. Run this one first.`);
    if (same)
      throw conflict(
        'file_there',
        `There is a file called ${body.name} already. Take it out first, or rename one of them.`,
      );
    await call.db
      .insertInto('import_file')
      .values({
        workspace_id: call.who.workspaceId,
        import_id: params.id,
        number: next,
        name: body.name,
        size: body.size,
      })
      .execute();
    await unplan(call, params.id);
    return { number: next, name: body.name, size: body.size, received: 0 };
  },

  async uploadImportFile(call, { params, query }) {
    const at = { workspaceId: call.who.workspaceId, importId: params.id, number: params.number };
    const file = await call.transact(async (inner) => {
      await inState(inner, params.id, ['uploading', 'planned']);
      return fileOf(inner, params);
    });
    const there = await disk.size(at);
    if (query.offset > there)
      throw conflict('not_there_yet', `Only ${there} bytes are here. Go on from there.`, { received: there });
    const received = await disk.write(at, query.offset, bounded(call.request, query.offset, file.size));
    return call.transact(async (inner) => {
      await inner.db
        .updateTable('import_file')
        .set({ received })
        .where('import_id', '=', params.id)
        .where('number', '=', params.number)
        .execute();
      return { ...file, received };
    });
  },

  async removeImportFile(call, { params }) {
    await inState(call, params.id, ['uploading', 'planned']);
    await fileOf(call, params);
    await call.db
      .deleteFrom('import_file')
      .where('import_id', '=', params.id)
      .where('number', '=', params.number)
      .execute();
    await unplan(call, params.id);
    await disk.remove({ workspaceId: call.who.workspaceId, importId: params.id, number: params.number });
    return { done: true };
  },
});

async function unplan(call: Call, id: string): Promise<void> {
  await sql`update import set state = 'uploading', plan = '{}', rehearsal = null, version = version + 1 where id = ${id}`.execute(
    call.db,
  );
}

async function fileOf(
  call: Call,
  { id, number }: { id: string; number: number },
): Promise<ImportRecord['files'][number]> {
  const row = await call.db
    .selectFrom('import_file')
    .select(['number', 'name', 'size', 'received'])
    .where('import_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw notFound('file');
  return { number: row.number, name: row.name, size: row.size, received: row.received };
}

/** The body as it comes; more than was announced is refused before it is kept. */
async function* bounded(request: Request, offset: number, size: number): AsyncGenerator<Uint8Array> {
  let received = offset;
  for await (const piece of request.body ?? []) {
    received += piece.length;
    if (received > size)
      throw new Problem(413, 'too_large', 'The file is larger than was announced. Add it again with its real size.');
    yield piece;
  }
}
