import { z } from 'zod';
import { unrated } from '../../offerings/unrated.ts';
import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { phases, positions, saleTypes } from '../../relationship/vocabulary.ts';
import { spans } from '../team/period.ts';
import { currency, day, decimal, id, instant, text } from '../../platform/contract.ts';

/** The records of the contract: what the force, its goals, territories and assignments look like. */

export const sellerTypes = ['direct', 'distributor', 'in-house', 'outside'] as const;
export const assignmentMethods = ['round robin', 'load', 'territory', 'fit'] as const;
/** What can come without an owner. */
export const assignables = ['opportunity', 'account', 'case'] as const;
export const goalScopes = ['member', 'team', 'territory'] as const;

/** What selling costs besides hours. */
export const costKinds = ['travel', 'demonstration', 'commission', 'other'] as const;

/** The accounts of a territory that one of its figures counts. */
export const territoryParts = ['customers', 'without owner', 'without step'] as const;

export const saleType = z.enum(saleTypes);
export const profile = z.enum(Object.values(sellerProfiles) as [SellerProfile, ...SellerProfile[]]);
export const words = z.array(text(200)).max(500);
export const territoryRule = z.strictObject({
  countries: words.optional(),
  cities: words.optional(),
  industries: words.optional(),
  tags: words.optional(),
  segmentIds: z.array(id).max(200).optional(),
  minEmployees: z.number().int().min(0).optional(),
  maxEmployees: z.number().int().min(0).optional(),
  accountIds: z.array(id).max(2000).optional(),
});

export const standing = z.object({
  accounts: z.number(),
  customers: z.number(),
  revenue: z.number(),
  potential: z.number(),
  withoutOwner: z.number(),
  withoutStep: z.number(),
  openSales: z.number(),
  openAmount: z.number(),
});
export const territory = z.object({
  id,
  name: z.string(),
  parentId: id.nullable(),
  /** Who covers it. */
  teamId: id.nullable(),
  teamName: z.string().nullable(),
  rule: territoryRule,
  /** With all below it; null for whoever may not see all accounts, or before it was counted. */
  standing: standing.nullable(),
  countedAt: instant.nullable(),
  version: z.number(),
});
export type TerritoryRecord = z.output<typeof territory>;

export const goal = z.object({
  id,
  scope: z.enum(goalScopes),
  scopeId: id,
  scopeName: z.string(),
  /** The team of a person, or what a team or territory lies in. */
  withinId: id.nullable(),
  span: z.enum(spans),
  period: day,
  saleType: saleType.nullable(),
  offering: z.string().nullable(),
  amount: decimal,
  won: decimal,
  open: decimal,
  /** Sales that are in neither. */
  unrated,
  /** What the goals below it add up to: of the people of a team and its teams, or of the territories in one; null where there are none. */
  below: decimal.nullable(),
  /** What the goals of the quarters of its year, or the months of its quarter, add up to; null where there are none. */
  parts: decimal.nullable(),
  version: z.number(),
});
export type Goal = z.output<typeof goal>;

export const seller = z.object({
  memberId: id,
  name: z.string(),
  teamId: id.nullable(),
  teamName: z.string().nullable(),
  sellerType: z.enum(sellerTypes),
  capacity: z.number(),
  openCases: z.number(),
  openSales: z.number(),
  accounts: z.number(),
  /** What fits best, where it may be seen and is known. */
  best: profile.nullable(),
  /** The share of their capacity that fits each profile, where it may be seen and is known: together 1. */
  fits: z.partialRecord(profile, z.number()),
});
export type Seller = z.output<typeof seller>;

export const overview = z.object({
  currency,
  period: day,
  until: day,
  /** Whose sales, goals and capacity these are: a leader's people, a seller alone; null: everybody's. */
  people: z.array(id).nullable(),
  /** What the sums below leave out. */
  unrated: z.object({ won: unrated, mix: unrated, cost: unrated }),
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
  /** Aggregate: of other people there are sums alone. */
  figures: z.enum(['individual', 'aggregate']),
  sellers: z.array(seller),
  /** The organization as a tree, each team with all below it. */
  teams: z.array(
    z.object({
      id,
      name: z.string(),
      parentId: id.nullable(),
      leaderName: z.string().nullable(),
      people: z.number(),
      types: z.record(z.enum(sellerTypes), z.number()),
      /** Null: a sum of so few people would tell of each. */
      load: z.object({ capacity: z.number(), openSales: z.number(), accounts: z.number() }).nullable(),
    }),
  ),
  coverage: z.array(
    z.object({
      phase: z.enum(phases),
      position: z.enum(positions),
      accounts: z.number(),
      owned: z.number(),
      stepped: z.number(),
      revenue: z.number(),
    }),
  ),
  cost: z.array(
    z.object({
      saleType,
      contacts: z.number(),
      timedShare: z.number(),
      hours: z.number(),
      /** Of the hours and of what else was entered, together. */ cost: z.number(),
      further: z.number(),
      won: z.number(),
      wonAmount: z.number(),
      customers: z.number(),
      revenue: z.number(),
    }),
  ),
  rule: z.object({
    hourlyCost: decimal,
    /** Of sellers who are employed so, where it differs. */ bySellerType: z.partialRecord(
      z.enum(sellerTypes),
      decimal,
    ),
    minutesEach: z.number(),
  }),
});
export type ForceOverview = z.output<typeof overview>;

export const furtherCost = z.object({
  id,
  saleType,
  /** Its first day. */ month: day,
  kind: z.enum(costKinds),
  amount: decimal,
  note: z.string().nullable(),
  memberName: z.string().nullable(),
});

export const lifecycle = z.object({
  saleType,
  customers: z.number(),
  /** All they ever bought. */
  revenue: z.number(),
  /** Years since the first purchase, on average. */
  years: z.number(),
  /** Of how many it is estimated what is still to come, and its sum. */
  valued: z.number(),
  toCome: z.number(),
  unrated,
});
export type Lifecycle = z.output<typeof lifecycle>;

export const what = z.enum(assignables);
export const rule = z.object({
  id,
  name: z.string(),
  place: z.number(),
  what,
  /** At once when something arrives without an owner; else when somebody asks. */
  arrives: z.boolean(),
  saleType: saleType.nullable(),
  territoryId: id.nullable(),
  method: z.enum(assignmentMethods),
  memberIds: z.array(id),
  active: z.boolean(),
  version: z.number(),
});
export type AssignmentRule = z.output<typeof rule>;
export const ruleFields = {
  name: text(200),
  place: z.number().int().min(0).max(1000).default(0),
  what,
  arrives: z.boolean().default(true),
  saleType: saleType.nullable().default(null),
  territoryId: id.nullable().default(null),
  method: z.enum(assignmentMethods),
  memberIds: z.array(id).min(1, 'Name at least one person').max(500),
  active: z.boolean().default(true),
};

export const assigned = z.object({
  id,
  /** Null: the rule was removed since. */
  ruleId: id.nullable(),
  ruleName: z.string().nullable(),
  what,
  subjectId: id,
  subjectName: z.string(),
  memberId: id,
  memberName: z.string(),
  why: z.object({
    method: z.enum(assignmentMethods),
    /** What the person carried then, of how much; null where figures of single people are kept to themselves, as is how well they fit and who was full. */
    openSales: z.number().nullable(),
    capacity: z.number().nullable(),
    fit: z.number().nullable(),
    profile: profile.nullable(),
    territory: z.string().nullable(),
    full: z.array(z.string()),
    among: z.number(),
  }),
  at: instant,
});
export type Assigned = z.output<typeof assigned>;
