import { dayOf } from '../platform/days.ts';
import { invalid, notFound } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { purchaseContract } from './contract.ts';
import type { PlannedStep } from './processPlan.ts';
import { keepDerived, saleToChange, type Loaded } from './store.api.ts';

/** The steps of a sale's plan: those that the seller adds, and what is written on each. */

export const ownStepHandlers: Pick<Handlers<typeof purchaseContract>, 'addStep' | 'removeStep'> = {
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
};

/** Writes on one step of the plan; a step on which nothing is left is forgotten unless it is the sale's own. */
export async function writeOn(
  call: Call,
  { sale, judged }: Loaded,
  stepId: string,
  change: Partial<Pick<PlannedStep, 'proof' | 'note' | 'dueOn'>>,
): Promise<void> {
  const step = judged.plan.steps.find((each) => each.id === stepId);
  if (!step) throw notFound('step');
  if (change.proof && change.proof.at > dayOf(call.now))
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

export async function storeStep(call: Call, saleId: string, step: PlannedStep): Promise<void> {
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
