import { sql, type Updateable } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { stale } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import type { SaleRow } from './columns-sql.ts';
import type { SaleFacts } from './saleFeatures.ts';
import type { BuyingStage } from './stages.ts';
import { foundSale } from './store.api.ts';

/** Every change of a sale's stage or outcome is one line, with what was known of the sale at that moment. */

interface StageChange {
  from: BuyingStage | null;
  to: BuyingStage;
  outcome?: 'open' | 'won' | 'lost';
  evidence?: string | null;
  withoutEvidence?: boolean;
  facts?: SaleFacts;
}

export async function noteStage(call: Call, saleId: string, change: StageChange): Promise<void> {
  await call.db
    .insertInto('opportunity_stage')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      opportunity_id: saleId,
      from_stage: change.from,
      to_stage: change.to,
      outcome: change.outcome ?? 'open',
      evidence: change.evidence ?? null,
      without_evidence: change.withoutEvidence ?? false,
      facts: change.facts ? JSON.stringify(change.facts) : null,
      member_id: call.who.memberId,
      at: call.now,
    })
    .execute();
}

export async function setStage(
  call: Call,
  sale: SaleRow,
  stage: BuyingStage,
  how: { facts: SaleFacts; evidence: string | null; withoutEvidence: boolean },
): Promise<void> {
  await changeSale(call, sale.id, { stage, stage_since: call.now });
  await noteStage(call, sale.id, { from: sale.stage, to: stage, ...how });
  await call.record(
    'opportunity.stage changed',
    { kind: 'opportunity', id: sale.id, accountId: sale.accountId },
    {
      name: sale.name,
      evidence: how.evidence,
      withoutEvidence: how.withoutEvidence,
      changes: { stage: [sale.stage, stage] },
    },
  );
}

export async function changeSale(call: Call, id: string, values: Updateable<Database['opportunity']>): Promise<void> {
  const changed = await call.db
    .updateTable('opportunity')
    .set({ ...values, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw stale(await foundSale(call, id));
}
