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
import { expectations } from '../../relationship/vocabulary.ts';

/** The loop of relationship sales: whom to visit when, what they will reorder, what share of their need is ours; and the basket they took last. */

const stopFields = {
  everyDays: z.number().int().min(1).max(730),
  /** 1 Monday … 7 Sunday; null: any day. */
  weekday: z.number().int().min(1).max(7).nullable(),
  memberId: id,
  nextVisitOn: day,
  note: text(1000).nullable(),
};
export const routeStop = z.object({
  accountId: id,
  ...stopFields,
  memberName: z.string().nullable(),
  lastVisitOn: day.nullable(),
  place: z.number().int(),
  version: z.number().int(),
});
export type RouteStop = z.output<typeof routeStop>;

export const reorder = z.object({
  accountId: id,
  accountName: z.string(),
  offering: z.string(),
  offeringId: id.nullable(),
  /** Median days between two orders, and from how many intervals. */
  days: z.number().int(),
  intervals: z.number().int(),
  /** Median of what they take. */
  quantity: z.number().nullable(),
  lastOn: day,
  expectedOn: day,
  /** Days beyond the expected day; negative: still to come. */
  daysLate: z.number().int(),
});
export type Reorder = z.output<typeof reorder>;

export const routeVisit = z.object({
  ...routeStop.shape,
  accountName: z.string(),
  city: z.string().nullable(),
  phone: z.string().nullable(),
  contact: z.object({ id, name: z.string(), phone: z.string().nullable() }).nullable(),
  daysLate: z.number().int(),
  /** What they will probably reorder by the visit. */
  due: z.array(reorder),
});
export type RouteVisit = z.output<typeof routeVisit>;

export const yearlyNeed = z.object({
  id,
  line: z.string(),
  amount: decimal,
  currency,
  source: z.string(),
  on: day,
  memberName: z.string().nullable(),
  /** What they bought from us in the last 365 days, in that currency, and its share. */
  ours: decimal,
  share: z.number().nullable(),
});
export type YearlyNeed = z.output<typeof yearlyNeed>;

const ofAccount = { params: byId, may: 'opportunity:write' as const };

export const routeContract = {
  listRoute: endpoint({
    method: 'GET',
    path: '/route',
    summary: 'List the visits that are due up to a day, in the order of the route.',
    may: 'opportunity:read',
    query: z.object({ ...paging, member: several(id).optional(), until: day.optional() }),
    answer: page(routeVisit),
  }),
  orderRoute: endpoint({
    method: 'PUT',
    path: '/route/order',
    summary: 'Put the visits of the route into another order.',
    may: 'opportunity:write',
    body: z.object({ accountIds: z.array(id).min(1).max(200) }),
    answer: done,
  }),
  listReorders: endpoint({
    method: 'GET',
    path: '/reorders',
    summary: 'List what the accounts of a route will probably reorder, the most overdue first.',
    may: 'opportunity:read',
    query: z.object({ member: several(id).optional(), within: z.coerce.number().int().min(0).max(365).default(30) }),
    answer: z.object({ items: z.array(reorder), asOf: day }),
  }),
  readLoop: endpoint({
    method: 'GET',
    path: '/accounts/:id/loop',
    summary: 'Read the loop of an account: its place on the route, visits, reorders and share of wallet.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({
      stop: routeStop.nullable(),
      visits: z.array(
        z.object({
          id,
          dueOn: day,
          state: z.enum(['made', 'skipped']),
          reason: z.string().nullable(),
          memberName: z.string().nullable(),
          at: instant,
        }),
      ),
      reorders: z.array(reorder),
      needs: z.array(yearlyNeed),
    }),
  }),
  saveStop: endpoint({
    method: 'PUT',
    path: '/accounts/:id/route',
    summary: 'Put an account on the route, or change its rhythm.',
    ...ofAccount,
    body: z.object({
      ...stopFields,
      memberId: id.optional(),
      weekday: stopFields.weekday.default(null),
      note: stopFields.note.default(null),
      nextVisitOn: day.optional(),
      /** The version that was edited; 0 for the first. */
      basedOn: z.number().int().min(0),
    }),
    answer: routeStop,
  }),
  removeStop: endpoint({
    method: 'DELETE',
    path: '/accounts/:id/route',
    summary: 'Take an account off the route.',
    ...ofAccount,
    answer: done,
  }),
  logVisit: endpoint({
    method: 'POST',
    path: '/accounts/:id/visits',
    summary: 'Log a visit on the route: a touchpoint, and the next one is due by the rhythm.',
    ...ofAccount,
    body: z.object({
      note: text(500).optional(),
      learnt: text(2000).optional(),
      expectation: z.literal(expectations).nullable().optional(),
      contactId: id.optional(),
      /** Agreed on with them; otherwise the rhythm decides. */
      nextVisitOn: day.optional(),
    }),
    answer: z.object({ touchpointId: id, nextVisitOn: day.nullable() }),
    status: 201,
  }),
  skipVisit: endpoint({
    method: 'POST',
    path: '/accounts/:id/skipped-visits',
    summary: 'Pass over a visit that is due, and say why.',
    ...ofAccount,
    body: z.object({ reason: text(500, 3), nextVisitOn: day.optional() }),
    answer: routeStop,
  }),
  readLastBasket: endpoint({
    method: 'GET',
    path: '/accounts/:id/last-basket',
    summary: 'Read what an account took last, at the prices of today, to repeat it.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({
      on: day.nullable(),
      lines: z.array(z.object({ offeringId: id.nullable(), name: z.string(), quantity: z.string(), price: decimal })),
    }),
  }),
  addNeed: endpoint({
    method: 'POST',
    path: '/accounts/:id/yearly-needs',
    summary: 'Write down what an account needs of a line in a year, and who said so.',
    ...ofAccount,
    body: z.object({
      line: text(200),
      amount: z.string().regex(/^\d{1,16}(\.\d{1,2})?$/, 'Write an amount such as 1234.50'),
      currency: currency.optional(),
      source: text(300),
      on: day.optional(),
    }),
    answer: yearlyNeed,
    status: 201,
  }),
};
