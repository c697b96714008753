import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { invalid, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { purchaseContract } from './contract.ts';
import { matrixTotals } from './decisionMatrix.ts';
import { decisionMatrixOf } from './judge.ts';
import { forecastProcedure } from './procedure.ts';
import type { MatrixContent, Procedure } from './records.ts';
import { foundSale, keepDerived, latestMatrix, procedureOf, saleToChange, teamOf } from './store.api.ts';

export const matrixHandlers: Pick<
  Handlers<typeof purchaseContract>,
  'saveMatrix' | 'listMatrixVersions' | 'saveProcedure'
> = {
  async saveMatrix(call, { params: { id }, body: { basedOn, matrix, note } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    const latest = await latestMatrix(call, id);
    if ((latest?.version ?? 0) !== basedOn) throw stale(latest);
    const team = await teamOf(call, id);
    const voices = [...matrix.scores.map((score) => score.member), ...Object.keys(matrix.weights)];
    if (voices.some((voice) => !team.some((member) => member.id === voice)))
      throw invalid([{ path: 'matrix.scores', message: 'Only members of the buying team give weights and scores' }]);
    await call.db
      .insertInto('decision_matrix')
      .values({
        workspace_id: call.who.workspaceId,
        opportunity_id: id,
        version: basedOn + 1,
        matrix: JSON.stringify(matrix),
        note: note ?? null,
        member_id: call.who.memberId,
        at: call.now,
      })
      .execute();
    await call.record(
      'opportunity.matrix saved',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { version: basedOn + 1 },
    );
    return (await latestMatrix(call, id))!;
  },

  async listMatrixVersions(call, { params: { id } }) {
    await foundSale(call, id);
    const team = await teamOf(call, id);
    const rows = await call.db
      .selectFrom('decision_matrix as d')
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'd.member_id'))
      .select(['d.version', sql<MatrixContent>`d.matrix`.as('matrix'), 'd.note', 'm.name as memberName', 'd.at'])
      .where('d.opportunity_id', '=', id)
      .orderBy('d.version', 'desc')
      .limit(100)
      .execute();
    return {
      items: rows.map((row) => ({ ...row, totals: matrixTotals(decisionMatrixOf(row.matrix, team)).together })),
    };
  },

  async saveProcedure(call, { params: { id }, body: { basedOn, ...given } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    mustRun(call, given);
    const before = await procedureOf(call, id);
    if ((before?.version ?? 0) !== basedOn) throw stale(before);
    const values = {
      steps: JSON.stringify(given.steps),
      requirements: JSON.stringify(given.requirements),
      needed_on: given.neededOn,
      bid: given.bid,
      bid_reason: given.bidReason,
      updated_at: call.now,
    };
    await call.db
      .insertInto('purchase_procedure')
      .values({ workspace_id: call.who.workspaceId, opportunity_id: id, ...values })
      .onConflict((on) =>
        on.columns(['workspace_id', 'opportunity_id']).doUpdateSet({ ...values, version: basedOn + 1 }),
      )
      .execute();
    await keepDerived(call, id);
    await call.record(
      'opportunity.procedure saved',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { bid: given.bid },
    );
    return (await procedureOf(call, id))!;
  },
};

/** Steps that wait for each other would never end. */
function mustRun(call: Call, { steps }: Pick<Procedure, 'steps'>): void {
  if (steps.length === 0) return;
  try {
    forecastProcedure(
      steps.map(({ id, after, days }) => ({ id, after, days, dueOn: null, doneOn: null })),
      null,
      call.now,
    );
  } catch (error) {
    if (error instanceof RangeError) throw invalid([{ path: 'steps', message: error.message }]);
    throw error;
  }
}
