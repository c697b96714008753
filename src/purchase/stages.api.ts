import { dayOf } from '../platform/days.ts';
import { conflict } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { SaleRow } from './columns-sql.ts';
import type { purchaseContract } from './contract.ts';
import { currentStage, type PlannedStep } from './processPlan.ts';
import { setStage } from './stageLog.api.ts';
import { buyingStages, type BuyingStage } from './stages.ts';
import { storeStep, writeOn } from './steps.api.ts';
import { foundSale, keepDerived, loadSale, saleToChange, type Loaded } from './store.api.ts';

export const stageHandlers: Pick<Handlers<typeof purchaseContract>, 'moveStage' | 'writeStep'> = {
  async moveStage(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id);
    mustBeOpen(sale);
    let loaded = await loadSale(call, id);
    for (const proof of body.proofs ?? [])
      await writeOn(call, loaded, proof.step, { proof: { what: proof.what, at: proof.at ?? dayOf(call.now) } });
    if (body.proofs?.length) loaded = await loadSale(call, id);
    if (sale.stage === body.stage) {
      await keepDerived(call, id);
      return foundSale(call, id);
    }
    const missing = missingBefore(loaded, body.stage);
    if (missing.length > 0 && body.anyway === undefined)
      throw conflict(
        'evidence_missing',
        `A stage is left on what the buyer did. Still missing: ${missing.map((step) => step.evidence).join('; ')}.`,
        { missing: missing.map(({ id: step, title, evidence, stages }) => ({ id: step, title, evidence, stages })) },
      );
    await setStage(call, sale, body.stage, {
      facts: loaded.judged.facts,
      evidence: body.anyway ?? body.proofs?.map((proof) => proof.what).join('; ') ?? null,
      withoutEvidence: missing.length > 0,
    });
    await keepDerived(call, id);
    return foundSale(call, id);
  },

  async writeStep(call, { params: { id, step }, body }) {
    await saleToChange(call, id, { anyVersion: true });
    await writeOn(call, await loadSale(call, id), step, {
      ...(body.proof === undefined
        ? {}
        : { proof: body.proof && { what: body.proof.what, at: body.proof.at ?? dayOf(call.now) } }),
      ...(body.note === undefined ? {} : { note: body.note }),
      ...(body.dueOn === undefined ? {} : { dueOn: body.dueOn }),
    });
    const loaded = await keepDerived(call, id);
    const moved = body.proof != null && (await follow(call, loaded, body.proof.what));
    const now = await foundSale(call, id);
    return { stage: now.stage, moved, version: now.version };
  },
};

/** Evidence that the buyer left without us: on steps of the plan, or on one of the sale's own; the stage follows by itself. */
export async function proveByBuyer(
  call: Call,
  saleId: string,
  steps: readonly (string | { id: string; stage: BuyingStage; title: string; evidence: string })[],
  proof: { what: string; at: string },
): Promise<void> {
  for (const step of steps) {
    if (typeof step === 'string') await writeOn(call, await loadSale(call, saleId), step, { proof });
    else
      await storeStep(call, saleId, {
        id: step.id,
        stages: [step.stage],
        title: step.title,
        evidence: step.evidence,
        required: true,
        proof,
        note: null,
        dueOn: null,
        own: true,
        inPlan: true,
      });
  }
  await follow(call, await keepDerived(call, saleId), proof.what);
}

/** The stage is left by itself once the buyer has done all that it asks for. */
async function follow(call: Call, { sale, judged }: Loaded, evidence: string): Promise<boolean> {
  const reached = currentStage(judged.plan) ?? 'action';
  if (sale.outcome !== 'open' || buyingStages.indexOf(reached) <= buyingStages.indexOf(sale.stage)) return false;
  await setStage(call, sale, reached, { facts: judged.facts, evidence, withoutEvidence: false });
  return true;
}

/** Required evidence of the stages before this one that is not there. */
function missingBefore({ judged }: Loaded, stage: BuyingStage): PlannedStep[] {
  const before = judged.progress.slice(0, buyingStages.indexOf(stage)).flatMap((each) => each.missing);
  return [...new Map(before.filter((step) => !step.stages.includes(stage)).map((step) => [step.id, step])).values()];
}

function mustBeOpen(sale: SaleRow): void {
  if (sale.outcome !== 'open') throw conflict('closed', `This sale is ${sale.outcome}. Reopen it before moving it.`);
}
