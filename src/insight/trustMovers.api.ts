import { sql } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import type { insightContract, TrustMover } from './contract.ts';

export const insightHandlers: Handlers<typeof insightContract> = {
  async readTrustMovers(call, { query }) {
    const since = new Date(call.now.getTime() - query.days * 86_400_000);
    const { rows } = await sql<TrustMover>`
      select s.kind, count(*)::int as touchpoints, count(distinct s.account_id)::int as accounts, sum(s.trust_move)::float8 as trust, sum(s.interest_move)::float8 as interest
      from cycle_step s where s.at >= ${since} and s.at <= ${call.now} group by s.kind order by sum(s.trust_move)`.execute(call.db);
    const { rows: all } = await sql<{ accounts: number }>`select count(distinct s.account_id)::int as accounts from cycle_step s where s.at >= ${since} and s.at <= ${call.now}`.execute(call.db);
    return { items: rows, touchpoints: rows.reduce((sum, row) => sum + row.touchpoints, 0), accounts: all[0]?.accounts ?? 0, days: query.days };
  },
};
