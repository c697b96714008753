import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import { dayOf, daysAfter } from '../../platform/days.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import type { Call, Handlers, Reaction, Serving } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { objectivesFromCriteria } from '../successPlan.ts';
import type { PlanRecord, plansContract } from './contract.ts';
import { openMilestoneHandlers } from './openMilestone.api.ts';
import { plansOf, readPlan } from './store.api.ts';
import { templateHandlers, templatesOf } from './templates.api.ts';
import { templateFor, type Template } from './templates.ts';
import { changesBetween } from '../../platform/events.ts';

/** As the plan's history tells it: what was agreed, by title. */
const objectivesToTell = ({ objectives }: PlanRecord) =>
  Object.fromEntries(
    objectives.map(({ title, weight, outcomes }) => [
      title,
      {
        weight,
        outcomes: outcomes.map(({ metric, unit, baseline, target, targetOn, actual, measuredOn, confirmedBy }) => ({
          metric,
          unit,
          baseline,
          target,
          targetOn,
          actual,
          measuredOn,
          confirmedBy,
        })),
      },
    ]),
  );
const milestonesToTell = ({ milestones }: PlanRecord) =>
  Object.fromEntries(
    milestones.map(({ title, detail, side, memberName, dueOn, needsAcceptance }) => [
      title,
      { detail, side, who: memberName, dueOn, needsAcceptance },
    ]),
  );

const day = 86_400_000;
const linkDays = 30;

