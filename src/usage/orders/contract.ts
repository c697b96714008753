import { z } from 'zod';
import {
  byId,
  currency,
  custom,
  day,
  decimal,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  text,
} from '../../platform/contract.ts';

/** Orders as facts, and what they tell of the next one. */

const orderFields = {
  accountId: id,
  contactId: id.nullable(),
  number: text(100).nullable(),
  orderedOn: day,
  amount: decimal.nullable(),
  currency,
  subject: text(300).nullable(),
  offering: text(300).nullable(),
  quantity: z.number().min(0).max(1e12).nullable(),
  /** When its payment is due, and how it stands: open, sent, overdue, paid … An order that has a due day and no word on it is open. */
  dueOn: day.nullable(),
  status: text(60).nullable(),
  custom,
};
export const order = z.object({
  id,
  ...orderFields,
  accountName: z.string().nullable(),
  /** The sale that it belongs to, where there is one. */
  opportunityId: id.nullable(),
  /** The order that an invoice belongs to: it is no revenue of its own. */
  partOfId: id.nullable(),
  version: z.number().int(),
  createdAt: instant,
  deletedAt: instant.nullable(),
});
export type Order = z.output<typeof order>;
const newOrder = z.object(orderFields).partial().required({ accountId: true, orderedOn: true });

export const fittedModel = z.object({
  model: z.enum(['MBG/NBD', 'BG/NBD', 'Pareto/NBD', 'Gamma–Gamma']),
  parameters: z.record(z.string(), z.number()).nullable(),
  standardErrors: z.record(z.string(), z.number()).nullable(),
  logLikelihood: z.number().nullable(),
  customers: z.number().int(),
  refused: z.string().nullable(),
});
const terms = z.object({
  months: z.number().int().min(1).max(120),
  discount: z.number().min(0).max(1),
  margin: z.number().min(0).max(1),
});
export const fitStates = ['waiting', 'running', 'done', 'refused', 'cancelled', 'failed'] as const;
export const purchaseFit = z.object({
  id,
  state: z.enum(fitStates),
  untilOn: day,
  terms,
  progress: z.number(),
  customers: z.number().int().nullable(),
  purchases: z.number().int().nullable(),
  models: z.array(fittedModel).nullable(),
  reason: z.string().nullable(),
  memberName: z.string().nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
});
export type PurchaseFitRecord = z.output<typeof purchaseFit>;

export const customerValue = z.object({
  account: z.object({ id, name: z.string() }),
  purchases: z.number().int(),
  firstOn: day,
  lastOn: day,
  alive: z.number(),
  expected: z.number(),
  spend: decimal.nullable(),
  value: decimal.nullable(),
  low: decimal.nullable(),
  high: decimal.nullable(),
  others: z.record(z.string(), z.number()),
});
export type CustomerValue = z.output<typeof customerValue>;
export const valueSorts = ['value', 'alive'] as const;

export const orderContract = {
  listOrders: endpoint({
    method: 'GET',
    path: '/orders',
    summary: 'List orders, the newest first.',
    may: 'account:read',
    query: z.object({ ...paging, account: id.optional(), from: day.optional(), to: day.optional() }),
    answer: page(order),
  }),
  addOrder: endpoint({
    method: 'POST',
    path: '/orders',
    summary: 'Enter an order.',
    may: 'opportunity:write',
    body: newOrder,
    answer: order,
    status: 201,
  }),
  addOrders: endpoint({
    method: 'POST',
    path: '/orders/batch',
    summary: 'Enter many orders at once, from a shop or an invoicing program.',
    may: 'opportunity:write',
    body: z.object({ orders: z.array(newOrder).min(1).max(1000) }),
    answer: z.object({ created: z.number().int() }),
    status: 201,
    deadline: 30,
  }),
  changeOrder: endpoint({
    method: 'PATCH',
    path: '/orders/:id',
    summary: 'Correct an order.',
    may: 'opportunity:write',
    params: byId,
    body: z.object(orderFields).omit({ accountId: true }).partial(),
    answer: order,
    versioned: true,
  }),
  deleteOrder: endpoint({
    method: 'DELETE',
    path: '/orders/:id',
    summary: 'Delete an order; it can be restored.',
    may: 'opportunity:delete',
    params: byId,
    answer: order,
  }),
  restoreOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/restore',
    summary: 'Restore a deleted order.',
    may: 'opportunity:delete',
    params: byId,
    answer: order,
  }),

  listFits: endpoint({
    method: 'GET',
    path: '/purchase-fits',
    summary: 'List the fits of the purchase models, the latest first, with what they found or why they were refused.',
    may: 'account:read',
    query: z.object(paging),
    answer: page(purchaseFit),
  }),
  startFit: endpoint({
    method: 'POST',
    path: '/purchase-fits',
    summary: 'Fit the purchase models anew; it runs in the background.',
    may: 'team:write',
    body: z.object({ untilOn: day.optional(), terms: terms.partial().optional() }),
    answer: purchaseFit,
    status: 201,
  }),
  cancelFit: endpoint({
    method: 'POST',
    path: '/purchase-fits/:id/cancel',
    summary: 'Cancel a fit that runs.',
    may: 'team:write',
    params: byId,
    answer: purchaseFit,
  }),
  listCustomerValues: endpoint({
    method: 'GET',
    path: '/customer-values',
    summary: 'List customers by what they are worth, or by how likely they are gone.',
    may: 'account:read',
    query: z.object({
      ...paging,
      sort: z.enum(valueSorts).default('value'),
      descending: flag.optional(),
      aliveTo: z.coerce.number().min(0).max(1).optional(),
    }),
    answer: page(customerValue),
  }),
  readCustomerValue: endpoint({
    method: 'GET',
    path: '/accounts/:id/value',
    summary: 'Read what an account is expected to buy and to be worth, with the fit behind it.',
    may: 'account:read',
    params: byId,
    answer: z.object({ value: customerValue.nullable(), fit: purchaseFit.nullable(), currency }),
  }),
};
