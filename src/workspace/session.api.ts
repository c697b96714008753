import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';
import { happening, writeEvents } from '../platform/events.ts';
import { Problem } from '../platform/problem.ts';
import type { Call, Who } from '../platform/serve.ts';
import type { Returns } from '../platform/contract.ts';
import { workspaceContract } from './contract.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { sessionLife } from './identity.api.ts';
import { mayAtAll, permissions, type Role } from './roles.ts';
import { newSecret, secretHash } from '../platform/secret.ts';
import { settingsOf } from './settings.ts';

/** A member as identity sees one: above workspaces, before there is a session. */
export interface Membership {
  workspaceId: string;
  memberId: string;
  loginId: string;
}

/** Signs a member in, in this browser: a new secret every time, in a cookie; whoever was signed in here before is not any more. */
export async function startSession(
  call: Call,
  tx: Tx,
  member: Membership,
): Promise<Returns<typeof workspaceContract.signIn>> {
  const secret = newSecret();
  const before = readCookie(call.request, 'session');
  await tx
    .deleteFrom('session')
    .where((e) =>
      e.or([
        e('login_id', '=', member.loginId).and('expires_at', '<', call.now),
        ...(before ? [e('token_hash', '=', secretHash(before))] : []),
      ]),
    )
    .execute();
  const agent = (call.request.headers.get('user-agent') ?? '').slice(0, 300);
  await tx
    .insertInto('session')
    .values({
      token_hash: secretHash(secret),
      login_id: member.loginId,
      workspace_id: member.workspaceId,
      created_at: call.now,
      last_seen_at: call.now,
      expires_at: new Date(call.now.getTime() + sessionLife.whole),
      agent,
    })
    .execute();
  await rememberBrowser(call, tx, member.loginId);
  await note(call, tx, member, 'session.started', { kind: 'session', id: null }, { agent });
  call.setHeader('set-cookie', writeCookie(call.request, 'session', secret, sessionLife.whole / 1000));
  return sessionOf(tx, member);
}

export const forgetSession = (call: Call) => call.setHeader('set-cookie', writeCookie(call.request, 'session', '', 0));

/** Who is signed in, as the contract says it. `who` null: a session that was just started, with all that the role may. */
export async function sessionOf(
  tx: Tx,
  { workspaceId, memberId }: Pick<Membership, 'workspaceId' | 'memberId'>,
  who: Who | null = null,
): Promise<Returns<typeof workspaceContract.getSession>> {
  const member = await tx
    .selectFrom('member')
    .select(['id', 'name', 'email', 'role', 'business_role', 'team_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  const role: Role = member.role;
  return {
    via: who?.via ?? 'session',
    member: {
      id: member.id,
      name: member.name,
      email: member.email,
      role,
      businessRole: member.business_role,
      teamId: member.team_id,
    },
    workspace: await workspaceOf(tx, workspaceId),
    may: permissions.filter((permission) => (who ? who.may(permission) : mayAtAll(role, permission))),
  };
}

export async function workspaceOf(
  tx: Tx,
  workspaceId: string,
): Promise<Returns<typeof workspaceContract.getWorkspace>> {
  const row = await tx
    .selectFrom('workspace')
    .select(['workspace_id', 'name', 'time_zone', 'currency', 'country', 'settings', 'version'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return {
    id: row.workspace_id,
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    country: row.country,
    settings: settingsOf(row.settings),
    version: row.version,
  };
}

/** Records what identity does, in its own transaction. */
export const note = (
  call: Call,
  tx: Tx,
  { workspaceId, memberId }: { workspaceId: string; memberId: string },
  name: string,
  subject: { kind: string; id: string | null },
  detail: Record<string, unknown> = {},
) =>
  writeEvents(tx, { workspaceId, memberId, via: 'session' }, call.requestId, [
    happening(call.now, name, subject, detail),
  ]);

/** For what changes a person's credentials: a token, which may be lent to a program, is not enough. */
export function inPerson(call: Call): Who {
  if (call.who.via !== 'session')
    throw new Problem(403, 'not_in_person', 'A token cannot do this. Sign in with e-mail and password.');
  return call.who;
}

/** This browser has let the person in once, so it is throttled by itself from now on. A person has at most twenty. */
async function rememberBrowser(call: Call, tx: Tx, loginId: string): Promise<void> {
  const held = readCookie(call.request, 'browser');
  const seen =
    held &&
    (await tx
      .updateTable('known_browser')
      .set({ seen_at: call.now })
      .where('token_hash', '=', secretHash(held))
      .where('login_id', '=', loginId)
      .returning('login_id')
      .executeTakeFirst());
  if (seen) return;
  const secret = newSecret();
  await tx
    .insertInto('known_browser')
    .values({ token_hash: secretHash(secret), login_id: loginId, seen_at: call.now })
    .execute();
  await tx
    .deleteFrom('known_browser')
    .where('login_id', '=', loginId)
    .where('token_hash', 'in', (q) =>
      q
        .selectFrom('known_browser')
        .select('token_hash')
        .where('login_id', '=', loginId)
        .orderBy('seen_at', 'desc')
        .offset(20),
    )
    .execute();
  call.setHeader('set-cookie', writeCookie(call.request, 'browser', secret, 31_536_000));
}

/** One at a time, per subject, until the transaction ends. */
export const inSingleFile = (tx: Tx, what: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(tx);
