import { z } from 'zod';
import { currency, custom, day, decimal, id, instant, text } from '../platform/contract.ts';
import { saleTypes } from '../relationship/vocabulary.ts';
import { buyingRoles, stances } from './buyingTeam.ts';
import { buyingStages, complexities, scopes, subTypes } from './stages.ts';
import { warningKinds } from './warnings.ts';

/** The records of a sale as they travel. */

export const saleKinds = ['initial', 'transition', 'incremental', 'aftermarket', 'leveraged', 'renewal'] as const;
export const outcomes = ['open', 'won', 'lost'] as const;
export const entryWindows = ['investor', 'expert'] as const;
export const responses = ['wants to grow', 'has a problem', 'is content', 'is overconfident'] as const;
export const bids = ['undecided', 'bid', 'no bid'] as const;

const line = (most: number) => text(most).nullable();

export const typeAnswers = z.object({
  buyer: z.enum(['organization', 'person']).optional(),
  supply: z.enum(['new', 'running']).optional(),
  weight: z.enum(['investment', 'everyday']).optional(),
  decision: z.enum(['one', 'several', 'procedure']).optional(),
  want: z.enum(['change', 'named thing']).optional(),
});

/** What a person writes on a sale. */
export const saleFields = {
  name: text(300),
  accountId: id.nullable(),
  contactId: id.nullable(),
  ownerId: id.nullable(),
  saleType: z.enum(saleTypes),
  subType: z.enum(subTypes).nullable(),
  scope: z.enum(scopes),
  kind: z.enum(saleKinds),
  answers: typeAnswers,
  /** Why a person decided otherwise than the five answers propose. */
  typeReason: line(500),
  amount: decimal.nullable(),
  currency,
  offering: line(300),
  openedOn: day,
  expectedCloseOn: day.nullable(),
  source: line(200),
  description: line(20_000),
  newOffering: z.boolean(),
  formalProcurement: z.boolean(),
  contractMonths: z.number().int().min(0).max(1200).nullable(),
  competitors: z.array(text(200)).max(20),
  entryWindow: z.enum(entryWindows).nullable(),
  windowUntil: day.nullable(),
  windowOpenedBy: line(200),
  custom,
};

export const opportunity = z.object({
  id,
  ...saleFields,
  stage: z.enum(buyingStages),
  stageSince: instant,
  outcome: z.enum(outcomes),
  outcomeReason: z.string().nullable(),
  lostTo: z.string().nullable(),
  closedOn: day.nullable(),
  complexity: z.enum(complexities),
  /** 0 … 1; null where nothing but type and stage is known. */
  probability: z.number().nullable(),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
});
export type Opportunity = z.output<typeof opportunity>;

export const opportunityItem = opportunity.omit({ description: true, answers: true, typeReason: true }).extend({
  accountName: z.string().nullable(),
  ownerName: z.string().nullable(),
  nextStep: z.object({ what: z.string(), dueAt: instant }).nullable(),
  /** In its stage for more than twice the usual time. */
  stuck: z.boolean(),
  daysInStage: z.number().int(),
});
export type OpportunityItem = z.output<typeof opportunityItem>;

/** The little that a card on the board shows. */
export const card = z.object({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  ownerName: z.string().nullable(),
  saleType: z.enum(saleTypes),
  stage: z.enum(buyingStages),
  amount: decimal.nullable(),
  currency,
  expectedCloseOn: day.nullable(),
  probability: z.number().nullable(),
  daysInStage: z.number().int(),
  stuck: z.boolean(),
  nextStep: z.object({ what: z.string(), dueAt: instant }).nullable(),
  version: z.number().int(),
});
export type Card = z.output<typeof card>;

export const plannedStep = z.object({
  id: z.string(),
  stages: z.array(z.enum(buyingStages)),
  title: z.string(),
  evidence: z.string(),
  required: z.boolean(),
  proof: z.object({ what: z.string(), at: day }).nullable(),
  note: z.string().nullable(),
  dueOn: day.nullable(),
  own: z.boolean(),
  inPlan: z.boolean(),
});

