import { z } from 'zod';
import { endpoint, flag, id, instant, page, paging } from '../../platform/contract.ts';

/** What a person is told of: the bell. Everyone has their own and reads nobody else's. */

export const notificationRecord = z.object({
  id,
  at: instant,
  /** Which sentence; the message catalogue makes the words from the facts. */
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  subject: z.object({ kind: z.string(), id: id.nullable() }),
  accountId: id.nullable(),
  actorName: z.string().nullable(),
  readAt: instant.nullable(),
});
export type NotificationRecord = z.output<typeof notificationRecord>;

export const notificationContract = {
  countNotifications: endpoint({
    method: 'GET',
    path: '/notifications/count',
    summary: 'Count what you have not read yet.',
    may: 'notification:read',
    answer: z.object({ unread: z.number().int() }),
  }),
  listNotifications: endpoint({
    method: 'GET',
    path: '/notifications',
    summary: 'List what you were told, the newest first.',
    may: 'notification:read',
    query: z.object({ ...paging, unread: flag.optional() }),
    answer: page(notificationRecord),
  }),
  markNotifications: endpoint({
    method: 'PUT',
    path: '/notifications/marks',
    summary: 'Mark what you were told as read, or as unread; without ids, everything.',
    may: 'notification:write',
    body: z.strictObject({ ids: z.array(id).max(200).optional(), read: z.boolean().default(true) }),
    answer: z.object({ unread: z.number().int() }),
  }),
};
