import { z } from 'zod';
import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { phases, positions, saleTypes } from '../../relationship/vocabulary.ts';
import { byId, currency, day, decimal, done, endpoint, id, instant, page, paging, text } from '../../platform/contract.ts';

/** Managing the force through the quarter: goals, capacity against the mix, coverage, territories, cost of sale, assignment. */

export const sellerTypes = ['direct', 'distributor', 'in-house', 'outside'] as const;
export const assignmentMethods = ['round robin', 'load', 'territory', 'fit'] as const;
export const goalScopes = ['member', 'team', 'territory'] as const;

const saleType = z.enum(saleTypes);
const profile = z.enum(Object.values(sellerProfiles) as [SellerProfile, ...SellerProfile[]]);
const words = z.array(text(200)).max(500);
const territoryRule = z.strictObject({
  countries: words.optional(),
  cities: words.optional(),
  industries: words.optional(),
  tags: words.optional(),
  minEmployees: z.number().int().min(0).optional(),
  maxEmployees: z.number().int().min(0).optional(),
  accountIds: z.array(id).max(2000).optional(),
});

const standing = z.object({
  accounts: z.number(),
  customers: z.number(),
  revenue: z.number(),
  potential: z.number(),
  withoutOwner: z.number(),
  withoutStep: z.number(),
  openSales: z.number(),
  openAmount: z.number(),
});
const territory = z.object({
  id,
  name: z.string(),
  parentId: id.nullable(),
  teamId: id.nullable(),
  rule: territoryRule,
  /** With all below it; null for whoever may not see all accounts, or before it was counted. */
  standing: standing.nullable(),
  countedAt: instant.nullable(),
  version: z.number(),
});
export type TerritoryRecord = z.output<typeof territory>;

const goal = z.object({
  id,
  scope: z.enum(goalScopes),
  scopeId: id,
  scopeName: z.string(),
  period: day,
  saleType: saleType.nullable(),
  offering: z.string().nullable(),
  amount: decimal,
  won: decimal,
  open: decimal,
  /** What the goals below it add up to: of the people of a team and its teams, or of the territories in one; null where there are none. */
  below: decimal.nullable(),
  version: z.number(),
});
export type Goal = z.output<typeof goal>;

const seller = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  sellerType: z.enum(sellerTypes),
  capacity: z.number(),
  openSales: z.number(),
  accounts: z.number(),
  /** What fits best, where it may be seen and is known. */
  best: profile.nullable(),
});
export type Seller = z.output<typeof seller>;

const overview = z.object({
  currency,
  period: day,
  until: day,
  won: z.number(),
  goal: z.number().nullable(),
  mix: z.array(
    z.object({
      saleType,
      profile,
      sales: z.number(),
      amount: z.number(),
      salesShare: z.number(),
      amountShare: z.number(),
      capacity: z.number(),
      capacityShare: z.number(),
      verdict: z.enum(['short', 'idle', 'even']),
    }),
  ),
  /** Capacity of people of whom no profile is known. */
  unknownCapacity: z.number(),
  sellers: z.array(seller),
  coverage: z.array(z.object({ phase: z.enum(phases), position: z.enum(positions), accounts: z.number(), owned: z.number(), stepped: z.number(), revenue: z.number() })),
  cost: z.array(
    z.object({ saleType, contacts: z.number(), timedShare: z.number(), hours: z.number(), cost: z.number(), won: z.number(), wonAmount: z.number(), customers: z.number(), revenue: z.number() }),
  ),
  rule: z.object({ hourlyCost: decimal, minutesEach: z.number() }),
});
export type ForceOverview = z.output<typeof overview>;

const rule = z.object({
  id,
  name: z.string(),
  place: z.number(),
  what: z.enum(['account', 'opportunity']),
  saleType: saleType.nullable(),
  territoryId: id.nullable(),
  method: z.enum(assignmentMethods),
  memberIds: z.array(id),
  active: z.boolean(),
  version: z.number(),
});
export type AssignmentRule = z.output<typeof rule>;
const ruleFields = {
  name: text(200),
  place: z.number().int().min(0).max(1000).default(0),
  what: z.enum(['account', 'opportunity']),
  saleType: saleType.nullable().default(null),
  territoryId: id.nullable().default(null),
  method: z.enum(assignmentMethods),
  memberIds: z.array(id).min(1, 'Name at least one person').max(500),
  active: z.boolean().default(true),
};

const assigned = z.object({
  id,
  ruleName: z.string().nullable(),
  what: z.enum(['account', 'opportunity']),
  subjectId: id,
  subjectName: z.string(),
  memberId: id,
  memberName: z.string(),
  why: z.object({
    method: z.enum(assignmentMethods),
    openSales: z.number(),
    capacity: z.number(),
    fit: z.number().nullable(),
    profile: profile.nullable(),
    territory: z.string().nullable(),
    full: z.array(z.string()),
    among: z.number(),
  }),
  at: instant,
});
export type Assigned = z.output<typeof assigned>;

