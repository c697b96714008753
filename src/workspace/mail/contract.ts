import { z } from 'zod';
import { byId, done, endpoint, id, instant, page, paging } from '../../platform/contract.ts';

export const mailStates = ['waiting', 'sent', 'dead'] as const;

export const letterRecord = z.object({
  id,
  about: z.string(),
  to: z.string(),
  subject: z.string(),
  state: z.enum(mailStates),
  attempts: z.number(),
  /** When it is tried next, if it waits. */
  dueAt: instant.nullable(),
  /** What the mail server said last. */
  error: z.string().nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
});

export const mailContract = {
  readOutbox: endpoint({
    method: 'GET',
    path: '/mail/outbox',
    summary: 'Tell whether mail is sent, from where, and how much of it waits or failed.',
    may: 'member:read',
    answer: z.object({
      /** Null: no mail server was set. */
      from: z.string().nullable(),
      /** What links in mails begin with; null: none was set, so no mail can hold a link. */
      address: z.string().nullable(),
      waiting: z.number(),
      dead: z.number(),
      /** In the last 30 days. */
      sent: z.number(),
    }),
  }),
  listMail: endpoint({
    method: 'GET',
    path: '/mail',
    summary: 'List outgoing mail, newest first: all of it for who sees to members, otherwise the own.',
    may: 'member:read',
    query: z.object({ ...paging, state: z.enum(mailStates).optional() }),
    answer: page(letterRecord),
  }),
  tryMail: endpoint({
    method: 'POST',
    path: '/mail/test',
    summary: 'Send a test mail to the own address.',
    may: 'member:write',
    answer: z.object({ to: z.string() }),
  }),
  sendAgain: endpoint({
    method: 'POST',
    path: '/mail/:id/again',
    summary: 'Try a mail again that was not sent.',
    may: 'member:write',
    params: byId,
    answer: done,
  }),
  throwAway: endpoint({
    method: 'DELETE',
    path: '/mail/:id',
    summary: 'Throw a mail away that was not sent.',
    may: 'member:delete',
    params: byId,
    answer: done,
  }),
};
