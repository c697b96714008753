import type { Call, Handlers } from '../../platform/serve.ts';
import { csvFile, type Cell } from '../../workspace/export.ts';
import type { SpottedRecord, spottedContract } from './contract.ts';
import { notesPage } from './read.api.ts';

/** Rows read in one short transaction: a slow reader of the file holds nothing open. */
const atOnce = 500;

export const exportHandlers: Pick<Handlers<typeof spottedContract>, 'exportSpotted'> = {
  async exportSpotted(call, { query }) {
    await call.transact((inner) => inner.record('spotted.exported', { kind: 'spotted', id: null }, { filter: query }));
    const pieces = csvFile({ name: 'spotted', headers, rows: rowsOf(call, query) });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = await pieces.next();
        if (piece.done) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="spotted.csv"',
        'cache-control': 'no-store',
      },
    });
  },
};

async function* rowsOf(
  call: Call,
  filter: Omit<Parameters<typeof notesPage>[1], 'cursor' | 'limit'>,
): AsyncGenerator<readonly Cell[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await call.transact((inner) => notesPage(inner, { ...filter, cursor, limit: atOnce }), 30);
    for (const item of items) yield cellsOf(item);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const headers = [
  'id',
  'noted at',
  'spotted by',
  'account',
  'for',
  'what',
  'urgency',
  'may contact',
  'state',
  'answered by',
  'answered at',
  'answer due',
  'reason',
  'note',
  'sale stage',
  'sale outcome',
  'amount',
  'currency',
  'closed on',
];

const cellsOf = (note: SpottedRecord): readonly Cell[] => [
  note.id,
  note.notedAt,
  note.originatorName,
  note.accountName,
  note.forName,
  note.what,
  note.urgency,
  note.mayContact,
  note.state,
  note.answeredByName,
  note.answeredAt,
  note.answerDueAt,
  note.reason,
  note.answerNote,
  note.sale?.stage,
  note.sale?.outcome,
  note.sale?.amount,
  note.sale?.currency,
  note.sale?.closedOn,
];
