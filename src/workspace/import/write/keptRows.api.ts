import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { sql, type SqlBool } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { readRows, writtenRows, type KeptRow } from './keptRows.ts';
import type { RowOutcome } from '../report.ts';

/** The rows of an import, kept many together as they stood in the file. */

export type Numbered = KeptRow & { file: number; number: number };
/** Characters that are kept together at most. */
const most = 4_000_000;

const compressed = promisify(zstdCompress);
const decompressed = promisify(zstdDecompress);
const quickly = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** `first` is the number of the first of them in the file. */
export async function keepRows(
  db: Tx,
  at: { workspaceId: string; importId: string; file: number; first: number },
  rows: readonly KeptRow[],
): Promise<void> {
  for (let from = 0; from < rows.length;) {
    const some = fitting(rows, from);
    await db
      .insertInto('import_batch')
      .values({
        workspace_id: at.workspaceId,
        import_id: at.importId,
        file: at.file,
        first: at.first + from,
        count: some.length,
        outcomes: [...new Set(some.map((row) => row.outcome))],
        noted: some.filter((row) => row.notes.length > 0).length,
        rows: await compressed(Buffer.from(writtenRows(some)), quickly),
      })
      .execute();
    from += some.length;
  }
}

function fitting(rows: readonly KeptRow[], from: number): readonly KeptRow[] {
  let size = 0;
  let to = from;
  while (to < rows.length && (to === from || size + rows[to]!.raw.length < most)) size += rows[to++]!.raw.length;
  return rows.slice(from, to);
}

/** What the migration put together is plain text. */
async function opened(rows: Uint8Array): Promise<KeptRow[]> {
  return readRows((rows[0] === plain ? Buffer.from(rows) : await decompressed(rows)).toString('utf8'));
}
const plain = '['.charCodeAt(0);

export type Wanted = {
  file?: number | undefined;
  outcomes?: readonly RowOutcome[] | undefined;
  noted?: boolean | undefined;
};

/** The rows behind a place, in the order of the files, at most `limit`; what holds none of those wanted is not opened. */
export async function keptRows(
  db: Tx,
  importId: string,
  wanted: Wanted,
  after: { file: number; number: number },
  limit: number,
): Promise<Numbered[]> {
  const { file, outcomes, noted } = wanted;
  const found: Numbered[] = [];
  for (let [at, number] = [after.file, after.number]; found.length < limit;) {
    let batches = db
      .selectFrom('import_batch')
      .select(['file', 'first', 'count', 'rows'])
      .where('import_id', '=', importId)
      .where(sql<SqlBool>`(file, first + count - 1) > (${at}, ${number})`);
    if (file !== undefined) batches = batches.where('file', '=', file);
    if (outcomes) batches = batches.where(sql<SqlBool>`outcomes && ${[...outcomes]}::text[]`);
    if (noted !== undefined) batches = batches.where(noted ? sql<SqlBool>`noted > 0` : sql<SqlBool>`noted < count`);
    const batch = await batches.orderBy('file').orderBy('first').limit(1).executeTakeFirst();
    if (!batch) break;
    for (const row of await numbered(batch)) {
      if (row.file === after.file && row.number <= after.number) continue;
      if (outcomes && !outcomes.includes(row.outcome)) continue;
      if (noted !== undefined && row.notes.length > 0 !== noted) continue;
      if (found.length < limit) found.push(row);
    }
    [at, number] = [batch.file, batch.first + batch.count - 1];
  }
  return found;
}

/** The last rows of a file before `number`, at most `limit`; for whoever works as the owner of the tables. */
export async function lastKeptRows(
  tx: Tx,
  { workspaceId, importId, file, before }: { workspaceId: string; importId: string; file: number; before: number },
  limit: number,
): Promise<Numbered[]> {
  const batch = await tx
    .selectFrom('import_batch')
    .select(['file', 'first', 'rows'])
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', importId)
    .where('file', '=', file)
    .where('first', '<', before)
    .orderBy('first', 'desc')
    .limit(1)
    .executeTakeFirst();
  return batch ? (await numbered(batch)).filter((row) => row.number < before).slice(-limit) : [];
}

async function numbered({ file, first, rows }: { file: number; first: number; rows: Uint8Array }): Promise<Numbered[]> {
  return (await opened(rows)).map((row, index) => ({ ...row, file, number: first + index }));
}
