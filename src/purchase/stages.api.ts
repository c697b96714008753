import { sql, type Updateable } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { conflict, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { daysToWithdraw, decideCompetitors, keepExpectations } from './closing/closing.api.ts';
import { firmOn, reassurance } from './closing/coolingOff.ts';
import { rulesOf } from './closing/rules.api.ts';
import type { SaleRow } from './columns-sql.ts';
import type { purchaseContract } from './contract.ts';
import { currentStage, type PlannedStep } from './processPlan.ts';
import type { SaleFacts } from './saleFeatures.ts';
import { buyingStages, type BuyingStage } from './stages.ts';
import { foundSale, keepDerived, loadSale, saleToChange, type Loaded } from './store.api.ts';

type Own =
  | 'moveStage'
  | 'writeStep'
  | 'addStep'
  | 'removeStep'
  | 'winOpportunity'
  | 'loseOpportunity'
  | 'reopenOpportunity';

export const stageHandlers: Pick<Handlers<typeof purchaseContract>, Own> = {
  async moveStage(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id);
    mustBeOpen(sale);
    let loaded = await loadSale(call, id);
    for (const proof of body.proofs ?? [])
      await writeOn(call, loaded, proof.step, { proof: { what: proof.what, at: proof.at ?? today(call) } });
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
    const sale = await saleToChange(call, id, { anyVersion: true });
    const before = await loadSale(call, id);
    await writeOn(call, before, step, {
      ...(body.proof === undefined
        ? {}
        : { proof: body.proof && { what: body.proof.what, at: body.proof.at ?? today(call) } }),
      ...(body.note === undefined ? {} : { note: body.note }),
      ...(body.dueOn === undefined ? {} : { dueOn: body.dueOn }),
    });
    const loaded = await keepDerived(call, id);
    // The stage is left by itself once the buyer has done all that it asks for.
    const reached = currentStage(loaded.judged.plan) ?? 'action';
    const moved =
      sale.outcome === 'open' && body.proof != null && buyingStages.indexOf(reached) > buyingStages.indexOf(sale.stage);
    if (moved)
      await setStage(call, sale, reached, {
        facts: loaded.judged.facts,
        evidence: body.proof?.what ?? null,
        withoutEvidence: false,
      });
    const now = await foundSale(call, id);
    return { stage: now.stage, moved, version: now.version };
  },

  async addStep(call, { params: { id }, body }) {
    await saleToChange(call, id, { anyVersion: true });
    const step: PlannedStep = {
      id: `own.${call.newId()}`,
      stages: [body.stage],
      title: body.title,
      evidence: body.evidence,
      required: body.required,
      proof: null,
      note: null,
      dueOn: body.dueOn ?? null,
      own: true,
      inPlan: true,
    };
    await storeStep(call, id, step);
    const { sale } = await keepDerived(call, id);
    await call.record(
      'opportunity.step added',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { title: step.title },
    );
    return { ...step, stages: [...step.stages] };
  },

  async removeStep(call, { params: { id, step } }) {
    await saleToChange(call, id, { anyVersion: true });
    const gone = await call.db
      .deleteFrom('opportunity_step')
      .where('opportunity_id', '=', id)
      .where('id', '=', step)
      .where('own', '=', true)
      .returning('title')
      .executeTakeFirst();
    if (!gone) throw notFound('step of your own');
    const { sale } = await keepDerived(call, id);
    await call.record(
      'opportunity.step removed',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { title: gone.title },
    );
    return { done: true };
  },

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
        on: body.on ?? today(call),
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
      on: body.on ?? today(call),
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
  if (closing.on > today(call))
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
      reassurance: reassurance(closing.on, days).filter((step) => step.on >= today(call)),
      changes: { outcome: [sale.outcome, closing.outcome] },
      ...closing.detail,
    },
  );
}

interface Change {
  from: BuyingStage | null;
  to: BuyingStage;
  outcome?: 'open' | 'won' | 'lost';
  evidence?: string | null;
  withoutEvidence?: boolean;
  facts?: SaleFacts;
}

export async function noteStage(call: Call, saleId: string, change: Change): Promise<void> {
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

async function setStage(
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

async function changeSale(call: Call, id: string, values: Updateable<Database['opportunity']>): Promise<void> {
  const changed = await call.db
    .updateTable('opportunity')
    .set({ ...values, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw stale(await foundSale(call, id));
}

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
  const { sale, judged } = await keepDerived(call, saleId);
  const reached = currentStage(judged.plan) ?? 'action';
  if (sale.outcome === 'open' && buyingStages.indexOf(reached) > buyingStages.indexOf(sale.stage))
    await setStage(call, sale, reached, { facts: judged.facts, evidence: proof.what, withoutEvidence: false });
}

/** Writes on one step of the plan; a step on which nothing is left is forgotten unless it is the sale's own. */
async function writeOn(
  call: Call,
  { sale, judged }: Loaded,
  stepId: string,
  change: Partial<Pick<PlannedStep, 'proof' | 'note' | 'dueOn'>>,
): Promise<void> {
  const step = judged.plan.steps.find((each) => each.id === stepId);
  if (!step) throw notFound('step');
  if (change.proof && change.proof.at > today(call))
    throw invalid([{ path: 'proof.at', message: 'What the buyer did lies in the past' }]);
  const next = { ...step, ...change };
  if (!next.own && next.proof === null && next.note === null && next.dueOn === null)
    await call.db
      .deleteFrom('opportunity_step')
      .where('opportunity_id', '=', sale.id)
      .where('id', '=', stepId)
      .execute();
  else await storeStep(call, sale.id, next);
  if (change.proof !== undefined)
    await call.record(
      change.proof ? 'opportunity.evidence noted' : 'opportunity.evidence taken back',
      { kind: 'opportunity', id: sale.id, accountId: sale.accountId },
      { step: step.title, what: change.proof?.what ?? step.proof?.what ?? null },
    );
}

async function storeStep(call: Call, saleId: string, step: PlannedStep): Promise<void> {
  const values = {
    proof: step.proof?.what ?? null,
    proven_on: step.proof?.at ?? null,
    proven_by: step.proof ? call.who.memberId : null,
    note: step.note,
    due_on: step.dueOn,
    updated_at: call.now,
  };
  await call.db
    .insertInto('opportunity_step')
    .values({
      workspace_id: call.who.workspaceId,
      opportunity_id: saleId,
      id: step.id,
      stages: [...step.stages],
      title: step.title,
      evidence: step.evidence,
      required: step.required,
      own: step.own,
      ...values,
    })
    .onConflict((on) => on.columns(['workspace_id', 'opportunity_id', 'id']).doUpdateSet(values))
    .execute();
}

/** Required evidence of the stages before this one that is not there. */
function missingBefore({ judged }: Loaded, stage: BuyingStage): PlannedStep[] {
  const before = judged.progress.slice(0, buyingStages.indexOf(stage)).flatMap((each) => each.missing);
  return [...new Map(before.filter((step) => !step.stages.includes(stage)).map((step) => [step.id, step])).values()];
}

function mustBeOpen(sale: SaleRow): void {
  if (sale.outcome !== 'open') throw conflict('closed', `This sale is ${sale.outcome}. Reopen it before moving it.`);
}

function mustBeReason(reason: string, known: readonly string[], path: string): void {
  if (!known.includes(reason))
    throw invalid([{ path, message: `This is no reason of this workspace. There are: ${known.join(', ')}` }]);
}

const joined = (reason: string | undefined, note: string | undefined): string | null =>
  [reason, note].filter((part) => part !== undefined).join(': ') || null;

const today = (call: Call): string => call.now.toISOString().slice(0, 10);
