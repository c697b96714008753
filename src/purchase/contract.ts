import { z } from 'zod';
import {
  byId,
  currency,
  day,
  decimal,
  done,
  endpoint,
  flag,
  id,
  instant,
  ownFields,
  page,
  paging,
  several,
  text,
} from '../platform/contract.ts';
import { wantedCustom } from '../people/filter.ts';
import { phases, positions, saleTypes } from '../relationship/vocabulary.ts';
import {
  bids,
  card,
  lineFields,
  matrixContent,
  matrixVersion,
  opportunity,
  opportunityItem,
  outcomes,
  plannedStep,
  procedure,
  procedureFields,
  saleFields,
  saleKinds,
  saleLine,
  teamFields,
  teamMember,
  warning,
} from './records.ts';
import { expectation } from './closing/contract.ts';
import { inOneCurrency } from '../offerings/contract.ts';
import { alignmentReasons } from './alignment.ts';
import { buyingStages } from './stages.ts';
import { warningKinds } from './warnings.ts';

/** Sales from the first interest to the signature. */

export const saleFilterShape = {
  /** A fragment of the sale's or the account's name. */
  text: text(100).optional(),
  saleType: several(z.enum(saleTypes)).optional(),
  stage: several(z.enum(buyingStages)).optional(),
  outcome: several(z.enum(outcomes)).optional(),
  kind: several(z.enum(saleKinds)).optional(),
  owner: several(z.union([id, z.literal('none')])).optional(),
  /** Of a team with all below it. */
  team: id.optional(),
  account: id.optional(),
  amountFrom: decimal.optional(),
  amountTo: decimal.optional(),
  closeFrom: day.optional(),
  closeTo: day.optional(),
  /** Expected to close so many days from today at the latest; -1: expected before today. Asked again later, from that later day. */
  closeWithin: z.coerce.number().int().min(-10_000).max(10_000).optional(),
  /** The day on which it was won or lost. */
  closedFrom: day.optional(),
  closedTo: day.optional(),
  stuck: flag.optional(),
  nextStep: z.enum(['none', 'planned', 'overdue']).optional(),
  custom: wantedCustom,
  /** The deleted ones, instead of the living. */
  deleted: flag.optional(),
};
export const saleFilter = z.object(saleFilterShape);
export type SaleFilter = z.output<typeof saleFilter>;
export const saleSorts = ['name', 'amount', 'close', 'stage', 'created'] as const;

const named = z.object({ id, name: z.string() });
const share = z.object({ memberId: id, memberName: z.string().nullable(), share: z.number().gt(0).max(100) });
const total = z.object({
  currency,
  count: z.number().int(),
  amount: decimal,
  /** Amount times the chance to win. */
  weighted: decimal,
});

export const stageChange = z.object({
  id,
  from: z.string().nullable(),
  to: z.string(),
  outcome: z.enum(outcomes),
  evidence: z.string().nullable(),
  withoutEvidence: z.boolean(),
  memberName: z.string().nullable(),
  at: instant,
});

const optionTotal = z.object({
  option: z.string(),
  total: z.number().nullable(),
  coverage: z.number(),
  failedGates: z.array(z.string()),
});
const tipping = z.object({
  criterion: z.string(),
  share: z.number(),
  leadsFrom: z.number().nullable(),
  leadsTo: z.number().nullable(),
  losesBelow: z.number().nullable(),
  losesAbove: z.number().nullable(),
});
export const matrixReading = z.object({
  totals: z.array(optionTotal),
  perMember: z.array(z.object({ member: id, totals: z.array(optionTotal), prefers: z.string().nullable() })),
  sensitivity: z.array(tipping),
  disagreement: z.array(
    z.object({ criterion: z.string(), spread: z.number(), lowest: z.string(), highest: z.string() }),
  ),
  weakest: z
    .object({ criterion: z.string(), cost: z.number(), rival: z.string().nullable(), next: z.string() })
    .nullable(),
});
const forecast = z.object({
  ends: day,
  slipDays: z.number().nullable(),
  criticalPath: z.array(z.string()),
  steps: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['done', 'can begin', 'waits']),
      begins: day,
      ends: day,
      slackDays: z.number(),
      slipDays: z.number(),
    }),
  ),
});
const compliance = z.object({
  answered: z.number(),
  met: z.number(),
  failedMustHaves: z.array(z.string()),
  partialMustHaves: z.array(z.string()),
  withoutProof: z.array(z.string()),
  share: z.number(),
});

