import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { daysAfter } from '../../platform/days.ts';
import { notify } from '../../platform/notify.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers, Serving } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { rulesOf } from '../closing/rules.api.ts';
import { foundSale, saleToChange } from '../store.api.ts';
import { approverFor, mayApprove } from './approval.api.ts';
import type { quotesContract, QuoteLine } from './contract.ts';
import { newLink, publicQuoteHandlers } from './openQuote.api.ts';
import { pdfAnswer } from './quotePdf.api.ts';
import { largestDiscount, needsApproval, offeredLine, quoteNumber } from './quote.ts';
import { foundQuote, itemOf, quoteRows } from './store.api.ts';
import { changesBetween } from '../../platform/events.ts';

const unsent = ['draft', 'asked', 'approved', 'declined'] as const;

export const quoteHandlers = (serving: () => Serving): Handlers<typeof quotesContract> => ({
  ...publicQuoteHandlers(serving),

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
    await call.db
      .updateTable('quote')
      .set({ state: 'superseded', version: sql`version + 1`, updated_at: call.now })
      .where('opportunity_id', '=', id)
      .where('state', 'in', unsent)
      .execute();
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
    await call.record('quote.made', ofSale(id, sale.accountId), { quoteId, number, issue });
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
    await call.record('quote.changed', ofSale(before.opportunityId, before.accountId), {
      quoteId: id,
      number: before.number,
      changes: changesBetween<object>(before, body),
    });
    return foundQuote(call, id);
  },

  async askApproval(call, { params: { id }, body }) {
    const quote = await quoteToChange(call, id);
    if (quote.state !== 'draft' && quote.state !== 'declined')
      throw conflict('not_to_ask', 'Only a draft is brought before a manager.');
    if (!needsApproval(quote.largestDiscount, quote.discountLimit))
      throw conflict('no_approval_needed', 'This discount is within the limit: the quote can be sent.');
    const approver = await approverFor(call, quote, body.approverId);
    await change(call, id, {
      state: 'asked',
      approver_id: approver.id,
      approval_reason: body.reason,
      asked_at: call.now,
      decided_by: null,
      decision_reason: null,
      decided_at: null,
    });
    await call.record('quote.approval asked', ofSale(quote.opportunityId, quote.accountId), {
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
    await change(call, id, {
      state: body.approve ? 'approved' : 'declined',
      decided_by: call.who.memberId,
      decision_reason: body.reason,
      decided_at: call.now,
    });
    await call.record(
      body.approve ? 'quote.approved' : 'quote.declined',
      ofSale(quote.opportunityId, quote.accountId),
      {
        quoteId: id,
        number: quote.number,
        issue: quote.issue,
        discount: quote.largestDiscount,
        reason: body.reason,
        approverId: quote.approverId,
      },
    );
    const sale = await foundSale(call, quote.opportunityId);
    await notify(
      call,
      [sale.ownerId, await makerOf(call, id)],
      notice(body.approve ? 'quote.approved' : 'quote.declined', quote, { reason: body.reason }),
    );
    return foundQuote(call, id);
  },

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
    await call.db
      .updateTable('quote')
      .set({ state: 'superseded', version: sql`version + 1`, updated_at: call.now })
      .where('opportunity_id', '=', quote.opportunityId)
      .where('state', '=', 'sent')
      .where('id', '!=', id)
      .execute();
    await change(call, id, { state: 'sent', token_hash: hash, sent_at: call.now });
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
    await call.record('quote.sent', ofSale(quote.opportunityId, quote.accountId), {
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
    await change(call, id, { state: 'withdrawn', withdrawn_reason: body.reason });
    await call.record('quote.withdrawn', ofSale(quote.opportunityId, quote.accountId), {
      quoteId: id,
      number: quote.number,
      issue: quote.issue,
      reason: body.reason,
      approverId: quote.approverId,
    });
    return foundQuote(call, id);
  },

  async printQuote(call, { params: { id } }) {
    const quote = await foundQuote(call, id);
    const { name } = await call.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
    return pdfAnswer({ ...quote, firm: name }, call.now);
  },
});

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

const ofSale = (id: string, accountId: string | null) => ({ kind: 'opportunity', id, accountId });

async function quoteToChange(call: Call, id: string) {
  const quote = await foundQuote(call, id);
  if (!quote.mayChange) throw forbidden('change this quote');
  return quote;
}

async function change(call: Call, id: string, values: object): Promise<void> {
  await call.db
    .updateTable('quote')
    .set({ ...values, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .execute();
}

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
