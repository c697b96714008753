import { sql } from 'kysely';
import { notify } from '../../platform/notify.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { foundSale } from '../store.api.ts';
import { approverFor, mayApprove } from './approver.api.ts';
import type { quotesContract } from './contract.ts';
import { needsApproval } from './quote.ts';
import { changeQuote, foundQuote, itemOf, saleOf, quoteRows, quoteToChange } from './store.api.ts';

/** A discount above the limit is brought before somebody who says yes or no to it. */
export const approvalHandlers: Pick<
  Handlers<typeof quotesContract>,
  'listApprovals' | 'askApproval' | 'decideApproval'
> = {
  async listApprovals(call, { query }) {
    const { items, next } = await pageOf(
      quoteRows(call).where('q.state', '=', 'asked').where('q.approver_id', '=', call.who.memberId),
      [
        { by: sql.ref('q.asked_at'), key: 'askedAt', type: 'timestamptz' },
        { by: sql.ref('q.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: items.map((row) => itemOf(row, call.now)), next };
  },

  async askApproval(call, { params: { id }, body }) {
    const quote = await quoteToChange(call, id);
    if (quote.state !== 'draft' && quote.state !== 'declined')
      throw conflict('not_to_ask', 'Only a draft is brought before a manager.');
    if (!needsApproval(quote.largestDiscount, quote.discountLimit))
      throw conflict('no_approval_needed', 'This discount is within the limit: the quote can be sent.');
    const approver = await approverFor(call, quote, body.approverId);
    await changeQuote(call, id, {
      state: 'asked',
      approver_id: approver.id,
      approval_reason: body.reason,
      asked_at: call.now,
      decided_by: null,
      decision_reason: null,
      decided_at: null,
    });
    await call.record('quote.approval asked', saleOf(quote), {
      quoteId: id,
      number: quote.number,
      issue: quote.issue,
      discount: quote.largestDiscount,
      reason: body.reason,
      approverId: approver.id,
      approverName: approver.name,
    });
    await notify(call, [approver.id], notice('quote.asked', quote, { reason: body.reason }));
    return foundQuote(call, id);
  },

  async decideApproval(call, { params: { id }, body }) {
    const quote = await quoteToChange(call, id);
    if (!mayApprove(call.who.role)) throw forbidden('let a discount pass');
    if (!quote.mayApprove)
      throw conflict('own_discount', 'You made this quote yourself: a colleague has to say yes or no to its discount.');
    if (quote.state !== 'asked') throw conflict('nothing_to_decide', 'Nobody asks for approval of this quote.');
    await changeQuote(call, id, {
      state: body.approve ? 'approved' : 'declined',
      decided_by: call.who.memberId,
      decision_reason: body.reason,
      decided_at: call.now,
    });
    await call.record(body.approve ? 'quote.approved' : 'quote.declined', saleOf(quote), {
      quoteId: id,
      number: quote.number,
      issue: quote.issue,
      discount: quote.largestDiscount,
      reason: body.reason,
      approverId: quote.approverId,
    });
    const sale = await foundSale(call, quote.opportunityId);
    await notify(
      call,
      [sale.ownerId, await makerOf(call, id)],
      notice(body.approve ? 'quote.approved' : 'quote.declined', quote, { reason: body.reason }),
    );
    return foundQuote(call, id);
  },
};

const notice = (
  code: string,
  quote: { id: string; number: string; saleName: string; accountId: string | null; largestDiscount: number },
  facts: Record<string, string>,
) => ({
  code,
  facts: { number: quote.number, sale: quote.saleName, discount: quote.largestDiscount, ...facts },
  subject: { kind: 'quote', id: quote.id },
  accountId: quote.accountId,
});

async function makerOf(call: Call, id: string): Promise<string | null> {
  return (
    (await call.db.selectFrom('quote').select('member_id').where('id', '=', id).executeTakeFirst())?.member_id ?? null
  );
}
