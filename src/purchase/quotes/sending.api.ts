import { daysAfter } from '../../platform/days.ts';
import { conflict } from '../../platform/problem.ts';
import type { Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { quotesContract } from './contract.ts';
import { newLink } from './openQuote.api.ts';
import { needsApproval } from './quote.ts';
import { changeQuote, foundQuote, saleOf, quoteToChange, supersedeOthers } from './store.api.ts';

/** A quote leaves the house, or is taken back. */
export const sendingHandlers: Pick<Handlers<typeof quotesContract>, 'sendQuote' | 'withdrawQuote'> = {
  async sendQuote(call, { params: { id } }) {
    const quote = await quoteToChange(call, id);
    if (!['draft', 'approved', 'sent'].includes(quote.state))
      throw conflict('not_to_send', `This quote is ${quote.state}. Make a new issue of it.`);
    if (quote.state === 'draft' && needsApproval(quote.largestDiscount, quote.discountLimit))
      throw conflict(
        'approval_needed',
        `A discount of ${quote.largestDiscount} percent is above the limit of ${quote.discountLimit}: ask a manager first.`,
      );
    if (quote.validUntil < daysAfter(call.now, 0))
      throw conflict('expired', 'Its last day has passed. Make a new issue of it.');
    const { secret, hash } = newLink();
    await supersedeOthers(call, quote, ['sent']);
    await changeQuote(call, id, { state: 'sent', token_hash: hash, sent_at: call.now });
    if (quote.state !== 'sent' && quote.accountId)
      await takeIn(
        call,
        [
          {
            accountId: quote.accountId,
            kind: 'outreach',
            channel: 'mail',
            subject: `Quote ${quote.number}, issue ${quote.issue}`,
            opportunityId: quote.opportunityId,
            evidenceKey: `quote:${id}:sent`,
            ...(quote.contactId ? { contactIds: [quote.contactId] } : {}),
          },
        ],
        { source: 'quote' },
      );
    await call.record('quote.sent', saleOf(quote), {
      quoteId: id,
      number: quote.number,
      issue: quote.issue,
    });
    return { quote: await foundQuote(call, id), path: `/quote#${secret}` };
  },

  async withdrawQuote(call, { params: { id }, body }) {
    const quote = await quoteToChange(call, id);
    if (!['draft', 'asked', 'approved', 'declined', 'sent'].includes(quote.state))
      throw conflict('over', `This quote is ${quote.state} already.`);
    await changeQuote(call, id, { state: 'withdrawn', withdrawn_reason: body.reason });
    await call.record('quote.withdrawn', saleOf(quote), {
      quoteId: id,
      number: quote.number,
      issue: quote.issue,
      reason: body.reason,
      approverId: quote.approverId,
    });
    return foundQuote(call, id);
  },
};