export const saleDetail = z.object({
  ...opportunity.shape,
  account: z
    .object({
      id,
      name: z.string(),
      phase: z.enum(phases).nullable(),
      position: z.enum(positions).nullable(),
      positionProbability: z.number().nullable(),
      trust: z.number().nullable(),
      interest: z.number().nullable(),
      /** By how much they moved within 60 days; null where nothing is known of then. */
      trustMove: z.number().nullable(),
      interestMove: z.number().nullable(),
      lastTouchAt: instant.nullable(),
    })
    .nullable(),
  contact: named.nullable(),
  owner: named.nullable(),
  nextStep: z
    .object({ id, what: z.string(), dueAt: instant, memberName: z.string().nullable(), version: z.number().int() })
    .nullable(),
  /** What speaks for the complexity. */
  complexityReasons: z.array(z.string()),
  /** The amount against the median of this type; null with fewer than five sales. */
  medianMultiple: z.number().nullable(),
  proposal: z.object({
    saleType: z.enum(saleTypes),
    subType: z.string().nullable(),
    reasons: z.array(z.object({ question: z.string(), answer: z.string(), speaksFor: z.string(), points: z.number() })),
    uncertain: z.boolean(),
    unanswered: z.array(z.string()),
  }),
  stages: z.array(
    z.object({
      stage: z.enum(buyingStages),
      share: z.number(),
      steps: z.array(plannedStep),
      /** How many days it stood here so far, and what is usual. */
      days: z.number().int().nullable(),
      usualDays: z.number(),
      leftShort: z.number().int(),
      guide: z.object({
        skills: z.array(z.string()),
        strategies: z.array(z.string()),
        knowledge: z.array(z.string()),
        resources: z.array(z.string()),
      }),
    }),
  ),
  /** Written on under another type or scope: kept, and still evidence. */
  setAside: z.array(plannedStep),
  stuck: z.boolean(),
  daysInStage: z.number().int(),
  /** When it would close at the usual pace. */
  paceCloseOn: day,
  team: z.array(teamMember),
  requiredRoles: z.array(z.string()),
  missingRoles: z.array(z.string()),
  matrix: matrixVersion.nullable(),
  reading: matrixReading.nullable(),
  procedure: procedure.nullable(),
  forecast: forecast.nullable(),
  compliance: compliance.nullable(),
  warnings: z.array(warning),
  dismissed: z.array(
    z.object({ kind: z.enum(warningKinds), reason: z.string(), memberName: z.string().nullable(), at: instant }),
  ),
  alignment: z.object({
    fit: z.number().nullable(),
    parts: z.array(
      z.object({
        part: z.enum(['seller', 'buyers', 'offering', 'process']),
        fit: z.number().nullable(),
        reason: z.enum(alignmentReasons),
        count: z.object({ n: z.number().int(), of: z.number().int() }).nullable(),
        about: z.array(z.string()),
      }),
    ),
    /** On what the seller's part rests: their decided sales of this type, and their profile where the asking person may see it. */
    sellerSales: z.object({ won: z.number().int(), decided: z.number().int() }),
    sellerProfile: z
      .object({ profile: z.string(), score: z.number(), answered: z.number().int(), closed: z.number().int() })
      .nullable(),
  }),
  /** Until enough own sales were decided there is no percentage: only what speaks for and against, by the shipped weights. */
  win: z.object({
    probability: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    base: z.number(),
    contributions: z.array(z.object({ field: z.string(), level: z.string().nullable(), contribution: z.number() })),
    origin: z.enum(['shipped defaults', 'calibrated']),
    /** Decided sales that could calibrate it, the rarer outcome, and how many of those are needed. */
    events: z.number().int(),
    eventsNeeded: z.number().int(),
    /** Decided sales that the weights were fitted to; 0 for the shipped ones. */
    sales: z.number().int(),
  }),
  lines: z.array(saleLine),
  shares: z.array(share),
  history: z.array(stageChange),
  mayChange: z.boolean(),
});
export type SaleDetail = z.output<typeof saleDetail>;

const newSale = z.object(saleFields).partial().required({ name: true });

const saleParams = { params: byId, may: 'opportunity:write' as const };

