import { dayOf } from '../../platform/days.ts';
import { notify } from '../../platform/notify.ts';
import type { Reaction } from '../../platform/serve.ts';
import { namesOf } from './network.api.ts';

/** A person of a customer of ours who goes to another company is offered as a champion who moved. */
export const suggestChampion: Reaction = async (call, event) => {
  const { changes, on } = event.detail as { changes?: { accountId?: [string | null, string | null] }; on?: string };
  const [from, to] = changes?.accountId ?? [null, null];
  if (!event.subject.id || !from || !to || from === to) return;
  const known = await call.db
    .selectFrom('relationship')
    .select(['phase', 'standing'])
    .where('account_id', '=', from)
    .executeTakeFirst();
  if (!known || (known.standing !== 'customer' && known.phase !== 'ownership' && known.phase !== 'usage')) return;
  const names = await namesOf(call, [event.subject.id, from, to]);
  const name = (of: string) => names.get(of)?.name ?? '…';
  const facts = { contact: name(event.subject.id), from: name(from), to: name(to) };
  const id = call.newId();
  const made = await call.db
    .insertInto('influence_suggestion')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      contact_id: event.subject.id,
      from_account_id: from,
      to_account_id: to,
      moved_on: on ?? dayOf(call.now),
      evidence: `${facts.contact} went from ${facts.from} to ${facts.to}`,
      created_at: call.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n) return;
  const subject = { kind: 'influence suggestion', id };
  await call.record('influence suggestion.made', { ...subject, accountId: to }, facts);
  const owner = await call.db.selectFrom('account').select('owner_id').where('id', '=', to).executeTakeFirst();
  await notify(call, [owner?.owner_id], { code: 'circle.champion moved', facts, subject, accountId: to });
};