export const planHandlers = (serving: () => Serving): Handlers<typeof plansContract> => ({
  async listPlans(call, { query }) {
    return { items: await plansOf(call, sql`p.account_id = ${query.account}`) };
  },

  async createPlan(call, { body }) {
    await mustBeSeen(call.db, { opportunityId: ['opportunity', body.opportunityId] });
    const account = await call.db
      .selectFrom('account')
      .select('id')
      .where('id', '=', body.accountId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!account) throw notFound('account');
    return readPlan(call, await beginPlan(call, body));
  },

  async changePlan(call, { params, body }) {
    const before = await readPlan(call, params.id);
    const first = body.firstValue;
    if (first && first.on > dayOf(call.now))
      throw invalid([{ path: 'firstValue.on', message: 'First value is something that has happened' }]);
    await write(call, before, {
      ...(body.title === undefined ? {} : { title: body.title }),
      ...(body.signedOn === undefined ? {} : { signed_on: body.signedOn }),
      ...(body.firstValueDue === undefined ? {} : { first_value_due: body.firstValueDue }),
      ...(first === undefined
        ? {}
        : {
            first_value_on: first?.on ?? null,
            first_value_evidence: first?.evidence ?? null,
            first_value_by: first?.by ?? null,
          }),
    });
    const changes = changesBetween<object>(before, body);
    if (first) {
      await takeIn(
        call,
        [
          {
            accountId: before.accountId,
            kind: 'first value',
            subject: first.evidence.slice(0, 500),
            valueDelivered: true,
            evidence: first.by ? `Confirmed by ${first.by}` : null,
            at: first.on === dayOf(call.now) ? call.now.toISOString() : `${first.on}T12:00:00Z`,
            evidenceKey: `plan:${params.id}:first value:${before.version}`,
          },
        ],
        { source: 'plan' },
      );
      await call.record(
        'plan.first value',
        { kind: 'plan', id: params.id, accountId: before.accountId },
        { on: first.on, evidence: first.evidence, changes },
      );
    } else
      await call.record(
        'plan.changed',
        { kind: 'plan', id: params.id, accountId: before.accountId },
        { title: body.title ?? before.title, changes },
      );
    return readPlan(call, params.id);
  },

  async saveObjectives(call, { params, body }) {
    const before = await readPlan(call, params.id);
    await write(call, before, {});
    const known = new Map(
      before.objectives.flatMap((objective) => objective.outcomes.map((outcome) => [outcome.id, outcome])),
    );
    const criteria = new Map(before.objectives.map((objective) => [objective.id, objective.criterion]));
    await call.db.deleteFrom('plan_objective').where('plan_id', '=', params.id).execute();
    const ours = { workspace_id: call.who.workspaceId, plan_id: params.id };
    const objectives = body.objectives.map((objective, place) => ({
      ...ours,
      ...objective,
      id: objective.id && criteria.has(objective.id) ? objective.id : call.newId(),
      criterion: (objective.id && criteria.get(objective.id)) ?? null,
      place,
    }));
    await insertMany(
      call.db,
      'plan_objective',
      {
        workspace_id: 'uuid',
        id: 'uuid',
        plan_id: 'uuid',
        title: 'text',
        weight: 'real',
        criterion: 'text',
        place: 'smallint',
      },
      objectives,
    );
    await insertMany(
      call.db,
      'plan_outcome',
      {
        workspace_id: 'uuid',
        id: 'uuid',
        plan_id: 'uuid',
        objective_id: 'uuid',
        metric: 'text',
        unit: 'text',
        baseline: 'double precision',
        target: 'double precision',
        target_on: 'date',
        actual: 'double precision',
        measured_on: 'date',
        confirmed_by: 'text',
        confirmed_at: 'timestamptz',
        place: 'smallint',
      },
      objectives.flatMap((objective) =>
        objective.outcomes.map((o, place) => {
          const old = o.id ? known.get(o.id) : undefined;
          // Whoever confirms another value confirms it anew.
          const same = old?.confirmedBy === o.confirmedBy && old?.actual === o.actual;
          return {
            ...ours,
            id: old ? old.id : call.newId(),
            objective_id: objective.id,
            metric: o.metric,
            unit: o.unit,
            baseline: o.baseline,
            target: o.target,
            target_on: o.targetOn,
            actual: o.actual,
            measured_on: o.measuredOn,
            confirmed_by: o.actual === null ? null : o.confirmedBy,
            confirmed_at:
              o.actual === null || o.confirmedBy === null ? null : same ? (old?.confirmedAt ?? call.now) : call.now,
            place,
          };
        }),
      ),
    );
    const after = await readPlan(call, params.id);
    await call.record(
      'plan.objectives saved',
      { kind: 'plan', id: params.id, accountId: before.accountId },
      {
        changes: changesBetween<object>(
          { objectives: objectivesToTell(before) },
          { objectives: objectivesToTell(after) },
        ),
      },
    );
    return after;
  },

  async saveMilestones(call, { params, body }) {
    const before = await readPlan(call, params.id);
    await write(call, before, {});
    const known = new Set(before.milestones.map(({ id }) => id));
    const kept = body.milestones.flatMap(({ id }) => (id && known.has(id) ? [id] : []));
    const gone = before.milestones.filter(({ id }) => !kept.includes(id));
    const accepted = gone.find(({ acceptedAt }) => acceptedAt !== null);
    if (accepted)
      throw conflict('accepted_already', `“${accepted.title}” was accepted by the buyer; it stays in the plan.`);
    if (gone.length > 0)
      await call.db
        .deleteFrom('plan_milestone')
        .where(
          'id',
          'in',
          gone.map(({ id }) => id),
        )
        .execute();
    for (const [place, m] of body.milestones.entries()) {
      const values = {
        title: m.title,
        detail: m.detail,
        side: m.side,
        member_id: m.memberId,
        due_on: m.dueOn,
        needs_acceptance: m.needsAcceptance,
        place,
      };
      if (m.id && known.has(m.id))
        await call.db
          .updateTable('plan_milestone')
          .set({ ...values, version: sql<number>`version + 1` })
          .where('id', '=', m.id)
          .execute();
      else
        await call.db
          .insertInto('plan_milestone')
          .values({ workspace_id: call.who.workspaceId, id: call.newId(), plan_id: params.id, ...values })
          .execute();
    }
    const after = await readPlan(call, params.id);
    await call.record(
      'plan.milestones saved',
      { kind: 'plan', id: params.id, accountId: before.accountId },
      {
        changes: changesBetween<object>(
          { milestones: milestonesToTell(before) },
          { milestones: milestonesToTell(after) },
        ),
      },
    );
    return after;
  },

  async deliverMilestone(call, { params, body }) {
    const { plan, milestone } = await milestoneOf(call, params.id);
    if (milestone.acceptedAt) throw conflict('accepted_already', 'The buyer has accepted this milestone.');
    await call.db
      .updateTable('plan_milestone')
      .set({
        delivered_at: body.delivered ? call.now : null,
        ...(body.delivered ? { declined_at: null, declined_note: null } : {}),
        version: sql<number>`version + 1`,
      })
      .where('id', '=', params.id)
      .execute();
    await bump(call, plan.id);
    await call.record(
      body.delivered ? 'milestone.delivered' : 'milestone.not delivered',
      { kind: 'plan', id: plan.id, accountId: plan.accountId },
      { title: milestone.title },
    );
    return readPlan(call, plan.id);
  },

  async linkMilestone(call, { params }) {
    const { plan, milestone } = await milestoneOf(call, params.id);
    if (milestone.acceptedAt) throw conflict('accepted_already', 'The buyer has accepted this milestone.');
    const secret = newSecret();
    const expiresAt = new Date(call.now.getTime() + linkDays * day);
    await call.db
      .insertInto('milestone_link')
      .values({
        token_hash: secretHash(secret),
        workspace_id: call.who.workspaceId,
        milestone_id: params.id,
        made_by: call.who.memberId,
        created_at: call.now,
        expires_at: expiresAt,
      })
      .execute();
    await call.record(
      'milestone.link made',
      { kind: 'plan', id: plan.id, accountId: plan.accountId },
      { title: milestone.title },
    );
    return { path: `/accept#${secret}`, expiresAt: expiresAt.toISOString() };
  },

  ...templateHandlers,
  ...openMilestoneHandlers(serving),
});

