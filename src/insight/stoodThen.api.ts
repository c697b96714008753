import { sql, type RawBuilder } from 'kysely';
import type { Call } from '../platform/serve.ts';
import { view, type CycleState } from '../relationship/cycle.ts';
import { hearing } from '../relationship/ledger.api.ts';
import type { Position, SaleType } from '../relationship/vocabulary.ts';
import type { Sample } from './sample.api.ts';

/**
 * Relationships that stand elsewhere than their last touchpoint left them, though nothing has happened since that day: time alone has moved them, and may
 * have done so long before. Where they stood on that day follows from their state, which is still the one of then. Joined as `stood`, by account.
 */
export async function stoodThen(call: Call, since: Date, sample: Sample, saleType: SaleType | undefined): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ account_id: string; state: CycleState }>`select r.account_id, r.state from relationship r
    where r.alive and ${sample.holds(sql`r.account_id`)} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``} and r.position <> r.state ->> 'shown' and (r.state ->> 'at')::float8 <= ${since.getTime()}`.execute(call.db);
  const { model } = rows.length > 0 ? await hearing(call.db) : { model: undefined };
  const positions: Position[] = rows.map(({ state }) => view(state, since.getTime(), model!).shown);
  return sql`(select * from unnest(${rows.map((row) => row.account_id)}::uuid[], ${positions}::text[]) as stood (account_id, position)) as stood`;
}
