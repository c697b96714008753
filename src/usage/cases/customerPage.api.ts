import { sameRecord, wholeWorkspace } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { secretHash } from '../../platform/secret.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { tally } from '../../platform/tally.ts';
import { kinds } from '../../workspace/roles.ts';
import type { caseContract } from './contract.ts';
import { messagesOf } from './detail.api.ts';
import { newLink } from './links.api.ts';
import { caseToChange, rawCase, subjectOf } from './store.api.ts';
import { addMessage, customerWrote } from './working.api.ts';

type Own = 'makeCaseLink' | 'endCaseLink' | 'seeCase' | 'replyToCase';

/** The customer's own page of a case: who holds a link's secret sees this one case and may reply to it. */
export const customerPageHandlers: Pick<Handlers<typeof caseContract>, Own> = {
  async makeCaseLink(call, { params: { id } }) {
    const row = await caseToChange(call, id, { anyVersion: true });
    const path = await newLink(call, id);
    await call.record('case.link made', subjectOf(row), { subject: row.subject });
    return { path };
  },

  async endCaseLink(call, { params: { id } }) {
    const row = await caseToChange(call, id, { anyVersion: true, merged: true });
    const ended = await call.db.deleteFrom('case_link').where('case_id', '=', id).executeTakeFirst();
    if (ended.numDeletedRows > 0n) await call.record('case.links ended', subjectOf(row), { subject: row.subject });
    return { done: true as const };
  },

  async seeCase(call, { body }) {
    looking(call.address, call.now);
    return withLink(call, body.secret, async (inside, caseId) => pageOf(inside, caseId));
  },

  async replyToCase(call, { body }) {
    writing(call.address, call.now);
    return withLink(call, body.secret, async (inside, caseId) => {
      const asked = await rawCase(inside, caseId);
      const row = asked.merged_into_id ? await rawCase(inside, asked.merged_into_id) : asked;
      await addMessage(inside, asked.id, {
        id: inside.newId(),
        at: inside.now,
        kind: 'from customer',
        channel: 'web',
        author: (await nameOf(inside, asked.contact_id)) ?? 'Customer',
        memberId: null,
        contactId: asked.contact_id,
        body: body.body,
        minutes: null,
      });
      await customerWrote(inside, row, 'on the page');
      return pageOf(inside, caseId);
    });
  },
};

const looking = tally(120, 60);
const writing = tally(10, 60);
/** In nobody's name, inside the workspace that the link belongs to. Who holds no secret learns nothing, not even whether it was ever one. */
export async function withLink<T>(
  call: Call,
  secret: string,
  work: (inside: Call, caseId: string) => Promise<T>,
): Promise<T> {
  const link = await call.database.asOwner(async (tx) => {
    const found = await tx
      .selectFrom('case_link as l')
      .innerJoin('service_case as c', (on) => sameRecord(on, 'c', 'l.case_id'))
      .select(['l.workspace_id', 'l.case_id', 'l.seen_at'])
      .where('l.token_hash', '=', secretHash(secret))
      .where('l.expires_at', '>', call.now)
      .where('c.deleted_at', 'is', null)
      .executeTakeFirst();
    if (found && !found.seen_at)
      await tx
        .updateTable('case_link')
        .set({ seen_at: call.now })
        .where('workspace_id', '=', found.workspace_id)
        .where('token_hash', '=', secretHash(secret))
        .execute();
    return found;
  });
  if (!link)
    throw new Problem(
      410,
      'link_over',
      'This link has ended or was replaced. Ask whoever sent it to you for a new one.',
    );
  return call.within(wholeWorkspace(link.workspace_id, kinds), (inside) => work(inside, link.case_id));
}

async function nameOf(call: Call, contactId: string | null): Promise<string | null> {
  if (!contactId) return null;
  const row = await call.db.selectFrom('contact').select('name').where('id', '=', contactId).executeTakeFirst();
  return row?.name ?? null;
}

async function pageOf(call: Call, caseId: string) {
  const own = await rawCase(call, caseId);
  const row = own.merged_into_id ? await rawCase(call, own.merged_into_id) : own;
  // What another person of the same customer wrote is not shown, even where we put the two together.
  const together = await call.db
    .selectFrom('service_case')
    .select('id')
    .where((e) => e.or([e('id', '=', row.id), e('merged_into_id', '=', row.id)]))
    .where('contact_id', own.contact_id === null ? 'is' : '=', own.contact_id)
    .execute();
  const messages = await messagesOf(call, [...new Set([own.id, ...together.map((each) => each.id)])], caseId);
  const asked = await call.db
    .selectFrom('survey')
    .select('id')
    .where('case_id', '=', own.id)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  const { name } = await call.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
  return {
    firm: name,
    subject: own.subject,
    state: row.state,
    openedAt: own.opened_at,
    solvedAt: row.solved_at,
    contactName: await nameOf(call, own.contact_id),
    mayRate: asked !== undefined && (row.state === 'solved' || row.state === 'closed'),
    messages: messages.flatMap((each) =>
      each.kind === 'note'
        ? []
        : [
            {
              at: each.at,
              from: each.kind === 'to customer' ? ('us' as const) : ('you' as const),
              author: each.author,
              body: each.body,
            },
          ],
    ),
  };
}
