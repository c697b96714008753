import Papa from 'papaparse';
import { cursorOf, placeOf } from '../../platform/paging.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { textStream } from '../export.ts';
import type { importContract } from './contract.ts';
import { errorFile, type ErrorRow } from './read/errorRows.ts';
import { takeSamples } from './read/files.ts';
import { fileName, found } from './found.api.ts';
import { eventHeaders } from './read/ical.ts';
import type { Imports } from './imports.api.ts';
import { keptRows, type Wanted } from './write/keptRows.api.ts';
import type { FilePlan } from './plan/plan.ts';
import { cardHeaders } from './read/vcard.ts';

/** The rows of an import as they stood in the file, with what became of each. */
export const rowHandlers = (
  imports: Pick<Imports, 'disk'>,
): Pick<Handlers<typeof importContract>, 'listImportRows' | 'downloadImportErrors'> => ({
  async listImportRows(call, { params, query }) {
    const record = await found(call, params.id);
    const index = record.plan?.files.findIndex((file) => file.file === query.file) ?? -1;
    const wanted: Wanted = {
      file: query.file === undefined ? undefined : index,
      outcomes: query.outcome && [query.outcome],
      noted: query.noted,
    };
    const [file, number] = (query.cursor ? placeOf(query.cursor, 2) : [-1, 0]).map(Number) as [number, number];
    const rows = await keptRows(call.db, params.id, wanted, { file, number }, query.limit + 1);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => ({
        file: record.plan?.files[row.file]?.file ?? '',
        number: row.number,
        line: row.line,
        raw: row.raw,
        outcome: row.outcome,
        notes: [...row.notes],
        records: row.records.map(([kind, id]) => ({ kind, id })),
      })),
      next: rows.length > query.limit && last ? cursorOf([last.file, last.number]) : null,
    };
  },

  async downloadImportErrors(call, { params, query }) {
    const record = await call.transact((inner) => found(inner, params.id));
    const index = record.plan?.files.findIndex((each) => each.file === query.file) ?? -1;
    const file = record.plan?.files[index];
    if (!file) throw notFound('file');
    const number = record.files.find((each) => each.name === fileName(file))?.number ?? 0;
    const source = imports.disk.read({ workspaceId: call.who.workspaceId, importId: params.id, number });
    const headers = await headersOf(file, source);
    const rows = refusedRows(call, params.id, {
      file,
      index,
      headers,
      outcomes: query.skipped ? ['failed', 'skipped'] : ['failed'],
    });
    const name = `${
      file.file
        .replace(/\.\w+$/, '')
        .replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ')
        .trim() || 'rows'
    } errors.csv`;
    return new Response(textStream(errorFile(headers, rows)), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      },
    });
  },
});

async function headersOf(file: FilePlan, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
  if (file.format === 'vcard') return [...cardHeaders];
  if (file.format === 'ical') return [...eventHeaders];
  const samples = await takeSamples(fileName(file), source);
  return samples.find((sample) => sample.file === file.file)?.headers ?? samples[0]?.headers ?? [];
}

/** Cut into columns again from what stood there; read page by page, so that a slow reader holds no connection. */
async function* refusedRows(
  call: Call,
  importId: string,
  {
    file,
    index,
    headers,
    outcomes,
  }: { file: FilePlan; index: number; headers: readonly string[]; outcomes: ('failed' | 'skipped')[] },
): AsyncGenerator<ErrorRow> {
  for (let after = 0; ;) {
    const rows = await call.transact((inner) =>
      keptRows(inner.db, importId, { file: index, outcomes }, { file: index, number: after }, 1000),
    );
    for (const { line, raw, notes } of rows) yield { read: cut(file, headers, line, raw), notes };
    const last = rows.at(-1);
    if (!last) return;
    after = last.number;
  }
}

function cut(file: FilePlan, headers: readonly string[], line: number, raw: string): ErrorRow['read'] {
  if (file.format === 'vcard' || file.format === 'ical') return { line, raw, problem: 'not readable' };
  const { data, errors } = Papa.parse<string[]>(raw, {
    delimiter: file.format === 'xlsx' ? ',' : (file.delimiter ?? ','),
  });
  const values = data[0];
  if (!values || data.length !== 1 || errors.some((error) => error.type === 'Quotes') || values.length > headers.length)
    return { line, raw, problem: 'not readable' };
  return { line, raw, row: Object.fromEntries(headers.map((header, column) => [header, values[column] ?? ''])) };
}
