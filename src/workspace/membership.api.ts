import { sql } from 'kysely';
import type { Input } from '../platform/contract.ts';
import type { Tx } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import type { workspaceContract } from './contract.ts';
import { note, type Membership } from './session.api.ts';

/** Logins and their memberships: written as the owner of the tables, because they lie above workspaces. */

export async function createLogin(
  call: Call,
  tx: Tx,
  { email, name, hash }: { email: string; name: string; hash: string },
): Promise<string> {
  const id = call.newId();
  await tx.insertInto('login').values({ id, email, name, password_hash: hash, created_at: call.now }).execute();
  return id;
}

/** A workspace with its first owner. */
export async function createWorkspaceOf(
  call: Call,
  tx: Tx,
  owner: { loginId: string; name: string; email: string },
  given: Input<typeof workspaceContract.createWorkspace>['body'],
): Promise<Membership> {
  const member: Membership = { workspaceId: call.newId(), memberId: call.newId(), loginId: owner.loginId };
  await tx
    .insertInto('workspace')
    .values({
      workspace_id: member.workspaceId,
      name: given.name,
      time_zone: given.timeZone,
      currency: given.currency,
      country: given.country,
      created_at: call.now,
    })
    .execute();
  await tx
    .insertInto('member')
    .values({
      workspace_id: member.workspaceId,
      id: member.memberId,
      login_id: owner.loginId,
      name: owner.name,
      email: owner.email,
      role: 'owner',
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  await note(
    call,
    tx,
    member,
    'workspace.created',
    { kind: 'workspace', id: member.workspaceId },
    { name: given.name },
  );
  await note(
    call,
    tx,
    member,
    'member.joined',
    { kind: 'member', id: member.memberId },
    { name: owner.name, role: 'owner' },
  );
  return member;
}

/** Where a person lands on signing in: the workspace used last, else the oldest. Undefined: nowhere any more. */
export async function membershipOf(tx: Tx, loginId: string): Promise<Membership | undefined> {
  const row = await tx
    .selectFrom('member as m')
    .select(['m.workspace_id', 'm.id'])
    .where('m.login_id', '=', loginId)
    .where('m.disabled_at', 'is', null)
    .orderBy(
      sql`(select max(s.last_seen_at) from session s where s.login_id = m.login_id and s.workspace_id = m.workspace_id)`,
      (o) => o.desc().nullsLast(),
    )
    .orderBy('m.created_at')
    .limit(1)
    .executeTakeFirst();
  return row && { workspaceId: row.workspace_id, memberId: row.id, loginId };
}