export const teamFields = {
  contactId: id,
  roles: z.array(z.enum(buyingRoles)).max(8),
  influence: z.number().int().min(0).max(10),
  stance: z.enum(stances).nullable(),
  stanceEvidence: line(1000),
  stanceOn: day.nullable(),
  response: z.enum(responses).nullable(),
  personalWin: line(1000),
  releasesMoney: z.boolean(),
  memberId: id.nullable(),
  /** Ids of members of this team whose word they heed. */
  heeds: z.array(id).max(20),
};
export const teamMember = z.object({
  id,
  ...teamFields,
  name: z.string(),
  title: z.string().nullable(),
  memberName: z.string().nullable(),
  lastContactAt: instant.nullable(),
  version: z.number().int(),
});
export type BuyingTeamMember = z.output<typeof teamMember>;

const key = z.string().min(1).max(60);
export const matrixContent = z
  .object({
    criteria: z
      .array(
        z.object({
          id: key,
          name: text(200),
          weight: z.number().min(0).max(1000),
          /** Must-have: below this team score an option is out. */
          gate: z.number().min(0).max(10).nullable(),
          /** Whose criterion it is: a member of the buying team. */
          whose: id.nullable(),
        }),
      )
      .max(30),
    options: z.array(z.object({ id: key, name: text(200), kind: z.enum(['ours', 'competitor', 'nothing']) })).max(12),
    /** Own weights of members of the buying team, by criterion. */
    weights: z.record(id, z.record(key, z.number().min(0).max(1000))),
    scores: z
      .array(
        z.object({
          member: id,
          criterion: key,
          option: key,
          score: z.number().min(0).max(10),
          evidence: line(1000),
        }),
      )
      .max(4000),
  })
  .refine((m) => new Set(m.criteria.map((c) => c.id)).size === m.criteria.length, 'Two criteria have the same id')
  .refine((m) => new Set(m.options.map((o) => o.id)).size === m.options.length, 'Two options have the same id')
  .refine(
    (m) =>
      m.scores.every((s) => m.criteria.some((c) => c.id === s.criterion) && m.options.some((o) => o.id === s.option)),
    'A score belongs to a criterion and an option of this matrix',
  );
export type MatrixContent = z.output<typeof matrixContent>;
export const matrixVersion = z.object({
  version: z.number().int(),
  matrix: matrixContent,
  note: z.string().nullable(),
  memberName: z.string().nullable(),
  at: instant,
});

export const procedureFields = {
  steps: z
    .array(
      z.object({
        id: key,
        title: text(200),
        /** Who does it on the buyer's side. */
        buyer: line(200),
        document: line(300),
        after: z.array(key).max(20),
        days: z.number().int().min(0).max(1000),
        dueOn: day.nullable(),
        doneOn: day.nullable(),
      }),
    )
    .max(60),
  requirements: z
    .array(
      z.object({
        id: key,
        text: text(1000),
        mustHave: z.boolean(),
        answer: z.enum(['meets', 'partial', 'no']).nullable(),
        proof: line(1000),
      }),
    )
    .max(500),
  neededOn: day.nullable(),
  bid: z.enum(bids),
  bidReason: line(1000),
};
export const procedure = z.object({ ...procedureFields, version: z.number().int() });
export type Procedure = z.output<typeof procedure>;

export const lineFields = {
  offeringId: id.nullable(),
  name: text(300),
  quantity: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'Write a quantity such as 2 or 1.5'),
  price: decimal,
  discount: z.number().min(0).max(100),
  recurring: z.enum(['month', 'year']).nullable(),
};
export const saleLine = z.object({ id, ...lineFields, total: decimal });
export type SaleLine = z.output<typeof saleLine>;

export const warning = z.object({
  kind: z.enum(warningKinds),
  severity: z.enum(['serious', 'attention']),
  action: z.string(),
  about: z.array(z.string()),
  amount: z.number().nullable(),
});