export const purchaseContract = {
  createOpportunity: endpoint({
    method: 'POST',
    path: '/opportunities',
    summary: 'Open a sale; the five answers propose its type where none is given.',
    may: 'opportunity:write',
    body: newSale,
    answer: opportunity,
    status: 201,
  }),
  sell: endpoint({
    method: 'POST',
    path: '/sales',
    summary: 'Record a retail sale in one step: opened, all five stages, and won.',
    may: 'opportunity:write',
    body: z
      .object({
        /** Without one the lines give it. */
        name: text(300).optional(),
        accountId: id.nullable().optional(),
        /** Without one the lines sum to it. */
        amount: decimal.optional(),
        currency: currency.optional(),
        lines: z
          .array(z.object(lineFields).partial().required({ name: true, price: true }))
          .max(100)
          .optional(),
      })
      .refine(({ name, amount, lines }) => (lines?.length ?? 0) > 0 || (name !== undefined && amount !== undefined), {
        path: ['lines'],
        message: 'Say what is sold: lines, or a name and an amount',
      }),
    answer: opportunity,
    status: 201,
  }),
  listOpportunities: endpoint({
    method: 'GET',
    path: '/opportunities',
    summary: 'List sales.',
    may: 'opportunity:read',
    query: z.object({
      ...paging,
      ...saleFilterShape,
      sort: z.enum(saleSorts).default('name'),
      descending: flag.optional(),
    }),
    answer: page(opportunityItem),
  }),
  listOwnSaleFields: endpoint({
    method: 'GET',
    path: '/opportunity-fields',
    summary: 'The fields that the newest sales have of your own, with values to choose from.',
    may: 'opportunity:read',
    answer: ownFields,
  }),
  pipeline: endpoint({
    method: 'GET',
    path: '/pipeline',
    summary: 'Read the board: per stage how many, sums, weighted sums, stuck ones and the first cards.',
    may: 'opportunity:read',
    query: z.object({ ...saleFilterShape, most: z.coerce.number().int().min(0).max(100).default(30) }),
    answer: z.object({
      asOf: instant,
      currency,
      types: z.array(z.object({ saleType: z.enum(saleTypes), count: z.number().int() })),
      /** All of it in the workspace's currency, where rates are known. */
      together: inOneCurrency,
      stages: z.array(
        z.object({
          stage: z.enum(buyingStages),
          count: z.number().int(),
          stuck: z.number().int(),
          totals: z.array(total),
          together: inOneCurrency,
          cards: z.array(card),
          /** Asks `listOpportunities` for the rest, sorted by `stage`. */
          more: z.boolean(),
        }),
      ),
    }),
  }),
  readOpportunity: endpoint({
    method: 'GET',
    path: '/opportunities/:id',
    summary: 'Read a sale with its evidence, buying team, matrix or procedure, warnings, alignment and chance to win.',
    may: 'opportunity:read',
    params: byId,
    answer: saleDetail,
  }),
  changeOpportunity: endpoint({
    method: 'PATCH',
    path: '/opportunities/:id',
    summary: 'Change fields of a sale; another type or scope plans it anew and loses nothing.',
    ...saleParams,
    body: z.object(saleFields).partial(),
    answer: opportunity,
    versioned: true,
  }),
  deleteOpportunity: endpoint({
    method: 'DELETE',
    path: '/opportunities/:id',
    summary: 'Delete a sale; it can be restored.',
    may: 'opportunity:delete',
    params: byId,
    answer: opportunity,
  }),
  restoreOpportunity: endpoint({
    method: 'POST',
    path: '/opportunities/:id/restore',
    summary: 'Restore a deleted sale.',
    may: 'opportunity:delete',
    params: byId,
    answer: opportunity,
  }),

  moveStage: endpoint({
    method: 'POST',
    path: '/opportunities/:id/stage',
    summary: 'Move a sale to another buying stage, on what the buyer did.',
    ...saleParams,
    body: z.object({
      stage: z.enum(buyingStages),
      /** What the buyer did, by step. */
      proofs: z
        .array(z.object({ step: z.string().max(100), what: text(500), at: day.optional() }))
        .max(50)
        .optional(),
      /** Moves on although evidence is missing, and says why. The gap stays a warning. */
      anyway: text(500, 3).optional(),
    }),
    answer: opportunity,
    versioned: true,
  }),
  writeStep: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/steps/:step',
    summary: 'Write down on a step what the buyer did, a note or a date; null takes it back.',
    may: 'opportunity:write',
    params: z.object({ id, step: z.string().min(1).max(100) }),
    body: z.object({
      proof: z
        .object({ what: text(500), at: day.optional() })
        .nullable()
        .optional(),
      note: text(2000).nullable().optional(),
      dueOn: day.nullable().optional(),
    }),
    answer: z.object({ stage: z.enum(buyingStages), moved: z.boolean(), version: z.number().int() }),
  }),
  addStep: endpoint({
    method: 'POST',
    path: '/opportunities/:id/steps',
    summary: 'Add a step of your own to a stage, with the buyer evidence that proves it.',
    ...saleParams,
    body: z.object({
      stage: z.enum(buyingStages),
      title: text(200),
      evidence: text(300),
      required: z.boolean().default(true),
      dueOn: day.nullable().optional(),
    }),
    answer: plannedStep,
    status: 201,
  }),
  removeStep: endpoint({
    method: 'DELETE',
    path: '/opportunities/:id/steps/:step',
    summary: 'Remove a step that you added.',
    may: 'opportunity:write',
    params: z.object({ id, step: z.string().min(1).max(100) }),
    answer: done,
  }),
  winOpportunity: endpoint({
    method: 'POST',
    path: '/opportunities/:id/win',
    summary: 'Close a sale as won, with what the customer expects.',
    ...saleParams,
    body: z.object({
      on: day.optional(),
      amount: decimal.optional(),
      /** One of the workspace's reasons to win. */
      because: text(100).optional(),
      reason: text(2000).optional(),
      /** What the customer expects, in their words, as one text. */
      expectation: text(2000).optional(),
      /** The expectation check: each against what was sold, and how a difference was answered. */
      expectations: z.array(expectation).max(30).optional(),
    }),
    answer: opportunity,
    versioned: true,
  }),
  loseOpportunity: endpoint({
    method: 'POST',
    path: '/opportunities/:id/lose',
    summary: 'Close a sale as lost, say why, and set the next approach.',
    ...saleParams,
    body: z.object({
      on: day.optional(),
      /** One of the workspace's reasons, see `readSellingRules`. */
      reason: text(100),
      note: text(2000).optional(),
      lostTo: text(200).optional(),
      /** Why they chose the other one. */
      whyThem: text(1000).optional(),
      /** The next approach becomes a next step of the account. */
      approach: z.object({ what: text(300), on: day }).nullable(),
    }),
    answer: opportunity,
    versioned: true,
  }),
  reopenOpportunity: endpoint({
    method: 'POST',
    path: '/opportunities/:id/reopen',
    summary: 'Open a closed sale again.',
    ...saleParams,
    body: z.object({ reason: text(500, 3) }),
    answer: opportunity,
    versioned: true,
  }),

  addTeamMember: endpoint({
    method: 'POST',
    path: '/opportunities/:id/team',
    summary: 'Add a person to the buying team.',
    ...saleParams,
    body: z.object(teamFields).partial().required({ contactId: true }),
    answer: teamMember,
    status: 201,
  }),
  changeTeamMember: endpoint({
    method: 'PATCH',
    path: '/buying-team/:id',
    summary: 'Change role, influence, stance or other notes on a member of the buying team.',
    ...saleParams,
    body: z.object(teamFields).omit({ contactId: true }).partial(),
    answer: teamMember,
    versioned: true,
  }),
  removeTeamMember: endpoint({
    method: 'DELETE',
    path: '/buying-team/:id',
    summary: 'Take a person off the buying team.',
    ...saleParams,
    answer: done,
  }),

  saveMatrix: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/matrix',
    summary: 'Save the decision matrix as a new version.',
    ...saleParams,
    body: z.object({
      /** The version that was edited; 0 for the first. */
      basedOn: z.number().int().min(0),
      matrix: matrixContent,
      note: text(500).nullable().optional(),
    }),
    answer: matrixVersion,
  }),
  listMatrixVersions: endpoint({
    method: 'GET',
    path: '/opportunities/:id/matrix',
    summary: 'List the versions of a decision matrix, the newest first.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({ items: z.array(matrixVersion.extend({ totals: z.array(optionTotal) })) }),
  }),
  saveProcedure: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/procedure',
    summary: 'Save the purchase procedure with its requirements and whether we bid.',
    ...saleParams,
    body: z.object({ ...procedureFields, basedOn: z.number().int().min(0), bid: z.enum(bids).default('undecided') }),
    answer: procedure,
  }),
  saveLines: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/lines',
    summary: 'Say what is sold, line by line; the amount follows.',
    ...saleParams,
    body: z.object({
      lines: z.array(z.object(lineFields).partial().required({ name: true, quantity: true, price: true })).max(200),
      /** The currency of all prices; the sale's own unless told. */
      currency: currency.optional(),
    }),
    answer: z.object({ lines: z.array(saleLine), amount: decimal.nullable(), version: z.number().int() }),
    versioned: true,
  }),
  dismissWarning: endpoint({
    method: 'POST',
    path: '/opportunities/:id/dismissals',
    summary: 'Dismiss a warning with a reason.',
    ...saleParams,
    body: z.object({ kind: z.enum(warningKinds), reason: text(1000, 3) }),
    answer: done,
  }),
  recallWarning: endpoint({
    method: 'POST',
    path: '/opportunities/:id/dismissals/recall',
    summary: 'Show a dismissed warning again.',
    ...saleParams,
    body: z.object({ kind: z.enum(warningKinds) }),
    answer: done,
  }),
  shareSale: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/shares',
    summary: 'Say who sells it together, with shares that sum to 100 percent; an empty list ends it.',
    ...saleParams,
    body: z.object({ shares: z.array(z.object({ memberId: id, share: z.number().gt(0).max(100) })).max(20) }),
    answer: z.object({ shares: z.array(share) }),
  }),
};
