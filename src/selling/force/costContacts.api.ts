import { sql, type SqlBool } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import type { Handlers } from '../../platform/serve.ts';
import type { forceContract } from './contract.ts';
import { costSince } from './overview.api.ts';

/** The contacts that the cost of sale adds up: by the same rule as the counts that are kept of them. */
export const costContactHandlers: Pick<Handlers<typeof forceContract>, 'listCostContacts'> = {
  async listCostContacts(call, { query: { saleType, ...paging } }) {
    const { memberId, scope } = call.who;
    let rows = call.db
      .selectFrom('touchpoint as t')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 't.account_id'))
      .innerJoin('member as m', (on) => sameRecord(on, 'm', 't.member_id'))
      .leftJoin('relationship as r', (on) =>
        on.onRef('r.workspace_id', '=', 't.workspace_id').onRef('r.account_id', '=', 't.account_id'),
      )
      .where(sql<SqlBool>`t.at >= ${costSince(call.now)}::timestamp at time zone 'UTC'`)
      .where(sql<SqlBool>`is_contact(t.channel, t.kind, t.retracts)`)
      .where(
        sql<SqlBool>`not exists (select from touchpoint l where l.workspace_id = t.workspace_id and l.supersedes_id = t.id)`,
      )
      .where(sql<SqlBool>`coalesce(r.sale_type, 'commercial') = ${saleType}`)
      .select([
        't.id',
        't.account_id as accountId',
        'a.name as accountName',
        'm.name as memberName',
        't.kind',
        't.subject',
        't.at',
        't.minutes',
      ]);
    // As with the counts: whoever leads a team reads what the team did.
    if (!scope.sees.includes('payback') && !scope.sees.includes('coaching'))
      rows = rows.where('t.member_id', 'in', [...new Set([memberId, ...scope.members])]);
    return pageOf(
      rows,
      [
        { by: sql.ref('t.at'), key: 'at', type: 'timestamptz', descending: true },
        { by: sql.ref('t.id'), key: 'id', type: 'uuid', descending: true },
      ],
      paging,
    );
  },
};
