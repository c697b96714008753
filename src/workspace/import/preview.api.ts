import type { Returns } from '../../platform/contract.ts';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Handlers } from '../../platform/serve.ts';
import { applyPlan } from './drafts/apply.ts';
import type { importContract } from './contract.ts';
import { openRows } from './read/files.ts';
import { fileName, found } from './found.api.ts';
import type { Imports } from './imports.api.ts';
import { isRow, type Read } from './read/row.ts';

/** The first rows of a file as the records that they will become. */
export const previewHandlers = (
  imports: Pick<Imports, 'disk'>,
): Pick<Handlers<typeof importContract>, 'previewImport'> => ({
  async previewImport(call, { params, query }) {
    const record = await call.transact((inner) => found(inner, params.id));
    const file = record.plan?.files.find((each) => each.file === query.file);
    if (!record.plan || !file) throw notFound('file');
    const number = record.files.find((each) => each.name === fileName(file))?.number ?? 0;
    const source = imports.disk.read({ workspaceId: call.who.workspaceId, importId: params.id, number });
    const apply = applyPlan(record.plan, file, { today: dayOf(call.now) });
    const reads = await firstReads(openRows(file, source, { now: call.now.toISOString() }), sampleSize);
    const rows = reads.slice(0, query.rows).map((read): PreviewRow => {
      if (!isRow(read))
        return {
          line: read.line,
          outcome: 'fail',
          records: [],
          notes: [{ code: read.problem, value: read.raw.slice(0, 200) }],
        };
      const { outcome, notes, drafts } = apply(read);
      return {
        line: read.line,
        outcome,
        notes,
        records: drafts.map((draft) => ({
          target: draft.target,
          values: draft.values,
          references: Object.fromEntries(Object.entries(draft.refs).map(([field, ref]) => [field, ref.said])),
          custom: draft.custom,
        })),
      };
    });
    return { rows, values: valuesOf(reads) };
  },
});

type PreviewRow = Returns<typeof importContract.previewImport>['rows'][number];

/** Rows that are looked at for a column's first values. */
const sampleSize = 200;

async function firstReads(batches: AsyncIterable<Read[]>, most: number): Promise<Read[]> {
  const reads: Read[] = [];
  for await (const batch of batches) {
    reads.push(...batch.slice(0, most - reads.length));
    if (reads.length >= most) break;
  }
  return reads;
}

function valuesOf(reads: readonly Read[]): Record<string, string[]> {
  const values = new Map<string, Set<string>>();
  for (const read of reads.filter(isRow))
    for (const [column, value] of Object.entries(read.row)) {
      const said = values.get(column) ?? new Set();
      values.set(column, said);
      if (said.size < 4 && value.trim() !== '') said.add(value.trim().slice(0, 120));
    }
  return Object.fromEntries([...values].map(([column, said]) => [column, [...said]]));
}
