import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import type { Call } from '../../platform/serve.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import type { PastDip } from '../dip.ts';
import type { Known } from './known.api.ts';
import { isDip, pastDipOf } from './watching.ts';

/** The latest dips of customers who came back, of the sale types of these accounts. */
export async function dipsBeside(call: Call, accountIds: readonly string[]): Promise<PastDip[]> {
  const { rows } = await sql<{
    sale_type: SaleType;
    dips: [number, number][] | null;
  }>`select * from past_dips_beside(${accountIds}::uuid[])`.execute(call.db);
  return rows.flatMap(({ sale_type: saleType, dips }) =>
    (dips ?? []).map(([depth, days]) => ({ saleType, depth, days })),
  );
}

/** Customers who came back since their close are noted once: what "expected" means is learnt from them. */
export async function notePastDips(call: Call, known: readonly Known[]): Promise<void> {
  const back = known.filter(
    (each) =>
      !each.dipNoted &&
      (each.position === 'enlightenment' || each.position === 'realized') &&
      isDip(each.trustAtClose, each.lowestTrust),
  );
  if (back.length === 0) return;
  const { rows } = await sql<{ account_id: string; at: Date; trust: number }>`
    select s.account_id, s.at, s.trust_after as trust from jsonb_to_recordset(${JSON.stringify(back.map((each) => ({ id: each.accountId, closed: each.closedAt })))}::jsonb) as b(id uuid, closed timestamptz)
    join cycle_step s on s.workspace_id = ${call.who.workspaceId} and s.account_id = b.id and s.at > b.closed and s.at < b.closed + interval '400 days'`.execute(
    call.db,
  );
  const steps = Map.groupBy(rows, (row) => row.account_id);
  const dips = back.flatMap((each) => {
    const dip = pastDipOf(
      each.saleType,
      each.closedAt.getTime(),
      each.trustAtClose!,
      (steps.get(each.accountId) ?? []).map(({ at, trust }) => ({ at: at.getTime(), trust })),
    );
    return dip
      ? [
          {
            workspace_id: call.who.workspaceId,
            account_id: each.accountId,
            closed_at: each.closedAt,
            sale_type: dip.saleType,
            depth: dip.depth,
            days: dip.days,
            noted_at: call.now,
          },
        ]
      : [];
  });
  await insertMany(call.db, 'past_dip', columns, dips, 'on conflict do nothing');
}

const columns = {
  workspace_id: 'uuid',
  account_id: 'uuid',
  closed_at: 'timestamptz',
  sale_type: 'text',
  depth: 'real',
  days: 'real',
  noted_at: 'timestamptz',
};
