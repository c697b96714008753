import { dayOf } from '../platform/days.ts';
import { conflict, invalid } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { daysToWithdraw, decideCompetitors, keepExpectations } from './closing/closing.api.ts';
import { firmOn, reassurance } from './closing/coolingOff.ts';
import { rulesOf } from './closing/rules.api.ts';
import type { SaleRow } from './columns-sql.ts';
import type { purchaseContract } from './contract.ts';
import { changeSale, noteStage } from './stageLog.api.ts';
import type { BuyingStage } from './stages.ts';
import { foundSale, keepDerived, loadSale, saleToChange } from './store.api.ts';

export const outcomeHandlers: Pick<
  Handlers<typeof purchaseContract>,
  'winOpportunity' | 'loseOpportunity' | 'reopenOpportunity'
> = {
  async winOpportunity(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id);
    if (sale.outcome === 'won') throw conflict('won_already', 'This sale is won already.');
    if (body.because !== undefined) mustBeReason(body.because, (await rulesOf(call.db)).wonReasons, 'because');
    if (body.amount !== undefined)
      await call.db.updateTable('opportunity').set({ amount: body.amount }).where('id', '=', id).execute();
    const expectations = body.expectations ?? [];
    await keepExpectations(call, id, expectations);
    await closeSale(
      call,
      { ...sale, amount: body.amount ?? sale.amount },
      {
        outcome: 'won',
        on: body.on ?? dayOf(call.now),
        because: body.because ?? null,
        reason: joined(body.because, body.reason),
        lostTo: null,
        detail: {
          expectation: body.expectation ?? (expectations.map(({ expects }) => expects).join('\n') || null),
          expectations,
          why: body.reason ?? null,
        },
      },
    );
    return foundSale(call, id);
  },

  async loseOpportunity(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id);
    if (sale.outcome === 'lost') throw conflict('lost_already', 'This sale is lost already.');
    mustBeReason(body.reason, (await rulesOf(call.db)).lostReasons, 'reason');
    await closeSale(call, sale, {
      outcome: 'lost',
      on: body.on ?? dayOf(call.now),
      because: body.reason,
      reason: joined(body.reason, body.note),
      lostTo: body.lostTo ?? null,
      whyThem: body.whyThem ?? null,
      detail: { reason: body.reason, note: body.note ?? null, lostTo: body.lostTo ?? null, approach: body.approach },
    });
    return foundSale(call, id);
  },

  async reopenOpportunity(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id);
    if (sale.outcome === 'open') throw conflict('open_already', 'This sale is open.');
    await changeSale(call, id, {
      outcome: 'open',
      outcome_reason: null,
      close_reason: null,
      lost_to: null,
      closed_on: null,
      firm_on: null,
      stage_since: call.now,
    });
    await decideCompetitors(call, id, 'open', null);
    await noteStage(call, id, { from: sale.stage, to: sale.stage, evidence: body.reason });
    await keepDerived(call, id);
    await call.record(
      'opportunity.reopened',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { name: sale.name, reason: body.reason, changes: { outcome: [sale.outcome, 'open'] } },
    );
    return foundSale(call, id);
  },
};

interface Closing {
  outcome: 'won' | 'lost';
  on: string;
  /** From the workspace's list. */
  because?: string | null;
  reason: string | null;
  lostTo: string | null;
  whyThem?: string | null;
  detail: Record<string, unknown>;
}

export async function closeSale(call: Call, sale: SaleRow, closing: Closing): Promise<void> {
  if (closing.on > dayOf(call.now))
    throw invalid([{ path: 'on', message: 'A sale is closed today or earlier, not in the future' }]);
  const stage: BuyingStage = closing.outcome === 'won' ? 'action' : sale.stage;
  // What was known just before: afterwards every won sale looks certain.
  const { judged } = await loadSale(call, sale.id);
  const days = closing.outcome === 'won' ? await daysToWithdraw(call, sale) : 0;
  const firm = firmOn(closing.on, days);
  await changeSale(call, sale.id, {
    outcome: closing.outcome,
    outcome_reason: closing.reason,
    close_reason: closing.because ?? null,
    lost_to: closing.lostTo,
    closed_on: closing.on,
    firm_on: firm,
    stage,
  });
  await decideCompetitors(
    call,
    sale.id,
    closing.outcome,
    closing.lostTo === null ? null : { name: closing.lostTo, why: closing.whyThem ?? null },
  );
  await noteStage(call, sale.id, {
    from: sale.stage,
    to: stage,
    outcome: closing.outcome,
    evidence: closing.reason,
    facts: judged.facts,
  });
  await call.record(
    `opportunity.${closing.outcome}`,
    { kind: 'opportunity', id: sale.id, accountId: sale.accountId },
    {
      name: sale.name,
      outcome: closing.outcome,
      saleType: sale.saleType,
      amount: sale.amount,
      because: closing.because ?? null,
      closedOn: closing.on,
      // A consumer may withdraw until the day before; until then we reassure.
      firmOn: firm,
      reassurance: reassurance(closing.on, days).filter((step) => step.on >= dayOf(call.now)),
      changes: { outcome: [sale.outcome, closing.outcome] },
      ...closing.detail,
    },
  );
}

function mustBeReason(reason: string, known: readonly string[], path: string): void {
  if (!known.includes(reason))
    throw invalid([{ path, message: `This is no reason of this workspace. There are: ${known.join(', ')}` }]);
}

const joined = (reason: string | undefined, note: string | undefined): string | null =>
  [reason, note].filter((part) => part !== undefined).join(': ') || null;
