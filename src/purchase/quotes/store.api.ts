import { sql } from 'kysely';
import { sameRecord, type Tx } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { forbidden, notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { rulesOf } from '../closing/rules.api.ts';
import { mayChange } from '../store.api.ts';
import { mayDecide } from './approver.api.ts';
import type { QuoteLine } from './contract.ts';
import { standingOf, sumsOf, type QuoteState } from './quote.ts';

/** Quotes with the names that belong to them. */
export const rowsIn = (db: Tx) =>
  db
    .selectFrom('quote as q')
    .innerJoin('opportunity as o', (on) => sameRecord(on, 'o', 'q.opportunity_id'))
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'q.account_id'))
    .leftJoin('contact as c', (on) => sameRecord(on, 'c', 'q.contact_id'))
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'q.member_id'))
    .leftJoin('member as p', (on) => sameRecord(on, 'p', 'q.approver_id'))
    .leftJoin('member as d', (on) => sameRecord(on, 'd', 'q.decided_by'))
    .select([
      'q.id',
      'q.opportunity_id as opportunityId',
      'q.account_id as accountId',
      'q.contact_id as contactId',
      'q.number',
      'q.issue',
      sql<QuoteState>`q.state`.as('state'),
      'q.currency',
      sql<QuoteLine[]>`q.lines`.as('lines'),
      sql<number>`q.largest_discount::float8`.as('largestDiscount'),
      'q.valid_until as validUntil',
      'q.introduction',
      'q.terms',
      'q.member_id as memberId',
      'q.approver_id as approverId',
      'q.approval_reason as approvalReason',
      'q.asked_at as askedAt',
      'q.decision_reason as decisionReason',
      'q.decided_at as decidedAt',
      'q.sent_at as sentAt',
      'q.seen_at as seenAt',
      'q.accepted_at as acceptedAt',
      'q.accepted_by as acceptedBy',
      'q.withdrawn_reason as withdrawnReason',
      'q.version',
      'q.created_at as createdAt',
      'o.name as saleName',
      'a.name as accountName',
      'c.name as contactName',
      'm.name as memberName',
      'p.name as approverName',
      'd.name as decidedByName',
    ]);

export const quoteRows = (call: Call) => rowsIn(call.db);

export type QuoteRow = Awaited<ReturnType<ReturnType<typeof quoteRows>['execute']>>[number];

export const itemOf = (row: QuoteRow, now: Date) => {
  const {
    id,
    opportunityId,
    saleName,
    accountName,
    number,
    issue,
    currency,
    largestDiscount,
    validUntil,
    memberName,
    approvalReason,
    askedAt,
    seenAt,
    createdAt,
  } = row;
  return {
    id,
    opportunityId,
    saleName,
    accountName,
    number,
    issue,
    currency,
    largestDiscount,
    validUntil,
    memberName,
    approvalReason,
    askedAt,
    seenAt,
    createdAt,
    standing: standingOf(row.state, validUntil, dayOf(now)),
    sums: sumsOf(row.lines),
  };
};

export async function foundQuote(call: Call, id: string) {
  const row = await quoteRows(call).where('q.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('quote');
  const { memberId: _memberId, ...rest } = row;
  const { discountLimit } = await rulesOf(call.db);
  return {
    ...rest,
    standing: standingOf(row.state, row.validUntil, dayOf(call.now)),
    sums: sumsOf(row.lines),
    discountLimit,
    mayChange: await mayChange(call, row.opportunityId),
    mayApprove: await mayDecide(call, row.memberId),
  };
}

export async function quoteToChange(call: Call, id: string) {
  const quote = await foundQuote(call, id);
  if (!quote.mayChange) throw forbidden('change this quote');
  return quote;
}

export async function changeQuote(call: Call, id: string, values: object): Promise<void> {
  await call.db
    .updateTable('quote')
    .set({ ...values, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .execute();
}

/** Another quote of the sale takes the place of those in these states. */
export async function supersedeOthers(
  call: Call,
  quote: { id: string; opportunityId: string },
  states: readonly QuoteState[],
): Promise<void> {
  await call.db
    .updateTable('quote')
    .set({ state: 'superseded', version: sql`version + 1`, updated_at: call.now })
    .where('opportunity_id', '=', quote.opportunityId)
    .where('state', 'in', states)
    .where('id', '!=', quote.id)
    .execute();
}

/** What happens to a quote is told of its sale. */
export const saleOf = ({ opportunityId, accountId }: { opportunityId: string; accountId: string | null }) => ({
  kind: 'opportunity',
  id: opportunityId,
  accountId,
});