/** A won sale that is handed over has a plan from its first day. */
export const beginPlanOfSale: Reaction = async (call, event) => {
  const handoff = await call.db
    .selectFrom('handoff')
    .select(['opportunity_id', 'account_id'])
    .where('id', '=', event.subject.id!)
    .executeTakeFirst();
  if (handoff) await beginPlan(call, { accountId: handoff.account_id, opportunityId: handoff.opportunity_id });
};

async function beginPlan(
  call: Call,
  given: {
    accountId: string;
    opportunityId?: string | null | undefined;
    title?: string | undefined;
    templateId?: string | null | undefined;
  },
): Promise<string> {
  if (given.opportunityId) {
    const known = await call.db
      .selectFrom('success_plan')
      .select('id')
      .where('opportunity_id', '=', given.opportunityId)
      .executeTakeFirst();
    if (known) return known.id;
  }
  const { rows } = await sql<{
    name: string;
    offering: string | null;
    sale_type: SaleType;
    closed_on: string | null;
    criteria: { id: string; name: string; weight: number }[] | null;
  }>`
    select o.name, o.offering, o.sale_type, o.closed_on, (select d.matrix -> 'criteria' from decision_matrix d where d.workspace_id = o.workspace_id and d.opportunity_id = o.id order by d.version desc limit 1) as criteria
    from opportunity o where o.id = ${given.opportunityId ?? null}`.execute(call.db);
  const [sale] = rows;
  const { sale_type } =
    sale ??
    (await call.db
      .selectFrom('relationship')
      .select('sale_type')
      .where('account_id', '=', given.accountId)
      .executeTakeFirstOrThrow());
  const templates = await templatesOf(call);
  const chosen = templates.find(({ id }) => id === given.templateId);
  if (given.templateId && !chosen)
    throw invalid([{ path: 'templateId', message: 'There is no such template, or you may not see it' }]);
  const template: Template =
    chosen ?? templateFor(templates, { offering: sale?.offering ?? null, saleType: sale_type });
  const signed = new Date(sale?.closed_on ?? dayOf(call.now));
  const due = (days: number) => daysAfter(signed, days);
  const id = call.newId();
  await call.db
    .insertInto('success_plan')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      account_id: given.accountId,
      opportunity_id: given.opportunityId ?? null,
      title: given.title ?? sale?.name ?? 'Success plan',
      signed_on: dayOf(signed),
      first_value_due: template.firstValueDays === null ? null : due(template.firstValueDays),
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  for (const [place, objective] of objectivesFromCriteria(
    (sale?.criteria ?? []).map(({ id: criterion, name, weight }) => ({ id: criterion, title: name, weight })),
  ).entries())
    await call.db
      .insertInto('plan_objective')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        plan_id: id,
        title: objective.title,
        weight: objective.weight,
        criterion: objective.id,
        place,
      })
      .execute();
  for (const [place, step] of template.steps.entries())
    await call.db
      .insertInto('plan_milestone')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        plan_id: id,
        title: step.title,
        side: step.side,
        due_on: due(step.afterDays),
        needs_acceptance: step.needsAcceptance,
        place,
      })
      .execute();
  await call.record(
    'plan.begun',
    { kind: 'plan', id, accountId: given.accountId },
    { opportunityId: given.opportunityId ?? null },
  );
  return id;
}

async function milestoneOf(
  call: Call,
  id: string,
): Promise<{ plan: PlanRecord; milestone: PlanRecord['milestones'][number] }> {
  const row = await call.db.selectFrom('plan_milestone').select('plan_id').where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('milestone');
  const plan = await readPlan(call, row.plan_id);
  return { plan, milestone: plan.milestones.find((each) => each.id === id)! };
}

async function write(call: Call, before: PlanRecord, values: object): Promise<void> {
  const changed = await call.db
    .updateTable('success_plan')
    .set({ ...values, updated_at: call.now, version: sql<number>`version + 1` })
    .where('id', '=', before.id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n)
    throw before.version === call.version ? forbidden('change this plan') : stale(before);
}

const bump = (call: Call, id: string) =>
  call.db
    .updateTable('success_plan')
    .set({ updated_at: call.now, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
