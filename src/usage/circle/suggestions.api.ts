import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { circleContract, Suggestion } from './contract.ts';
import { addEdge } from './edges.api.ts';

type Own = 'listSuggestions' | 'acceptSuggestion' | 'dismissSuggestion' | 'reopenSuggestion';

export const suggestionHandlers: Pick<Handlers<typeof circleContract>, Own> = {
  listSuggestions: (call, { query }) => suggestionsPage(call, query),

  async acceptSuggestion(call, { params: { id } }) {
    const before = await locked(call, id);
    if (before.state !== 'open') throw answered(before);
    const edge = await addEdge(call, {
      kind: 'champion moved',
      fromAccountId: before.fromAccount.id,
      fromContactId: before.contact.id,
      toAccountId: before.toAccount.id,
      toContactId: before.contact.id,
      happenedOn: before.movedOn,
      evidence: before.evidence,
      // They may go from an account that whoever says yes does not see.
      suggested: true,
    });
    return answer(call, before, 'accepted', edge.id);
  },

  async dismissSuggestion(call, { params: { id } }) {
    const before = await locked(call, id);
    if (before.state !== 'open') throw answered(before);
    return answer(call, before, 'dismissed', null);
  },

  async reopenSuggestion(call, { params: { id } }) {
    const before = await locked(call, id);
    if (before.state === 'open') return before;
    if (before.influenceId)
      await call.db
        .updateTable('influence')
        .set({ deleted_at: call.now, version: sql`version + 1`, updated_at: call.now })
        .where('id', '=', before.influenceId)
        .where('deleted_at', 'is', null)
        .execute();
    return answer(call, before, 'open', null);
  },
};

const answered = (suggestion: Suggestion) =>
  conflict('answered_already', `This suggestion was ${suggestion.state} already.`, { current: suggestion });

async function answer(
  call: Call,
  before: Suggestion,
  state: Suggestion['state'],
  influenceId: string | null,
): Promise<Suggestion> {
  await call.db
    .updateTable('influence_suggestion')
    .set({
      state,
      influence_id: influenceId,
      answered_by: state === 'open' ? null : call.who.memberId,
      answered_at: state === 'open' ? null : call.now,
      version: before.version + 1,
    })
    .where('id', '=', before.id)
    .execute();
  await call.record(
    `influence suggestion.${state === 'open' ? 'reopened' : state}`,
    { kind: 'influence suggestion', id: before.id, accountId: before.toAccount.id },
    { contact: before.contact.name, from: before.fromAccount.name, to: before.toAccount.name },
  );
  return found(call, before.id);
}

export async function suggestionsPage(
  call: Call,
  query: { account?: string | undefined; state: Suggestion['state']; cursor?: string | undefined; limit: number },
): Promise<{ items: Suggestion[]; next: string | null }> {
  let rows = select(call).where('s.state', '=', query.state);
  const { account } = query;
  if (account)
    rows = rows.where((e) => e.or([e('s.to_account_id', '=', account), e('s.from_account_id', '=', account)]));
  const { items, next } = await pageOf(
    rows,
    [{ by: sql.ref('s.id'), key: 'id', type: 'uuid', descending: true }],
    query,
  );
  return { items: items.map(recordOf), next };
}

async function locked(call: Call, id: string): Promise<Suggestion> {
  await call.db.selectFrom('influence_suggestion').select('id').where('id', '=', id).forUpdate().execute();
  return found(call, id);
}

async function found(call: Call, id: string): Promise<Suggestion> {
  const row = await select(call).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('suggestion');
  return recordOf(row);
}

const select = (call: Call) =>
  call.db
    .selectFrom('influence_suggestion as s')
    .leftJoin('contact as c', (on) => sameRecord(on, 'c', 's.contact_id'))
    .leftJoin('account as f', (on) => sameRecord(on, 'f', 's.from_account_id'))
    .leftJoin('account as t', (on) => sameRecord(on, 't', 's.to_account_id'))
    .selectAll('s')
    .select(['c.name as contact_name', 'f.name as from_name', 't.name as to_name']);
type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const recordOf = (row: Row): Suggestion => ({
  id: row.id,
  contact: { id: row.contact_id, name: row.contact_name ?? '…' },
  fromAccount: { id: row.from_account_id, name: row.from_name ?? '…' },
  toAccount: { id: row.to_account_id, name: row.to_name ?? '…' },
  movedOn: row.moved_on,
  evidence: row.evidence,
  state: row.state,
  influenceId: row.influence_id,
  version: row.version,
});
