import { wholeWorkspace } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { notify } from '../../platform/notify.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import { systemCall, type Call, type Handlers, type Serving } from '../../platform/serve.ts';
import { tally } from '../../platform/tally.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { kinds } from '../../workspace/roles.ts';
import { proveByBuyer } from '../stages.api.ts';
import { loadSale } from '../store.api.ts';
import type { quotesContract } from './contract.ts';
import { pdfAnswer } from './quotePdf.api.ts';
import { standingOf, stepsProven, sumsOf } from './quote.ts';
import { rowsIn, saleOf, type QuoteRow } from './store.api.ts';

type Own = 'seeQuote' | 'acceptQuote' | 'printOpenQuote';

/** A secret of 256 bits stands behind the # of the buyer's link; only its hash is stored. */
export function newLink(): { secret: string; hash: Buffer } {
  const secret = newSecret();
  return { secret, hash: secretHash(secret) };
}

/** What a buyer without an account may do: read the one quote that the link is for, and accept it. */
export function publicQuoteHandlers(serving: () => Serving): Pick<Handlers<typeof quotesContract>, Own> {
  const looking = tally(60, 60);
  /** Works within the workspace of the quote behind a link; whoever holds no link learns nothing. */
  const behind = async <T>(
    call: Call,
    secret: string,
    work: (inside: Call, row: QuoteRow, firm: string) => Promise<T>,
  ): Promise<T> => {
    looking(call.address, call.now);
    const found = await call.database.asOwner((tx) =>
      tx
        .selectFrom('quote as q')
        .innerJoin('workspace as w', 'w.workspace_id', 'q.workspace_id')
        .select(['q.workspace_id', 'q.id', 'w.name'])
        .where('q.token_hash', '=', secretHash(secret))
        .executeTakeFirst(),
    );
    if (!found) throw notFound('quote');
    return systemCall(serving(), wholeWorkspace(found.workspace_id, kinds), async (inside) => {
      await inside.db.selectFrom('quote').select('id').where('id', '=', found.id).forUpdate().execute();
      const row = await rowsIn(inside.db).where('q.id', '=', found.id).executeTakeFirst();
      if (!row) throw notFound('quote');
      return work(inside, row, found.name);
    });
  };

  return {
    seeQuote: (call, { body }) =>
      behind(call, body.secret, async (inside, row, firm) => {
        if (row.seenAt === null && row.state === 'sent') {
          await inside.db.updateTable('quote').set({ seen_at: inside.now }).where('id', '=', row.id).execute();
          await inside.record('quote.seen', saleOf(row), { quoteId: row.id, number: row.number, issue: row.issue });
        }
        return asBuyerSees(row, firm, inside.now);
      }),

    acceptQuote: (call, { body }) =>
      behind(call, body.secret, async (inside, row, firm) => {
        const seen = asBuyerSees(row, firm, inside.now);
        if (row.state === 'accepted') throw conflict('accepted_already', 'This quote is accepted already.');
        if (seen.standing !== 'sent')
          throw conflict(
            'holds_no_more',
            `This quote is ${seen.standing}. Ask ${row.memberName ?? firm} for a new one.`,
          );
        await accept(inside, row, body.name);
        return asBuyerSees(
          { ...row, state: 'accepted', acceptedAt: inside.now, acceptedBy: body.name },
          firm,
          inside.now,
        );
      }),

    printOpenQuote: (call, { body }) =>
      behind(call, body.secret, async (inside, row, firm) => {
        const seen = asBuyerSees(row, firm, inside.now);
        if (seen.lines.length === 0) throw conflict('holds_no_more', `This quote is ${seen.standing}.`);
        return pdfAnswer(seen, inside.now);
      }),
  };
}

/** The buyer's signature: on the quote, as a touchpoint, as evidence in the process, and as one event. */
async function accept(call: Call, row: QuoteRow, name: string): Promise<void> {
  await call.db
    .updateTable('quote')
    .set({
      state: 'accepted',
      accepted_at: call.now,
      accepted_by: name,
      version: row.version + 1,
      updated_at: call.now,
    })
    .where('id', '=', row.id)
    .execute();
  const on = dayOf(call.now);
  const what = `Accepted quote ${row.number}, issue ${row.issue}, signed by ${name}`;
  const { sale, judged } = await loadSale(call, row.opportunityId);
  if (sale.outcome === 'open') {
    const steps = stepsProven(judged.plan.steps);
    await proveByBuyer(
      call,
      row.opportunityId,
      steps.length > 0
        ? steps.map((step) => step.id)
        : [
            {
              id: `quote.${row.id}`,
              stage: 'commitment',
              title: `Quote ${row.number}`,
              evidence: 'The buyer signed the quote',
            },
          ],
      { what, at: on },
    );
  }
  if (row.accountId)
    await takeIn(
      call,
      [
        {
          accountId: row.accountId,
          kind: 'proposal',
          channel: 'web',
          direction: 'inbound',
          initiator: 'them',
          subject: what,
          opportunityId: row.opportunityId,
          evidenceKey: `quote:${row.id}:accepted`,
          ...(row.contactId ? { contactIds: [row.contactId] } : {}),
        },
      ],
      { source: 'quote', memberId: row.memberId },
    );
  await notify(call, [sale.ownerId, row.memberId], {
    code: 'quote.signed',
    facts: { number: row.number, sale: row.saleName, signer: name },
    subject: { kind: 'quote', id: row.id },
    accountId: row.accountId,
  });
  await call.record('quote.accepted', saleOf(row), {
    quoteId: row.id,
    number: row.number,
    issue: row.issue,
    signedBy: name,
    saleName: row.saleName,
    memberId: sale.ownerId ?? row.memberId,
  });
}

function asBuyerSees(row: QuoteRow, firm: string, now: Date) {
  const standing = standingOf(row.state, row.validUntil, dayOf(now));
  const holds = standing === 'sent' || standing === 'accepted';
  return {
    firm,
    number: row.number,
    issue: row.issue,
    standing,
    currency: row.currency,
    lines: holds ? row.lines : [],
    sums: sumsOf(holds ? row.lines : []),
    validUntil: row.validUntil,
    introduction: holds ? row.introduction : null,
    terms: holds ? row.terms : null,
    memberName: row.memberName,
    accountName: holds ? row.accountName : null,
    contactName: holds ? row.contactName : null,
    saleName: holds ? row.saleName : '',
    sentAt: row.sentAt,
    acceptedAt: row.acceptedAt,
    acceptedBy: row.acceptedBy,
  };
}
