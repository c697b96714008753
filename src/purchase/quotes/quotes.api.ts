import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { daysAfter } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { conflict, invalid, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers, Serving } from '../../platform/serve.ts';
import { rulesOf } from '../closing/rules.api.ts';
import { foundSale, saleToChange } from '../store.api.ts';
import { approvalHandlers } from './approval.api.ts';
import type { quotesContract, QuoteLine } from './contract.ts';
import { publicQuoteHandlers } from './openQuote.api.ts';
import { pdfAnswer } from './quotePdf.api.ts';
import { largestDiscount, offeredLine, quoteNumber } from './quote.ts';
import { sendingHandlers } from './sending.api.ts';
import { foundQuote, itemOf, saleOf, quoteRows, quoteToChange, supersedeOthers } from './store.api.ts';

const unsent = ['draft', 'asked', 'approved', 'declined'] as const;

export const quoteHandlers = (serving: () => Serving): Handlers<typeof quotesContract> => ({
  ...publicQuoteHandlers(serving),
  ...approvalHandlers,
  ...sendingHandlers,

  async makeQuote(call, { params: { id }, body }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    if (sale.outcome === 'lost') throw conflict('closed', 'This sale is lost. Reopen it before making a quote.');
    const lines = await linesToOffer(call, id, sale.currency);
    if (lines.length === 0)
      throw conflict('no_lines', 'A quote is made from the lines of the sale. Say first what is sold.');
    await mustBeSeen(call.db, { contactId: ['contact', body.contactId] });
    const rules = await rulesOf(call.db);
    const { number, issue } = await nextNumber(call, id);
    const validUntil = body.validUntil ?? daysAfter(call.now, rules.quoteDays);
    mustLieAhead(call, validUntil);
    const quoteId = call.newId();
    await supersedeOthers(call, { id: quoteId, opportunityId: id }, unsent);
    await call.db
      .insertInto('quote')
      .values({
        workspace_id: call.who.workspaceId,
        id: quoteId,
        opportunity_id: id,
        account_id: sale.accountId,
        contact_id: body.contactId === undefined ? sale.contactId : body.contactId,
        number,
        issue,
        currency: sale.currency,
        lines: JSON.stringify(lines),
        largest_discount: largestDiscount(lines),
        valid_until: validUntil,
        introduction: body.introduction ?? null,
        terms: body.terms === undefined ? rules.quoteTerms : body.terms,
        member_id: call.who.memberId,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('quote.made', saleOf({ opportunityId: id, accountId: sale.accountId }), {
      quoteId,
      number,
      issue,
    });
    return foundQuote(call, quoteId);
  },

  async listQuotes(call, { params: { id } }) {
    await foundSale(call, id);
    const rows = await quoteRows(call)
      .where('q.opportunity_id', '=', id)
      .orderBy('q.created_at', 'desc')
      .orderBy('q.id', 'desc')
      .limit(100)
      .execute();
    return { items: rows.map((row) => itemOf(row, call.now)) };
  },

  readQuote: (call, { params: { id } }) => foundQuote(call, id),

  async changeQuote(call, { params: { id }, body }) {
    const before = await quoteToChange(call, id);
    if (before.version !== call.version) throw stale(before);
    if (!unsent.some((state) => state === before.state))
      throw conflict('sent_already', 'This quote has left the house. Make a new issue of it.');
    if (body.validUntil) mustLieAhead(call, body.validUntil);
    await mustBeSeen(call.db, { contactId: ['contact', body.contactId] });
    const changed = await call.db
      .updateTable('quote')
      .set({
        valid_until: body.validUntil,
        introduction: body.introduction,
        terms: body.terms,
        contact_id: body.contactId,
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await foundQuote(call, id));
    await call.record('quote.changed', saleOf(before), {
      quoteId: id,
      number: before.number,
      changes: changesBetween<object>(before, body),
    });
    return foundQuote(call, id);
  },

  async printQuote(call, { params: { id } }) {
    const quote = await foundQuote(call, id);
    const { name } = await call.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
    return pdfAnswer({ ...quote, firm: name }, call.now);
  },
});

/** The lines of the sale as they are now, beside what the catalogue says in this currency. */
async function linesToOffer(call: Call, saleId: string, currency: string): Promise<QuoteLine[]> {
  const rows = await call.db
    .selectFrom('opportunity_line as l')
    .leftJoin('offering as o', (on) => sameRecord(on, 'o', 'l.offering_id'))
    .leftJoin('offering_price as p', (on) =>
      on
        .onRef('p.workspace_id', '=', 'l.workspace_id')
        .onRef('p.offering_id', '=', 'l.offering_id')
        .on('p.currency', '=', currency),
    )
    .select([
      'l.name',
      'o.code',
      'o.unit',
      sql<string>`trim_scale(l.quantity)::text`.as('quantity'),
      'l.price',
      sql<number>`l.discount::float8`.as('discount'),
      sql<QuoteLine['recurring']>`l.recurring`.as('recurring'),
      sql<string | null>`case when o.currency = ${currency} then o.price else p.price end::text`.as('listPrice'),
    ])
    .where('l.opportunity_id', '=', saleId)
    .orderBy('l.place')
    .execute();
  return rows.map(offeredLine);
}

/** A sale keeps one number; its quotes are issues of it. */
async function nextNumber(call: Call, saleId: string): Promise<{ number: string; issue: number }> {
  // One at a time in a workspace, so that no number is given twice.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quote ${call.who.workspaceId}`}, 0))`.execute(call.db);
  const last = await call.db
    .selectFrom('quote')
    .select(['number', 'issue'])
    .where('opportunity_id', '=', saleId)
    .orderBy('issue', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last) return { number: last.number, issue: last.issue + 1 };
  const year = call.now.getUTCFullYear();
  // Counted by the owner of the tables: a seller sees only some of the workspace's quotes.
  const { rows } = await sql<{ last: number }>`select quote_count(${`Q-${year}-`}) as last`.execute(call.db);
  return { number: quoteNumber(year, (rows[0]?.last ?? 0) + 1), issue: 1 };
}

function mustLieAhead(call: Call, day: string): void {
  if (day < daysAfter(call.now, 0)) throw invalid([{ path: 'validUntil', message: 'The last day lies in the past' }]);
}
