import { sql } from 'kysely';
import { mailJob, sendAgain, throwAway, writeLetter } from '../../platform/mail.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import type { Handlers } from '../../platform/serve.ts';
import type { mailContract } from './contract.ts';

export const mailHandlers: Handlers<typeof mailContract> = {
  async readOutbox(call) {
    const lately = new Date(call.now.getTime() - 30 * 86_400_000);
    const counts = await call.db
      .selectFrom('mail')
      .select([
        sql<number>`count(*) filter (where state = 'waiting')::integer`.as('waiting'),
        sql<number>`count(*) filter (where state = 'dead')::integer`.as('dead'),
        sql<number>`count(*) filter (where state = 'sent' and sent_at >= ${lately})::integer`.as('sent'),
      ])
      .executeTakeFirstOrThrow();
    return { from: call.site.mailFrom, address: call.site.address, ...counts };
  },

  async listMail(call, { query }) {
    let letters = call.db
      .selectFrom('mail')
      .select(['id', 'about', 'to_address', 'subject', 'state', 'attempts', 'due_at', 'error', 'created_at', 'sent_at'])
      .where('workspace_id', '=', call.who.workspaceId);
    if (query.state) letters = letters.where('state', '=', query.state);
    const page = await pageOf(letters, [{ by: sql.ref('id'), key: 'id', type: 'uuid', descending: true }], query);
    return {
      items: page.items.map((row) => ({
        id: row.id,
        about: row.about,
        to: row.to_address,
        subject: row.subject,
        state: row.state,
        attempts: row.attempts,
        dueAt: row.state === 'waiting' ? row.due_at : null,
        error: row.error,
        createdAt: row.created_at,
        sentAt: row.sent_at,
      })),
      next: page.next,
    };
  },

  async tryMail(call) {
    const member = await call.db
      .selectFrom('member')
      .select(['name', 'email'])
      .where('id', '=', call.who.memberId)
      .executeTakeFirst();
    if (!member?.email)
      throw conflict('no_address', 'You have no e-mail address here. Somebody who sees to members can add it.');
    if (!call.site.mailFrom)
      throw conflict('no_mail_server', 'No mail server is set. Whoever runs the server sets SMTP_URL and MAIL_FROM.');
    await writeLetter(
      call.db,
      { workspaceId: call.who.workspaceId, memberId: call.who.memberId, now: call.now },
      {
        about: 'test',
        to: { address: member.email, name: member.name },
        subject: 'Perennial sends mail',
        text: `Hello ${member.name},\n\nthis letter shows that mail leaves from here.\n`,
      },
    );
    call.enqueue(mailJob, {});
    return { to: member.email };
  },

  async sendAgain(call, { params: { id } }) {
    if (!(await sendAgain(call.db, id, call.now))) throw notFound('mail that was not sent');
    await call.record('mail.sent again', { kind: 'mail', id });
    call.enqueue(mailJob, {});
    return { done: true };
  },

  async throwAway(call, { params: { id } }) {
    if (!(await throwAway(call.db, id))) throw notFound('mail that was not sent');
    await call.record('mail.thrown away', { kind: 'mail', id });
    return { done: true };
  },
};
