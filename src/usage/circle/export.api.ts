import type { Call, Handlers } from '../../platform/serve.ts';
import { csvFile, type Cell } from '../../workspace/export.ts';
import type { circleContract, InfluenceRecord } from './contract.ts';
import { edgesPage } from './edges.api.ts';

/** Rows read in one short transaction: a slow reader of the file holds nothing open. */
const atOnce = 500;

export const exportHandlers: Pick<Handlers<typeof circleContract>, 'exportInfluences'> = {
  async exportInfluences(call, { query }) {
    await call.transact((inner) =>
      inner.record('influence.exported', { kind: 'influence', id: null }, { filter: query }),
    );
    const pieces = csvFile({ name: 'influences', headers, rows: rowsOf(call, query) });
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
        'content-disposition': 'attachment; filename="influences.csv"',
        'cache-control': 'no-store',
      },
    });
  },
};

type Filter = Omit<Parameters<typeof edgesPage>[1], 'cursor' | 'limit'>;

async function* rowsOf(call: Call, filter: Filter): AsyncGenerator<readonly Cell[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await call.transact((inner) => edgesPage(inner, { ...filter, cursor, limit: atOnce }), 30);
    for (const item of items) yield cellsOf(item);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const headers = [
  'id',
  'kind',
  'from account',
  'from person',
  'to account',
  'to person',
  'on',
  'share',
  'evidence',
  'would have come anyway',
  'thanked at',
  'thanks',
];

const cellsOf = (edge: InfluenceRecord): readonly Cell[] => [
  edge.id,
  edge.kind,
  edge.fromAccount?.name,
  edge.fromContact?.name,
  edge.toAccount.name,
  edge.toContact?.name,
  edge.happenedOn,
  edge.weight,
  edge.evidence,
  edge.wouldHaveCome,
  edge.thankedAt,
  edge.thanks,
];
