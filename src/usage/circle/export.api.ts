import type { Handlers } from '../../platform/serve.ts';
import { csvAnswer, rowsOfPages, type Cell } from '../../workspace/export.ts';
import type { circleContract, InfluenceRecord } from './contract.ts';
import { edgesPage } from './edges.api.ts';

/** Rows read in one transaction. */
const atOnce = 500;

export const exportHandlers: Pick<Handlers<typeof circleContract>, 'exportInfluences'> = {
  async exportInfluences(call, { query }) {
    await call.transact((inner) =>
      inner.record('influence.exported', { kind: 'influence', id: null }, { filter: query }),
    );
    const rows = rowsOfPages(call, (inner, cursor) => edgesPage(inner, { ...query, cursor, limit: atOnce }), cellsOf);
    return csvAnswer({ name: 'influences', headers, rows });
  },
};

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
