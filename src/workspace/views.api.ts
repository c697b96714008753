import { sql } from 'kysely';
import type { Returns } from '../platform/contract.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { forbidden, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { workspaceContract } from './contract.ts';
import { objectOf } from './json.ts';

type Names = 'listViews' | 'createView' | 'changeView' | 'removeView';
type View = Returns<typeof workspaceContract.createView>;

/** Saved views: a person's own, and those that colleagues share, which only their author changes. */
export const viewHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  async listViews(call, { query }) {
    let views = viewRows(call);
    if (query.screen) views = views.where('screen', '=', query.screen);
    const page = await pageOf(
      views,
      [
        { by: sql.ref('name'), key: 'name', type: 'text' },
        { by: sql.ref('id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: page.items.map((row) => viewOf(call, row)), next: page.next };
  },

  async createView(call, { body }) {
    const id = call.newId();
    await call.db
      .insertInto('saved_view')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        member_id: call.who.memberId,
        screen: body.screen,
        name: body.name,
        search: JSON.stringify(body.search),
        shared: body.shared,
        pinned: body.pinned,
        created_at: call.now,
      })
      .execute();
    await call.record('view.created', { kind: 'view', id }, { name: body.name });
    return viewById(call, id);
  },

  async changeView(call, { params, body }) {
    const before = await ownView(call, params.id);
    if (before.version !== call.version) throw stale(before);
    const changed = await call.db
      .updateTable('saved_view')
      .set((e) => ({
        name: body.name,
        search: body.search && JSON.stringify(body.search),
        shared: body.shared,
        pinned: body.pinned,
        version: e('version', '+', 1),
      }))
      .where('workspace_id', '=', call.who.workspaceId)
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw stale(await viewById(call, params.id));
    await call.record(
      'view.changed',
      { kind: 'view', id: params.id },
      { changes: changesBetween<object>(before, body) },
    );
    return viewById(call, params.id);
  },

  async removeView(call, { params }) {
    const view = await ownView(call, params.id);
    await call.db
      .deleteFrom('saved_view')
      .where('workspace_id', '=', call.who.workspaceId)
      .where('id', '=', params.id)
      .execute();
    await call.record('view.removed', { kind: 'view', id: params.id }, { name: view.name });
    return { done: true };
  },
};

async function ownView(call: Call, id: string): Promise<View> {
  const view = await viewById(call, id);
  if (!view.mine) throw forbidden("change a colleague's view");
  return view;
}

async function viewById(call: Call, id: string): Promise<View> {
  const row = await viewRows(call).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('view');
  return viewOf(call, row);
}

const viewRows = (call: Call) =>
  call.db
    .selectFrom('saved_view')
    .where('workspace_id', '=', call.who.workspaceId)
    .select(['id', 'member_id', 'screen', 'name', 'search', 'shared', 'pinned', 'version']);

const viewOf = (
  call: Call,
  row: Awaited<ReturnType<ReturnType<typeof viewRows>['executeTakeFirstOrThrow']>>,
): View => ({
  id: row.id,
  memberId: row.member_id,
  mine: row.member_id === call.who.memberId,
  screen: row.screen,
  name: row.name,
  search: objectOf(row.search),
  shared: row.shared,
  pinned: row.pinned,
  version: row.version,
});
