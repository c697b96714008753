import { sql } from 'kysely';
import type { Returns } from '../platform/contract.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { conflict, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { workspaceContract } from './contract.ts';
import { atOnce } from './identity.api.ts';
import { inSingleFile } from './session.api.ts';
import { wouldCircle } from './teamTree.ts';

type Names = 'listTeams' | 'createTeam' | 'changeTeam' | 'removeTeam';
type Team = Returns<typeof workspaceContract.createTeam>;

/** Teams, their leaders and places. A leader's reach follows from them, so every change counts at once. */
export const teamHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  async listTeams(call, { query }) {
    const page = await pageOf(
      teamRows(call),
      [
        { by: sql.ref('t.name'), key: 'name', type: 'text' },
        { by: sql.ref('t.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: page.items.map(teamOf), next: page.next };
  },

  async createTeam(call, { body }) {
    const id = call.newId();
    await call.db
      .insertInto('team')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        name: body.name,
        parent_id: body.parentId,
        leader_id: body.leaderId,
        created_at: call.now,
      })
      .execute();
    await call.record('team.created', { kind: 'team', id }, { name: body.name });
    return teamById(call, id);
  },

  changeTeam: (call, { params, body }) =>
    atOnce(call.database, () =>
      call.transact(async (call) => {
        await inSingleFile(call.db, `teams ${call.who.workspaceId}`);
        const before = await teamById(call, params.id);
        if (before.version !== call.version) throw stale(before);
        if (body.parentId) {
          const teams = await call.db
            .selectFrom('team')
            .select(['id', 'parent_id as parentId'])
            .where('workspace_id', '=', call.who.workspaceId)
            .execute();
          if (wouldCircle(teams, params.id, body.parentId))
            throw conflict('circle', 'A team cannot stand below itself or below one of its own teams.');
        }
        const changes = changesBetween<object>(before, body);
        if (Object.keys(changes).length === 0) return before;
        await call.db
          .updateTable('team')
          .set((e) => ({
            name: body.name,
            parent_id: body.parentId,
            leader_id: body.leaderId,
            version: e('version', '+', 1),
          }))
          .where('workspace_id', '=', call.who.workspaceId)
          .where('id', '=', params.id)
          .execute();
        await call.record('team.changed', { kind: 'team', id: params.id }, { changes });
        return teamById(call, params.id);
      }),
    ),

  removeTeam: (call, { params }) =>
    atOnce(call.database, () =>
      call.transact(async (call) => {
        await inSingleFile(call.db, `teams ${call.who.workspaceId}`);
        const team = await teamById(call, params.id);
        const { workspaceId } = call.who;
        await call.db
          .updateTable('team')
          .set((e) => ({ parent_id: team.parentId, version: e('version', '+', 1) }))
          .where('workspace_id', '=', workspaceId)
          .where('parent_id', '=', team.id)
          .execute();
        await call.db
          .updateTable('member')
          .set((e) => ({ team_id: team.parentId, version: e('version', '+', 1), updated_at: call.now }))
          .where('workspace_id', '=', workspaceId)
          .where('team_id', '=', team.id)
          .execute();
        await call.db.deleteFrom('team').where('workspace_id', '=', workspaceId).where('id', '=', team.id).execute();
        await call.record('team.removed', { kind: 'team', id: team.id }, { name: team.name });
        return { done: true as const };
      }),
    ),
};

async function teamById(call: Call, id: string): Promise<Team> {
  const row = await teamRows(call).where('t.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('team');
  return teamOf(row);
}

const teamRows = (call: Call) =>
  call.db
    .selectFrom('team as t')
    .where('t.workspace_id', '=', call.who.workspaceId)
    .select(['t.id', 't.name', 't.parent_id', 't.leader_id', 't.version'])
    .select((e) =>
      e
        .selectFrom('member as m')
        .select((f) => f.fn.countAll<number>().as('n'))
        .whereRef('m.workspace_id', '=', 't.workspace_id')
        .whereRef('m.team_id', '=', 't.id')
        .where('m.disabled_at', 'is', null)
        .as('members'),
    );

const teamOf = (row: Awaited<ReturnType<ReturnType<typeof teamRows>['executeTakeFirstOrThrow']>>): Team => ({
  id: row.id,
  name: row.name,
  parentId: row.parent_id,
  leaderId: row.leader_id,
  members: row.members ?? 0,
  version: row.version,
});
