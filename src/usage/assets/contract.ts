import { z } from 'zod';
import {
  byId,
  currency,
  day,
  decimal,
  done,
  endpoint,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../../platform/contract.ts';
import { positions } from '../../relationship/vocabulary.ts';

/** The installed base, the contracts on it, and their renewals. */

export const assetStates = ['in use', 'retired'] as const;
export const lostReasons = [
  'price',
  'no longer needed',
  'service',
  'competitor',
  'relationship',
  'closed down',
  'other',
] as const;

const line = (most: number) => text(most).nullable();
const assetFields = {
  accountId: id,
  offeringId: id.nullable(),
  contractId: id.nullable(),
  name: text(300),
  serial: line(100),
  quantity: z.number().int().min(1).max(1_000_000),
  since: day.nullable(),
  warrantyUntil: day.nullable(),
  place: line(200),
  state: z.enum(assetStates),
  note: line(5000),
};
const usageFigure = z.object({ measure: text(60), day, value: z.number().min(-1e15).max(1e15) });
export const asset = z.object({
  id,
  ...assetFields,
  accountName: z.string().nullable(),
  offeringName: z.string().nullable(),
  contractName: z.string().nullable(),
  /** The latest figure of each measure. */
  usage: z.array(usageFigure),
  version: z.number().int(),
  deletedAt: instant.nullable(),
});
export type Asset = z.output<typeof asset>;

const contractFields = {
  accountId: id,
  name: text(300),
  number: line(100),
  startedOn: day,
  renewsOn: day,
  periodMonths: z.number().int().min(1).max(120),
  price: decimal,
  currency,
  noticeDays: z.number().int().min(0).max(730),
  ownerId: id.nullable(),
  note: line(5000),
};
export const serviceContract = z.object({
  id,
  ...contractFields,
  accountName: z.string().nullable(),
  ownerName: z.string().nullable(),
  state: z.enum(['running', 'lost']),
  lostOn: day.nullable(),
  lostReason: z.string().nullable(),
  /** How often it was renewed. */
  renewals: z.number().int(),
  /** What it brings a year. */
  yearly: decimal,
  assets: z.number().int(),
  version: z.number().int(),
  deletedAt: instant.nullable(),
});
export type ServiceContract = z.output<typeof serviceContract>;

const risk = z.object({
  /** That the customer leaves at the next renewal. */
  probability: z.number(),
  standardError: z.number(),
  /** Parts of the log-odds: they and the two below sum up to it. */
  base: z.number(),
  tenure: z.number(),
  parts: z.array(z.object({ feature: z.string(), contribution: z.number(), value: z.number().nullable() })),
});
export const dueRenewal = serviceContract.extend({
  position: z.enum(positions).nullable(),
  trust: z.number().nullable(),
  openSevereCases: z.number().int(),
  /** Use of the last 90 days against the 90 before; null where nobody measures. */
  use: z.number().nullable(),
  nextStep: z.object({ what: z.string(), dueAt: instant }).nullable(),
  /** The running alarm of the account, and the play that is under way; nulls: none. */
  alarm: z.object({ severity: z.number().int(), play: z.string() }).nullable(),
  play: z.object({ name: z.string(), done: z.number().int(), of: z.number().int() }).nullable(),
  risk,
});
export type DueRenewal = z.output<typeof dueRenewal>;

const contractAct = {
  params: byId,
  may: 'opportunity:write' as const,
  versioned: true as const,
  answer: serviceContract,
};

export const assetContract = {
  listAssets: endpoint({
    method: 'GET',
    path: '/assets',
    summary: 'List what customers have from us.',
    may: 'account:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      state: several(z.enum(assetStates)).optional(),
      warrantyTo: day.optional(),
    }),
    answer: page(asset),
  }),
  addAsset: endpoint({
    method: 'POST',
    path: '/assets',
    summary: 'Add something to the installed base of a customer.',
    may: 'case:write',
    body: z.object(assetFields).partial().required({ accountId: true, name: true }),
    answer: asset,
    status: 201,
  }),
  changeAsset: endpoint({
    method: 'PATCH',
    path: '/assets/:id',
    summary: 'Change something in the installed base.',
    may: 'case:write',
    params: byId,
    body: z.object(assetFields).omit({ accountId: true }).partial(),
    answer: asset,
    versioned: true,
  }),
  deleteAsset: endpoint({
    method: 'DELETE',
    path: '/assets/:id',
    summary: 'Take something out of the installed base; it can be restored.',
    may: 'case:write',
    params: byId,
    answer: asset,
  }),
  restoreAsset: endpoint({
    method: 'POST',
    path: '/assets/:id/restore',
    summary: 'Put something back into the installed base.',
    may: 'case:write',
    params: byId,
    answer: asset,
  }),
  recordUsage: endpoint({
    method: 'POST',
    path: '/assets/:id/usage',
    summary:
      'Record how much something is used: one figure a day and measure; a later one for the same day replaces it.',
    may: 'case:write',
    params: byId,
    body: z.object({ figures: z.array(usageFigure).min(1).max(1000) }),
    answer: z.object({ recorded: z.number().int() }),
    status: 201,
  }),
  readUsage: endpoint({
    method: 'GET',
    path: '/assets/:id/usage',
    summary: 'Read how much something was used in the last two years.',
    may: 'account:read',
    params: byId,
    answer: z.object({
      figures: z.array(usageFigure),
      /** Who recorded figures last, and how; null: they came in with other data. */
      recorded: z
        .object({ at: instant, by: z.string().nullable(), via: z.enum(['session', 'token', 'system']) })
        .nullable(),
    }),
  }),

  listContracts: endpoint({
    method: 'GET',
    path: '/contracts',
    summary: 'List contracts by renewal date.',
    may: 'account:read',
    query: z.object({ ...paging, account: id.optional(), state: several(z.enum(['running', 'lost'])).optional() }),
    answer: page(serviceContract),
  }),
  addContract: endpoint({
    method: 'POST',
    path: '/contracts',
    summary: 'Add a contract with its price, period and renewal date.',
    may: 'opportunity:write',
    body: z
      .object(contractFields)
      .partial()
      .required({ accountId: true, name: true, startedOn: true, periodMonths: true, price: true }),
    answer: serviceContract,
    status: 201,
  }),
  changeContract: endpoint({
    method: 'PATCH',
    path: '/contracts/:id',
    summary: 'Correct a contract.',
    ...contractAct,
    body: z.object(contractFields).omit({ accountId: true }).partial(),
  }),
  deleteContract: endpoint({
    method: 'DELETE',
    path: '/contracts/:id',
    summary: 'Delete a contract that was entered by mistake.',
    may: 'opportunity:delete',
    params: byId,
    answer: done,
  }),
  renewContract: endpoint({
    method: 'POST',
    path: '/contracts/:id/renew',
    summary: 'Renew a contract for another period, at a price.',
    ...contractAct,
    body: z.object({
      on: day.optional(),
      price: decimal.optional(),
      periodMonths: z.number().int().min(1).max(120).optional(),
      note: text(2000).optional(),
    }),
  }),
  loseContract: endpoint({
    method: 'POST',
    path: '/contracts/:id/lose',
    summary: 'End a contract as lost and say why.',
    ...contractAct,
    body: z.object({ on: day.optional(), reason: z.enum(lostReasons), note: text(2000).optional() }),
  }),
  takeBackDecision: endpoint({
    method: 'POST',
    path: '/contracts/:id/take-back',
    summary: 'Take back the latest decision on a renewal.',
    ...contractAct,
  }),

  renewals: endpoint({
    method: 'GET',
    path: '/renewals',
    summary: 'Read what comes up for renewal with its risk, and how much is kept: gross, net, and the renewal curve.',
    may: 'account:read',
    query: z.object({ months: z.coerce.number().int().min(1).max(36).default(12), owner: id.optional() }),
    answer: z.object({
      asOf: day,
      currency,
      items: z.array(dueRenewal),
      /** More come up than are shown. */
      more: z.boolean(),
      retention: z.object({
        from: day,
        to: day,
        gross: z.number().nullable(),
        net: z.number().nullable(),
        customers: z.number().int(),
        lost: z.number().int(),
        start: z.number(),
        end: z.number(),
      }),
      curve: z.object({
        customers: z.number().int(),
        refused: z.string().nullable(),
        alpha: z.number().nullable(),
        beta: z.number().nullable(),
        logLikelihood: z.number().nullable(),
        /** Share still there after 1, 2 … renewals. */
        survival: z.array(z.number()),
        /** Expected further renewals, discounted by a tenth a year, of one who is about to decide for the first time. */
        expected: z.number().nullable(),
      }),
      hazard: z.object({
        decisions: z.number().int(),
        losses: z.number().int(),
        calibrated: z.boolean(),
        needed: z.number().int(),
      }),
    }),
  }),
};