export const forceContract = {
  readForce: endpoint({
    method: 'GET',
    path: '/force',
    summary: 'See the force through a quarter: goal, mix of sale types against capacity, coverage of the board, cost of sale.',
    may: 'forecast:read',
    query: z.object({ period: day.optional() }),
    deadline: 20,
    answer: overview,
  }),
  setCapacity: endpoint({
    method: 'PUT',
    path: '/force/sellers/:id',
    summary: 'Say how many open sales somebody can carry, and how they are employed.',
    may: 'team:write',
    params: byId,
    body: z.strictObject({ sellerType: z.enum(sellerTypes), capacity: z.number().int().min(0).max(10_000) }),
    answer: done,
  }),
  setForceRule: endpoint({
    method: 'PUT',
    path: '/force/cost',
    summary: 'Say what an hour of selling costs, and how long a contact takes where nobody noted it.',
    may: 'team:write',
    body: z.strictObject({ hourlyCost: decimal, minutesEach: z.number().int().min(0).max(1000) }),
    answer: done,
  }),
  listTerritories: endpoint({
    method: 'GET',
    path: '/force/territories',
    summary: 'List the tree of territories with what lies in each.',
    may: 'team:read',
    answer: z.object({ items: z.array(territory), currency }),
  }),
  createTerritory: endpoint({
    method: 'POST',
    path: '/force/territories',
    summary: 'Add a territory with its rule.',
    may: 'team:write',
    body: z.strictObject({ name: text(200), parentId: id.nullable().default(null), teamId: id.nullable().default(null), rule: territoryRule.default({}) }),
    status: 201,
    answer: territory,
  }),
  changeTerritory: endpoint({
    method: 'PATCH',
    path: '/force/territories/:id',
    summary: 'Change a territory, its place in the tree or its rule.',
    may: 'team:write',
    params: byId,
    body: z.strictObject({ name: text(200).optional(), parentId: id.nullable().optional(), teamId: id.nullable().optional(), rule: territoryRule.optional() }),
    versioned: true,
    answer: territory,
  }),
  removeTerritory: endpoint({
    method: 'DELETE',
    path: '/force/territories/:id',
    summary: 'Remove a territory; what stood below it moves up.',
    may: 'team:delete',
    params: byId,
    answer: done,
  }),
  listGoals: endpoint({
    method: 'GET',
    path: '/force/goals',
    summary: 'List the goals of a quarter with what is won, open and missing, and what the goals below add up to.',
    may: 'forecast:read',
    query: z.object({ period: day.optional() }),
    deadline: 20,
    answer: z.object({ period: day, currency, items: z.array(goal) }),
  }),
  setGoal: endpoint({
    method: 'PUT',
    path: '/force/goals',
    summary: 'Set the goal of a person, team or territory for a quarter, for all sales or one type or offering; the former is kept in the history.',
    may: 'team:write',
    body: z.strictObject({
      scope: z.enum(goalScopes),
      scopeId: id,
      period: day,
      saleType: saleType.nullable().default(null),
      offering: text(300).nullable().default(null),
      /** Null takes the goal away. */
      amount: decimal.nullable(),
    }),
    answer: z.object({ period: day, currency, items: z.array(goal) }),
  }),
  readGoalHistory: endpoint({
    method: 'GET',
    path: '/force/goals/:id/history',
    summary: 'Read what a goal was before, who changed it and when.',
    may: 'team:write',
    params: byId,
    answer: z.object({ items: z.array(z.object({ at: instant, memberName: z.string().nullable(), before: decimal.nullable(), after: decimal.nullable() })) }),
  }),
  listAssignmentRules: endpoint({
    method: 'GET',
    path: '/force/assignment-rules',
    summary: 'List the rules by which customers and sales without an owner are given to people.',
    may: 'team:write',
    answer: z.object({ items: z.array(rule) }),
  }),
  createAssignmentRule: endpoint({
    method: 'POST',
    path: '/force/assignment-rules',
    summary: 'Add an assignment rule.',
    may: 'team:write',
    body: z.strictObject(ruleFields),
    status: 201,
    answer: rule,
  }),
  changeAssignmentRule: endpoint({
    method: 'PATCH',
    path: '/force/assignment-rules/:id',
    summary: 'Change an assignment rule.',
    may: 'team:write',
    params: byId,
    body: z.strictObject({
      name: text(200).optional(),
      place: z.number().int().min(0).max(1000).optional(),
      saleType: saleType.nullable().optional(),
      territoryId: id.nullable().optional(),
      method: z.enum(assignmentMethods).optional(),
      memberIds: z.array(id).min(1).max(500).optional(),
      active: z.boolean().optional(),
    }),
    versioned: true,
    answer: rule,
  }),
  removeAssignmentRule: endpoint({
    method: 'DELETE',
    path: '/force/assignment-rules/:id',
    summary: 'Remove an assignment rule; what it assigned stays in the log.',
    may: 'team:delete',
    params: byId,
    answer: done,
  }),
  assign: endpoint({
    method: 'POST',
    path: '/force/assignments',
    summary: 'Give customers or sales without an owner to people by the rules, with a log of why.',
    may: 'team:write',
    body: z.strictObject({ what: z.enum(['account', 'opportunity']), ids: z.array(id).min(1).max(100) }),
    status: 201,
    answer: z.object({ items: z.array(assigned), left: z.array(id) }),
  }),
  listAssignments: endpoint({
    method: 'GET',
    path: '/force/assignments',
    summary: 'Read who was given what, and why.',
    may: 'forecast:read',
    query: z.object(paging),
    answer: page(assigned),
  }),
  listWithoutOwner: endpoint({
    method: 'GET',
    path: '/force/without-owner',
    summary: 'List customers and sales that nobody looks after.',
    may: 'team:write',
    answer: z.object({
      accounts: z.array(z.object({ id, name: z.string(), territory: z.string().nullable() })),
      opportunities: z.array(z.object({ id, name: z.string(), saleType, amount: z.number() })),
    }),
  }),
};
