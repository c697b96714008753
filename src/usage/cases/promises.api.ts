import { conflict, forbidden, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { caseContract } from './contract.ts';
import { levelHere } from './store.api.ts';
import { changesBetween } from '../../platform/events.ts';

type Own =
  | 'listCannedAnswers'
  | 'addCannedAnswer'
  | 'changeCannedAnswer'
  | 'removeCannedAnswer'
  | 'readServiceLevel'
  | 'saveServiceLevel';

/** What all cases share: canned answers, and what we promise. */
export const promiseHandlers: Pick<Handlers<typeof caseContract>, Own> = {
  async listCannedAnswers(call) {
    return { items: await call.db.selectFrom('canned_answer').select(fields).orderBy('name').limit(500).execute() };
  },

  async addCannedAnswer(call, { body }) {
    const known = await call.db
      .selectFrom('canned_answer')
      .select('id')
      .where('name', '=', body.name)
      .executeTakeFirst();
    if (known)
      throw conflict('name_taken', 'There is a canned answer of this name. Change that one, or choose another name.');
    if (!call.who.scope.changes.includes('case')) throw forbidden('keep answers for everybody');
    const id = call.newId();
    await call.db
      .insertInto('canned_answer')
      .values({ workspace_id: call.who.workspaceId, id, ...body, created_at: call.now, updated_at: call.now })
      .execute();
    await call.record('canned answer.added', { kind: 'canned answer', id }, { name: body.name });
    return answer(call, id);
  },

  async changeCannedAnswer(call, { params: { id }, body }) {
    const before = await answer(call, id);
    if (before.version !== call.version) throw stale(before);
    const changed = await call.db
      .updateTable('canned_answer')
      .set({ ...body, version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('change canned answers');
    await call.record(
      'canned answer.changed',
      { kind: 'canned answer', id },
      { name: body.name ?? before.name, changes: changesBetween<object>(before, body) },
    );
    return answer(call, id);
  },

  async removeCannedAnswer(call, { params: { id } }) {
    const before = await answer(call, id);
    const removed = await call.db.deleteFrom('canned_answer').where('id', '=', id).executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw forbidden('remove canned answers');
    await call.record('canned answer.removed', { kind: 'canned answer', id }, { name: before.name, body: before.body });
    return { done: true as const };
  },

  readServiceLevel: (call) => levelHere(call),

  async saveServiceLevel(call, { body }) {
    const before = await levelHere(call);
    if (before.version !== body.basedOn) throw stale(before);
    const version = before.version + 1;
    const level = JSON.stringify(body.level);
    if (!call.who.scope.changes.includes('team')) throw forbidden('say what is promised in service');
    await call.db
      .insertInto('service_level')
      .values({ workspace_id: call.who.workspaceId, level, version, updated_at: call.now })
      .onConflict((c) => c.column('workspace_id').doUpdateSet({ level, version, updated_at: call.now }))
      .execute();
    await call.record('service level.changed', { kind: 'workspace', id: call.who.workspaceId }, { version });
    return { level: body.level, version, shipped: false };
  },
};

const fields = ['id', 'name', 'body', 'version'] as const;

async function answer(call: Call, id: string) {
  const row = await call.db.selectFrom('canned_answer').select(fields).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('canned answer');
  return row;
}
