import { sql, type SqlBool } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { forceContract } from './contract.ts';
import { plainTerritories } from './territories.api.ts';
import { withBelow } from './territories.ts';
import { placeOf } from './territories-sql.ts';

/** What lies behind the figures of a territory, as far as the person may see it. */
export const inTerritoryHandlers: Pick<Handlers<typeof forceContract>, 'listInTerritory' | 'listTerritorySales'> = {
  async listInTerritory(call, { params, query: { only, ...paging } }) {
    let rows = call.db
      .selectFrom('account as a')
      .leftJoin('relationship as r', (on) =>
        on.onRef('r.workspace_id', '=', 'a.workspace_id').onRef('r.account_id', '=', 'a.id'),
      )
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'a.owner_id'))
      .where('a.deleted_at', 'is', null)
      .where(await liesIn(call, params.id))
      .select([
        'a.id',
        'a.name',
        'a.name_key',
        'a.country',
        'm.name as ownerName',
        'r.phase',
        'r.position',
        'r.next_step_due_at as nextStepDue',
      ])
      .select(sql<number>`coalesce(r.revenue, 0)::float8`.as('revenue'));
    if (only === 'customers') rows = rows.where('r.phase', 'in', ['ownership', 'usage']);
    if (only === 'without owner') rows = rows.where('a.owner_id', 'is', null);
    if (only === 'without step') rows = rows.where('r.next_step_due_at', 'is', null);
    return pageOf(
      rows,
      [
        { by: sql.ref('a.name_key'), key: 'name_key', type: 'text' },
        { by: sql.ref('a.id'), key: 'id', type: 'uuid' },
      ],
      paging,
    );
  },

  async listTerritorySales(call, { params, query }) {
    const rows = call.db
      .selectFrom('opportunity as o')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 'o.account_id'))
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'o.owner_id'))
      .where('o.outcome', '=', 'open')
      .where('o.deleted_at', 'is', null)
      .where('a.deleted_at', 'is', null)
      .where(await liesIn(call, params.id))
      .select([
        'o.id',
        'o.name',
        'a.name as accountName',
        'm.name as ownerName',
        'o.stage',
        'o.currency',
        'o.expected_close_on as expectedCloseOn',
      ])
      .select(sql<number>`coalesce(o.amount, 0)::float8`.as('amount'));
    return pageOf(
      rows,
      [
        { by: sql`coalesce(o.amount, 0)`, key: 'amount', type: 'numeric', descending: true },
        { by: sql.ref('o.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
  },
};

/** Whether the account `a` lies in a territory or in one below it. */
async function liesIn(call: Call, id: string) {
  const all = await plainTerritories(call);
  if (!all.some((each) => each.id === id)) throw notFound('territory');
  return sql<SqlBool>`${placeOf(all)} = any (${withBelow(id, all)}::uuid[])`;
}
