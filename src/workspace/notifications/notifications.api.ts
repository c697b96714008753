import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { notificationContract } from './contract.ts';

export const notificationHandlers: Handlers<typeof notificationContract> = {
  countNotifications: (call) => unread(call),

  async listNotifications(call, { query }) {
    let told = call.db
      .selectFrom('notification as n')
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'n.actor_id'))
      .where('n.member_id', '=', call.who.memberId)
      .select([
        'n.id',
        'n.at',
        'n.code',
        'n.facts',
        'n.subject_kind',
        'n.subject_id',
        'n.account_id',
        'n.read_at',
        'm.name as actor',
      ]);
    if (query.unread === true) told = told.where('n.read_at', 'is', null);
    const { items, next } = await pageOf(
      told,
      [{ by: sql.ref('n.id'), key: 'id', type: 'uuid', descending: true }],
      query,
    );
    return {
      items: items.map((row) => ({
        id: row.id,
        at: row.at,
        code: row.code,
        facts: row.facts as Record<string, string | number | null>,
        subject: { kind: row.subject_kind, id: row.subject_id },
        accountId: row.account_id,
        actorName: row.actor,
        readAt: row.read_at,
      })),
      next,
    };
  },

  async markNotifications(call, { body: { ids, read } }) {
    await mustBeSeen(call.db, { ids: ['notification', ...(ids ?? [])] });
    let marked = call.db
      .updateTable('notification')
      .set({ read_at: read ? call.now : null })
      .where('member_id', '=', call.who.memberId)
      .where('read_at', read ? 'is' : 'is not', null);
    if (ids) marked = marked.where('id', 'in', ids);
    if (ids?.length !== 0) await marked.execute();
    return unread(call);
  },
};

async function unread(call: Call): Promise<{ unread: number }> {
  const row = await call.db
    .selectFrom('notification')
    .select((e) => e.fn.countAll<string>().as('unread'))
    .where('member_id', '=', call.who.memberId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { unread: Number(row.unread) };
}
