import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import { largestDiscount, offeredLine, quoteNumber } from '../../../purchase/quotes/quote.ts';
import { day, dayAgo } from '../story/calendar.ts';
import { linesOf, quotesOf } from '../story/commerce.ts';
import { me } from '../story/company.ts';
import type { DemoLoad } from './load.ts';

/** Quotes in every state, made of the lines of their sale. */
export async function addQuotes({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const lines = demo.sales.flatMap(linesOf);
  const year = call.now.getUTCFullYear();
  const { rows: counted } = await sql<{ last: number }>`select quote_count(${`Q-${year}-`}) as last`.execute(call.db);
  const numbers = new Map<string, string>();
  const contacts = new Map(demo.contacts.map((contact) => [contact.key, `${contact.given} ${contact.family}`]));
  const at = (ago: number | null) => (ago === null ? null : new Date(call.now.getTime() - ago * day));
  const rows = quotesOf(demo.sales).map((quote) => {
    const sale = demo.sales.find((each) => each.key === quote.sale)!;
    if (!numbers.has(sale.key)) numbers.set(sale.key, quoteNumber(year, (counted[0]?.last ?? 0) + numbers.size + 1));
    const asks = quote.state === 'asked' || quote.state === 'declined' || quote.state === 'approved';
    const offered = lines
      .filter((line) => line.sale === sale.key)
      .map(({ name, quantity, price, discount, recurring }) =>
        offeredLine({
          name,
          quantity: String(quantity),
          price: (price / 100).toFixed(2),
          discount: asks ? Math.max(discount, 18) : discount,
          recurring,
          code: null,
          unit: null,
          listPrice: null,
        }),
      );
    const decided = quote.state === 'approved' || quote.state === 'declined';
    const sent = quote.state === 'sent' || quote.state === 'superseded' || quote.state === 'accepted';
    return {
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      opportunity_id: ids.opportunity.get(sale.key),
      account_id: ids.account.get(sale.account),
      contact_id: ids.contact.get(sale.contact),
      number: numbers.get(sale.key),
      issue: quote.issue,
      state: quote.state,
      currency,
      lines: offered,
      largest_discount: largestDiscount(offered),
      valid_until: dayAgo(call.now.getTime(), -quote.validIn),
      introduction: 'Thank you for the time on site. This is what we agreed on.',
      terms:
        'Prices without tax. Delivery free to site. Payment within 30 days; plants in three parts: order, delivery, acceptance.',
      member_id: people.get(sale.owner),
      approver_id: asks ? people.get(quote.state === 'asked' ? me : 'marlene') : null,
      approval_reason: asks ? quote.reason : null,
      asked_at: asks ? at(quote.madeAgo) : null,
      decided_by: decided ? people.get('marlene') : null,
      decision_reason: decided
        ? quote.state === 'approved'
          ? 'Worth it as a reference; not a rule'
          : 'No margin left at this size'
        : null,
      decided_at: decided ? at(Math.max(0, quote.madeAgo - 1)) : null,
      sent_at: sent ? at(quote.madeAgo) : null,
      seen_at: at(quote.seenAgo),
      accepted_at: quote.acceptedBy ? at(quote.seenAgo) : null,
      accepted_by: quote.acceptedBy && (contacts.get(sale.contact) ?? quote.acceptedBy),
      withdrawn_reason: quote.state === 'withdrawn' ? quote.reason : null,
      version: 1,
      created_at: at(quote.madeAgo),
      updated_at: at(quote.madeAgo),
    };
  });
  await insertRows(call.db, 'quote', rows);
}
