import type { Handlers } from '../../platform/serve.ts';
import { csvAnswer, rowsOfPages, type Cell } from '../../workspace/export.ts';
import type { SpottedRecord, spottedContract } from './contract.ts';
import { notesPage } from './read.api.ts';

/** Rows read in one transaction. */
const atOnce = 500;

export const exportHandlers: Pick<Handlers<typeof spottedContract>, 'exportSpotted'> = {
  async exportSpotted(call, { query }) {
    await call.transact((inner) => inner.record('spotted.exported', { kind: 'spotted', id: null }, { filter: query }));
    const rows = rowsOfPages(call, (inner, cursor) => notesPage(inner, { ...query, cursor, limit: atOnce }), cellsOf);
    return csvAnswer({ name: 'spotted', headers, rows });
  },
};

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
