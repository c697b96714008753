import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { notFound } from '../../platform/problem.ts';
import { pageOf } from '../../platform/paging.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { forceContract } from './contract.ts';
import { costSince } from './overview.api.ts';

type Own = 'listFurtherCosts' | 'addFurtherCost' | 'removeFurtherCost';

/** What was spent on selling besides the hours of contacts: entered by hand, by type and month. */
export const furtherCostHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  async listFurtherCosts(call, { query: { saleType, ...paging } }) {
    return pageOf(
      costs(call)
        .where('c.sale_type', '=', saleType)
        .where('c.month', '>=', sql<string>`${costSince(call.now)}::date`),
      [
        { by: sql.ref('c.month'), key: 'month', type: 'date', descending: true },
        { by: sql.ref('c.id'), key: 'id', type: 'uuid', descending: true },
      ],
      paging,
    );
  },

  async addFurtherCost(call, { body }) {
    const id = call.newId();
    const month = `${body.month.slice(0, 7)}-01`;
    await call.db
      .insertInto('selling_cost')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        sale_type: body.saleType,
        month,
        kind: body.kind,
        amount: body.amount,
        note: body.note,
        member_id: call.who.memberId,
        created_at: call.now,
      })
      .execute();
    await call.record('force.further cost added', { kind: 'workspace', id: call.who.workspaceId }, { ...body, month });
    return costs(call).where('c.id', '=', id).executeTakeFirstOrThrow();
  },

  async removeFurtherCost(call, { params }) {
    const gone = await costs(call).where('c.id', '=', params.id).executeTakeFirst();
    if (!gone) throw notFound('cost');
    await call.db.deleteFrom('selling_cost').where('id', '=', params.id).execute();
    await call.record(
      'force.further cost removed',
      { kind: 'workspace', id: call.who.workspaceId },
      { month: gone.month, kind: gone.kind, amount: gone.amount },
    );
    return { done: true };
  },
};

const costs = (call: Call) =>
  call.db
    .selectFrom('selling_cost as c')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'c.member_id'))
    .select(['c.id', 'c.sale_type as saleType', 'c.month', 'c.kind', 'c.amount', 'c.note', 'm.name as memberName']);
