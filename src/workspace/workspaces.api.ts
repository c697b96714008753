import type { Handlers } from '../platform/serve.ts';
import { changesBetween } from '../platform/events.ts';
import { conflict, notFound, stale } from '../platform/problem.ts';
import type { workspaceContract } from './contract.ts';
import { readCookie } from './cookie.ts';
import { atOnce } from './identity.api.ts';
import { createWorkspaceOf } from './membership.api.ts';
import { secretHash } from '../platform/secret.ts';
import { inPerson, inSingleFile, sessionOf, workspaceOf } from './session.api.ts';

type Names = 'getWorkspace' | 'changeWorkspace' | 'listMyWorkspaces' | 'createWorkspace' | 'switchWorkspace';

/** The workspace, and the others that the same person belongs to. */
export const workspacesHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  getWorkspace: (call) => workspaceOf(call.db, call.who.workspaceId),

  async changeWorkspace(call, { body }) {
    const before = await workspaceOf(call.db, call.who.workspaceId);
    if (before.version !== call.version) throw stale(before);
    const after = { ...body, ...(body.settings && { settings: { ...before.settings, ...body.settings } }) };
    // Settings are told part by part, so that the history of one is not drowned in all of them.
    const { settings, ...plain } = after;
    const changes = {
      ...changesBetween<object>(before, plain),
      ...changesBetween<object>(before.settings, settings ?? {}),
    };
    if (Object.keys(changes).length === 0) return before;
    const changed = await call.db
      .updateTable('workspace')
      .set((e) => ({
        name: after.name,
        time_zone: after.timeZone,
        currency: after.currency,
        country: after.country,
        settings: after.settings && JSON.stringify(after.settings),
        version: e('version', '+', 1),
      }))
      .where('workspace_id', '=', call.who.workspaceId)
      .where('version', '=', call.version)
      .returning('version')
      .executeTakeFirst();
    if (!changed) throw stale(await workspaceOf(call.db, call.who.workspaceId));
    await call.record('workspace.changed', { kind: 'workspace', id: call.who.workspaceId }, { changes });
    return workspaceOf(call.db, call.who.workspaceId);
  },

  async listMyWorkspaces(call) {
    const who = inPerson(call);
    const rows = await call.database.asOwner((tx) =>
      tx
        .selectFrom('member as m')
        .innerJoin('workspace as w', 'w.workspace_id', 'm.workspace_id')
        .select(['w.workspace_id', 'w.name', 'm.role'])
        .where('m.login_id', '=', who.loginId)
        .where('m.disabled_at', 'is', null)
        .orderBy('w.name')
        .orderBy('w.workspace_id')
        .limit(200)
        .execute(),
    );
    return {
      items: rows.map((row) => ({
        id: row.workspace_id,
        name: row.name,
        role: row.role,
        current: row.workspace_id === who.workspaceId,
      })),
    };
  },

  async createWorkspace(call, { body }) {
    const who = inPerson(call);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        await inSingleFile(tx, `workspaces ${who.loginId}`);
        // A creation that is sent again finds the first one.
        const same = await tx
          .selectFrom('member as m')
          .innerJoin('workspace as w', 'w.workspace_id', 'm.workspace_id')
          .select('w.workspace_id')
          .where('m.login_id', '=', who.loginId)
          .where('w.name', '=', body.name)
          .executeTakeFirst();
        if (same) throw conflict('already_exists', 'You already belong to a workspace of this name.');
        const login = await tx
          .selectFrom('login')
          .select(['id as loginId', 'name', 'email'])
          .where('id', '=', who.loginId)
          .executeTakeFirstOrThrow();
        const member = await createWorkspaceOf(call, tx, login, body);
        await tx
          .updateTable('session')
          .set({ workspace_id: member.workspaceId })
          .where('token_hash', '=', secretHash(readCookie(call.request, 'session')!))
          .execute();
        return sessionOf(tx, member);
      }),
    );
  },

  async switchWorkspace(call, { body }) {
    const who = inPerson(call);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const member = await tx
          .selectFrom('member')
          .select('id')
          .where('workspace_id', '=', body.id)
          .where('login_id', '=', who.loginId)
          .where('disabled_at', 'is', null)
          .executeTakeFirst();
        if (!member) throw notFound('workspace');
        await tx
          .updateTable('session')
          .set({ workspace_id: body.id })
          .where('token_hash', '=', secretHash(readCookie(call.request, 'session')!))
          .execute();
        return sessionOf(tx, { workspaceId: body.id, memberId: member.id });
      }),
    );
  },
};
