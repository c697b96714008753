import { sql } from 'kysely';
import { mailJob } from '../platform/mail.ts';
import { mailLink } from './mail/linkLetters.api.ts';
import type { Returns } from '../platform/contract.ts';
import type { Tx } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { conflict, forbidden, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { workspaceContract } from './contract.ts';
import { atOnce } from './identity.api.ts';
import { refusal } from './memberRules.ts';
import { mayAtAll, permissions, roles, type Role } from './roles.ts';
import { newSecret, secretHash } from '../platform/secret.ts';
import { inPerson, inSingleFile } from './session.api.ts';

type Names = 'listMembers' | 'getMember' | 'addMember' | 'changeMember' | 'setAccess' | 'invite';
type Member = Returns<typeof workspaceContract.getMember>;

export const memberHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  async listMembers(call, { query }) {
    let members = memberRows(call);
    if (query.search)
      members = members.where(
        sql<boolean>`position(lower(${query.search}) in lower(m.name || ' ' || coalesce(m.email, ''))) > 0`,
      );
    if (query.teamId) members = members.where('m.team_id', '=', query.teamId);
    if (query.role) members = members.where('m.role', 'in', query.role);
    if (query.disabled !== undefined) members = members.where('m.disabled_at', query.disabled ? 'is not' : 'is', null);
    const page = await pageOf(
      members,
      [
        { by: sql.ref('m.name'), key: 'name', type: 'text' },
        { by: sql.ref('m.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: page.items.map(memberOf), next: page.next };
  },

  getMember: (call, { params }) => memberById(call, params.id),

  async addMember(call, { body }) {
    mayGrant(call, body.role);
    const id = call.newId();
    await call.db
      .insertInto('member')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        name: body.name,
        email: body.email,
        role: body.role,
        business_role: body.businessRole,
        team_id: body.teamId,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('member.added', { kind: 'member', id }, { name: body.name, role: body.role });
    return memberById(call, id);
  },

  changeMember: (call, { params, body }) =>
    edit(call, params.id, async (call, before) => {
      if (before.joined && body.email !== undefined && body.email !== before.email) {
        throw conflict('joined', 'This person signs in with that e-mail address, so only they can change it.');
      }
      await mayBecome(call, before, { ...before, ...body });
      const changes = changesBetween<object>(before, body);
      if (Object.keys(changes).length === 0) return;
      await call.db
        .updateTable('member')
        .set((e) => ({
          name: body.name,
          email: body.email,
          role: body.role,
          business_role: body.businessRole,
          team_id: body.teamId,
          version: e('version', '+', 1),
          updated_at: call.now,
        }))
        .where('workspace_id', '=', call.who.workspaceId)
        .where('id', '=', before.id)
        .execute();
      await call.record('member.changed', { kind: 'member', id: before.id }, { changes });
    }),

  setAccess: (call, { params, body }) =>
    edit(call, params.id, async (call, before) => {
      if (body.enabled === (before.disabledAt === null)) return;
      const disabledAt = body.enabled ? null : call.now;
      await mayBecome(call, before, { ...before, disabledAt });
      await call.db
        .updateTable('member')
        .set((e) => ({ disabled_at: disabledAt, version: e('version', '+', 1), updated_at: call.now }))
        .where('workspace_id', '=', call.who.workspaceId)
        .where('id', '=', before.id)
        .execute();
      await call.record(
        body.enabled ? 'member.enabled' : 'member.disabled',
        { kind: 'member', id: before.id },
        { name: before.name },
      );
      if (!body.enabled) await aboveWorkspaces(call.db, () => endAccess(call, before.id));
    }),

  async invite(call, { params }) {
    inPerson(call);
    return call.transact(async (call) => {
      const member = await memberById(call, params.id);
      mayGrant(call, member.role);
      if (member.joined)
        throw conflict('joined', 'This person has joined already. Make a link for a new password instead.');
      if (member.disabledAt) throw conflict('disabled', 'This member is disabled. Let them in again first.');
      if (!member.email)
        throw conflict('no_email', 'Write down an e-mail address first: it is what the person signs in with.');
      const secret = newSecret();
      const expiresAt = new Date(call.now.getTime() + invitationLife);
      await call.db
        .deleteFrom('invitation')
        .where('workspace_id', '=', call.who.workspaceId)
        .where('member_id', '=', member.id)
        .execute();
      await call.db
        .insertInto('invitation')
        .values({
          workspace_id: call.who.workspaceId,
          id: call.newId(),
          member_id: member.id,
          token_hash: secretHash(secret),
          created_at: call.now,
          expires_at: expiresAt,
        })
        .execute();
      await call.record('member.invited', { kind: 'member', id: member.id }, { email: member.email, until: expiresAt });
      const path = `/join#${secret}`;
      const mailed = await mailLink(call, call.db, call.who, member, path, 'invitation');
      if (mailed) call.enqueue(mailJob, {});
      return { path, expiresAt, mailed };
    });
  },
};

/**
 * A week, not the hour of other links: it is handed over by chat or on paper to somebody who may be away, it opens only a
 * seat without a password yet, and making a new one or using it ends it.
 */
const invitationLife = 7 * 86_400_000;

/** One edit of one member: no two at once in a workspace, so that the last owner stays. */
function edit(call: Call, id: string, work: (call: Call, before: Member) => Promise<void>): Promise<Member> {
  return atOnce(call.database, () =>
    call.transact(async (call) => {
      await inSingleFile(call.db, `members ${call.who.workspaceId}`);
      const before = await memberById(call, id);
      if (before.version !== call.version) throw stale(before);
      await work(call, before);
      return memberById(call, id);
    }),
  );
}

async function mayBecome(call: Call, before: Member, after: Member): Promise<void> {
  const other = await call.db
    .selectFrom('member')
    .select('id')
    .where('workspace_id', '=', call.who.workspaceId)
    .where('role', '=', 'owner')
    .where('login_id', 'is not', null)
    .where('disabled_at', 'is', null)
    .where('id', '<>', before.id)
    .limit(1)
    .executeTakeFirst();
  const state = (member: Member) => ({
    role: member.role,
    joined: member.joined,
    disabled: member.disabledAt !== null,
  });
  const why = refusal(ownRole(call), state(before), state(after), Boolean(other));
  if (why === 'last owner')
    throw conflict('last_owner', 'This is the last owner who can sign in. Make somebody else an owner first.');
  if (why) throw forbidden('change a member who may do more than you');
  if (before.role !== after.role) mayGrant(call, after.role);
}

function ownRole(call: Call): Role {
  const role = roles.find((role) => role === call.who.role);
  if (!role) throw forbidden('see to members');
  return role;
}

/** Nobody grants more than they have themselves, nor more than the token they use. */
function mayGrant(call: Call, role: Role): void {
  const state = { role, joined: false, disabled: false };
  const covered =
    refusal(ownRole(call), state, state, true) === null &&
    permissions.every((permission) => call.who.may(permission) || !mayAtAll(role, permission));
  if (!covered) throw forbidden('give a role that may do more than you');
}

async function memberById(call: Call, id: string): Promise<Member> {
  const row = await memberRows(call).where('m.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('member');
  return memberOf(row);
}

const memberRows = (call: Call) =>
  call.db
    .selectFrom('member as m')
    .where('m.workspace_id', '=', call.who.workspaceId)
    .select([
      'm.id',
      'm.name',
      'm.email',
      'm.role',
      'm.business_role',
      'm.team_id',
      'm.login_id',
      'm.disabled_at',
      'm.created_at',
      'm.version',
    ])
    .select((e) =>
      e
        .selectFrom('invitation as i')
        .select('i.expires_at')
        .whereRef('i.workspace_id', '=', 'm.workspace_id')
        .whereRef('i.member_id', '=', 'm.id')
        .where('i.used_at', 'is', null)
        .where('i.expires_at', '>', call.now)
        .limit(1)
        .as('invited_until'),
    );

function memberOf(row: Awaited<ReturnType<ReturnType<typeof memberRows>['executeTakeFirstOrThrow']>>): Member {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    businessRole: row.business_role,
    teamId: row.team_id,
    joined: row.login_id !== null,
    invitedUntil: row.invited_until,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    version: row.version,
  };
}

/** A step of a person's transaction on logins and sessions, on which the person's role has no right at all. */
async function aboveWorkspaces(tx: Tx, work: () => Promise<void>): Promise<void> {
  await sql`reset role`.execute(tx);
  await work();
  await sql`select set_config('role', 'perennial_app', true)`.execute(tx);
}

/** So that letting the person in again later revives no old session, token or link. */
async function endAccess(call: Call, memberId: string): Promise<void> {
  const { workspaceId } = call.who;
  const { login_id } = await call.db
    .selectFrom('member')
    .select('login_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  if (login_id)
    await call.db
      .deleteFrom('session')
      .where('workspace_id', '=', workspaceId)
      .where('login_id', '=', login_id)
      .execute();
  await call.db
    .updateTable('api_token')
    .set({ revoked_at: call.now })
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .where('revoked_at', 'is', null)
    .execute();
  await call.db
    .deleteFrom('invitation')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .execute();
}
