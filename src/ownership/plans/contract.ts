import { z } from 'zod';
import { byId, day, done, endpoint, id, instant, text } from '../../platform/contract.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';

const line = (most: number) => text(most).nullable();

export const outcomeFields = {
  metric: text(300),
  unit: line(40),
  baseline: z.number(),
  target: z.number(),
  targetOn: day.nullable(),
  actual: z.number().nullable(),
  measuredOn: day.nullable(),
  confirmedBy: line(200),
};
const outcome = z.object({ id, ...outcomeFields, confirmedAt: instant.nullable(), progress: z.number().nullable() });
const objective = z.object({
  id,
  title: z.string(),
  weight: z.number(),
  criterion: z.string().nullable(),
  outcomes: z.array(outcome),
});

export const milestoneFields = {
  title: text(300),
  detail: line(2000),
  side: z.enum(['us', 'them']),
  memberId: id.nullable(),
  dueOn: day.nullable(),
  needsAcceptance: z.boolean(),
};
const milestone = z.object({
  id,
  ...milestoneFields,
  memberName: z.string().nullable(),
  deliveredAt: instant.nullable(),
  acceptedAt: instant.nullable(),
  acceptedBy: z.string().nullable(),
  acceptedNote: z.string().nullable(),
  declinedAt: instant.nullable(),
  declinedNote: z.string().nullable(),
  linked: z.boolean(),
});

export const planRecord = z.object({
  id,
  accountId: id,
  opportunityId: id.nullable(),
  title: z.string(),
  signedOn: day,
  firstValueDue: day.nullable(),
  firstValue: z.object({ on: day, evidence: z.string(), by: z.string().nullable(), days: z.number() }).nullable(),
  objectives: z.array(objective),
  milestones: z.array(milestone),
  progress: z.object({ realized: z.number(), confirmed: z.number(), measured: z.number() }),
  version: z.number().int(),
});
export type PlanRecord = z.output<typeof planRecord>;

const templateStep = z.object({
  title: text(300),
  side: z.enum(['us', 'them']),
  afterDays: z.number().int().min(0).max(2000),
  needsAcceptance: z.boolean(),
});
const templateFields = {
  name: text(200),
  offering: line(300),
  saleType: z.enum(saleTypes).nullable(),
  firstValueDays: z.number().int().min(1).max(2000).nullable(),
  steps: z.array(templateStep).min(1).max(60),
};
export const templateRecord = z.object({ id, ...templateFields, version: z.number().int() });
export type TemplateRecord = z.output<typeof templateRecord>;

const secret = z.string().regex(/^[\w-]{43}$/);
export const milestonePage = z.object({
  firm: z.string(),
  accountName: z.string().nullable(),
  plan: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  deliveredAt: instant.nullable(),
  memberName: z.string().nullable(),
  outcome: z.enum(['waiting', 'accepted', 'declined']),
  by: z.string().nullable(),
  at: instant.nullable(),
});
export type MilestonePage = z.output<typeof milestonePage>;

const edit = { may: 'account:write', params: byId, versioned: true, answer: planRecord } as const;

/** What "realized value" means for one customer, and how far it has come. */
export const plansContract = {
  listPlans: endpoint({
    method: 'GET',
    path: '/success-plans',
    summary: 'List the success plans of an account, the latest first.',
    may: 'account:read',
    query: z.object({ account: id }),
    answer: z.object({ items: z.array(planRecord) }),
  }),
  createPlan: endpoint({
    method: 'POST',
    path: '/success-plans',
    summary:
      'Begin a success plan: the criteria of the sale arrive as objectives, the steps come from the template that fits.',
    may: 'account:write',
    body: z.strictObject({
      accountId: id,
      opportunityId: id.nullish(),
      title: text(300).optional(),
      templateId: id.nullish(),
    }),
    status: 201,
    answer: planRecord,
  }),
  changePlan: endpoint({
    method: 'PATCH',
    path: '/success-plans/:id',
    summary: 'Change a plan, or note the first value with its evidence.',
    ...edit,
    body: z
      .strictObject({
        title: text(300),
        signedOn: day,
        firstValueDue: day.nullable(),
        firstValue: z.object({ on: day, evidence: text(2000, 5), by: line(200) }).nullable(),
      })
      .partial(),
  }),
  saveObjectives: endpoint({
    method: 'PUT',
    path: '/success-plans/:id/objectives',
    summary:
      'Save objectives with their outcomes: metric, baseline, target, actual, and who of the customer confirmed it.',
    ...edit,
    body: z.strictObject({
      objectives: z
        .array(
          z.strictObject({
            id: id.optional(),
            title: text(300),
            weight: z.number().min(0.01).max(1000),
            outcomes: z.array(z.strictObject({ id: id.optional(), ...outcomeFields })).max(20),
          }),
        )
        .max(20),
    }),
  }),
  saveMilestones: endpoint({
    method: 'PUT',
    path: '/success-plans/:id/milestones',
    summary: 'Save the milestones of a plan in their order.',
    ...edit,
    body: z.strictObject({ milestones: z.array(z.strictObject({ id: id.optional(), ...milestoneFields })).max(60) }),
  }),
  deliverMilestone: endpoint({
    method: 'POST',
    path: '/milestones/:id/delivery',
    summary: 'Say that a milestone is delivered, or take that back.',
    may: 'promise:write',
    params: byId,
    body: z.strictObject({ delivered: z.boolean() }),
    answer: planRecord,
  }),
  linkMilestone: endpoint({
    method: 'POST',
    path: '/milestones/:id/link',
    summary: 'Make a page on which the buyer accepts a milestone without an account.',
    may: 'promise:write',
    params: byId,
    answer: z.object({ path: z.string(), expiresAt: instant }),
  }),
  seeMilestone: endpoint({
    method: 'POST',
    path: '/milestone-link',
    summary: 'Read the milestone behind a link, as the buyer.',
    may: 'anyone',
    body: z.object({ secret }),
    answer: milestonePage,
  }),
  answerMilestone: endpoint({
    method: 'POST',
    path: '/milestone-link/answer',
    summary: 'Accept the milestone behind a link, or say what is missing, with the name of who signs.',
    may: 'anyone',
    body: z.object({ secret, accepted: z.boolean(), name: text(200, 2), note: text(2000).nullish() }),
    answer: milestonePage,
  }),
  listTemplates: endpoint({
    method: 'GET',
    path: '/implementation-templates',
    summary: 'List the templates of implementation steps.',
    may: 'process:read',
    answer: z.object({ items: z.array(templateRecord) }),
  }),
  createTemplate: endpoint({
    method: 'POST',
    path: '/implementation-templates',
    summary: 'Add a template of implementation steps.',
    may: 'process:write',
    body: z.strictObject(templateFields),
    status: 201,
    answer: templateRecord,
  }),
  changeTemplate: endpoint({
    method: 'PUT',
    path: '/implementation-templates/:id',
    summary: 'Change a template; plans that were begun with it stay as they are.',
    may: 'process:write',
    params: byId,
    versioned: true,
    body: z.strictObject(templateFields),
    answer: templateRecord,
  }),
  removeTemplate: endpoint({
    method: 'DELETE',
    path: '/implementation-templates/:id',
    summary: 'Remove a template.',
    may: 'process:delete',
    params: byId,
    answer: done,
  }),
};
