import { sameRecord, type Tx, wholeWorkspace } from '../platform/database.ts';
import { conflict, notFound, Problem } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { asksFor, attemptsFor, countAttempts, takeBackAttempts } from './attempts.api.ts';
import type { workspaceContract } from './contract.ts';
import { atOnce } from './identity.api.ts';
import { createLogin, membershipOf } from './membership.api.ts';
import { hashPassword, isPassword } from './password.api.ts';
import { newPassword } from './passwordRules.ts';
import { mailJob } from '../platform/mail.ts';
import { mailLink, sendsLetters } from './mail/linkLetters.api.ts';
import { newSecret, secretHash } from '../platform/secret.ts';
import { inPerson, note, startSession } from './session.api.ts';

type Names = 'makePasswordReset' | 'askForPassword' | 'resetPassword' | 'seeInvitation' | 'acceptInvitation';

/** Links that let one person in once. The secret stands behind the # of the address, so no server and no log sees it. */
export const linkHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  async makePasswordReset(call, { params }) {
    const who = inPerson(call);
    const made = await call.database.asOwner(async (tx) => {
      const member = await tx
        .selectFrom('member')
        .select(['id', 'name', 'email', 'login_id', 'disabled_at'])
        .where('workspace_id', '=', who.workspaceId)
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (!member) throw notFound('member');
      if (!member.login_id || member.disabled_at)
        throw conflict('not_joined', 'This member cannot sign in yet or any more, so there is no password to change.');
      // A password opens every workspace of its person: no owner may set it for one that belongs to somebody else.
      const elsewhere = await tx
        .selectFrom('member')
        .select('id')
        .where('login_id', '=', member.login_id)
        .where('workspace_id', '<>', who.workspaceId)
        .limit(1)
        .executeTakeFirst();
      if (elsewhere)
        throw conflict(
          'belongs_elsewhere',
          'This person also belongs to another workspace, so only they, or whoever runs the server, can change their password.',
        );
      const { path, expiresAt } = await newReset(call, tx, member.login_id, who.workspaceId);
      await note(call, tx, who, 'password.reset allowed', { kind: 'session', id: null }, { memberId: member.id });
      return { path, expiresAt, mailed: await mailLink(call, tx, who, member, path, 'password') };
    });
    if (made.mailed) await call.transact(async (call) => call.enqueue(mailJob, {}));
    return made;
  },

  async askForPassword(call, { body }) {
    if (!sendsLetters(call.site))
      throw conflict('no_letters', 'No letters are sent from here. An owner of your workspace can make you a link.');
    await call.database.asOwner((tx) => countAttempts(tx, asksFor(call, body.email), call.now));
    // Neither the answer nor its time tells whether anybody has this address. Whoever gets no letter asks again.
    void sendReset(call, body.email).catch(() => {});
    return { done: true as const };
  },

  async resetPassword(call, { body }) {
    const hash = secretHash(body.secret);
    const stands = await call.database.asOwner((tx) =>
      tx
        .selectFrom('password_reset')
        .select('login_id')
        .where('token_hash', '=', hash)
        .where('expires_at', '>', call.now)
        .executeTakeFirst(),
    );
    if (!stands) throw linkOver();
    const password = await hashPassword(body.password);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const link = await tx
          .deleteFrom('password_reset')
          .where('token_hash', '=', hash)
          .where('expires_at', '>', call.now)
          .returning(['login_id', 'workspace_id'])
          .executeTakeFirst();
        if (!link) throw linkOver();
        const member = await tx
          .selectFrom('member')
          .select('id')
          .where('workspace_id', '=', link.workspace_id)
          .where('login_id', '=', link.login_id)
          .where('disabled_at', 'is', null)
          .executeTakeFirst();
        if (!member) throw linkOver();
        await tx.updateTable('login').set({ password_hash: password }).where('id', '=', link.login_id).execute();
        await tx.deleteFrom('session').where('login_id', '=', link.login_id).execute();
        await tx.deleteFrom('known_browser').where('login_id', '=', link.login_id).execute();
        const membership = { workspaceId: link.workspace_id, memberId: member.id, loginId: link.login_id };
        await note(call, tx, membership, 'password.reset', { kind: 'session', id: null });
        return startSession(call, tx, membership);
      }),
    );
  },

  async seeInvitation(call, { body }) {
    const invitation = await call.database.asOwner((tx) => standing(tx, body.secret, call.now));
    return { workspace: invitation.workspace, name: invitation.name, email: invitation.email };
  },

  async acceptInvitation(call, { body }) {
    const { invitation, login, attempts } = await call.database.asOwner(async (tx) => {
      const invitation = await standing(tx, body.secret, call.now);
      const login = await tx
        .selectFrom('login')
        .select(['id', 'password_hash'])
        .where('email', '=', invitation.email)
        .executeTakeFirst();
      const attempts = login ? await attemptsFor(call, tx, invitation.email) : [];
      await countAttempts(tx, attempts, call.now);
      return { invitation, login, attempts };
    });
    // Who signs in here already proves to be that person; an invitation never changes a password.
    if (login && !(await isPassword(body.password, login.password_hash))) {
      throw new Problem(
        403,
        'known_here',
        'You have signed in here before with this e-mail address. Use the password that you chose then.',
      );
    }
    const hash = login ? null : await hashPassword(chosen(body.password));
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const used = await tx
          .updateTable('invitation')
          .set({ used_at: call.now })
          .where('token_hash', '=', secretHash(body.secret))
          .where('used_at', 'is', null)
          .where('expires_at', '>', call.now)
          .returning('id')
          .executeTakeFirst();
        if (!used) throw linkOver();
        await takeBackAttempts(tx, attempts, call.now);
        const loginId =
          login?.id ?? (await createLogin(call, tx, { email: invitation.email, name: invitation.name, hash: hash! }));
        const joined = await tx
          .updateTable('member')
          .set((e) => ({
            login_id: loginId,
            email: invitation.email,
            version: e('version', '+', 1),
            updated_at: call.now,
          }))
          .where('workspace_id', '=', invitation.workspaceId)
          .where('id', '=', invitation.memberId)
          .where('login_id', 'is', null)
          .where('disabled_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (!joined) throw linkOver();
        const membership = { workspaceId: invitation.workspaceId, memberId: invitation.memberId, loginId };
        await note(
          call,
          tx,
          membership,
          'member.joined',
          { kind: 'member', id: membership.memberId },
          { name: invitation.name },
        );
        return startSession(call, tx, membership);
      }),
    );
  },
};

const resetLife = 60 * 60_000;

/** A link for one person, in place of an earlier one. */
async function newReset(
  call: Pick<Call, 'now'>,
  tx: Tx,
  loginId: string,
  workspaceId: string,
): Promise<{ path: string; expiresAt: Date }> {
  const secret = newSecret();
  const expiresAt = new Date(call.now.getTime() + resetLife);
  await tx.deleteFrom('password_reset').where('login_id', '=', loginId).execute();
  await tx
    .insertInto('password_reset')
    .values({
      token_hash: secretHash(secret),
      login_id: loginId,
      workspace_id: workspaceId,
      created_at: call.now,
      expires_at: expiresAt,
    })
    .execute();
  return { path: `/new-password#${secret}`, expiresAt };
}

/** Sends who has this address a link; nothing to whom nobody lets in any more. */
async function sendReset(call: Call, email: string): Promise<void> {
  const member = await call.database.asOwner(async (tx) => {
    const login = await tx
      .selectFrom('login')
      .select(['id', 'name'])
      .where('email', '=', email)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    const member = login && (await membershipOf(tx, login.id));
    if (!member) return undefined;
    const { path } = await newReset(call, tx, login.id, member.workspaceId);
    await mailLink(call, tx, { ...member, name: login.name }, { name: login.name, email }, path, 'forgotten password');
    await note(call, tx, member, 'password.forgotten', { kind: 'session', id: null });
    return member;
  });
  if (member)
    await call.within(wholeWorkspace(member.workspaceId, []), (call) => Promise.resolve(call.enqueue(mailJob, {})));
}

async function standing(
  tx: Tx,
  secret: string,
  now: Date,
): Promise<{ workspaceId: string; memberId: string; workspace: string; name: string; email: string }> {
  const row = await tx
    .selectFrom('invitation as i')
    .innerJoin('member as m', (on) => sameRecord(on, 'm', 'i.member_id'))
    .innerJoin('workspace as w', 'w.workspace_id', 'i.workspace_id')
    .select(['m.workspace_id', 'm.id', 'm.name', 'm.email', 'w.name as workspace'])
    .where('i.token_hash', '=', secretHash(secret))
    .where('i.used_at', 'is', null)
    .where('i.expires_at', '>', now)
    .where('m.disabled_at', 'is', null)
    .where('m.login_id', 'is', null)
    .executeTakeFirst();
  if (!row?.email) throw linkOver();
  return {
    workspaceId: row.workspace_id,
    memberId: row.id,
    workspace: row.workspace,
    name: row.name,
    email: row.email.toLowerCase(),
  };
}

function chosen(password: string): string {
  const checked = newPassword.safeParse(password);
  if (!checked.success)
    throw new Problem(422, 'invalid_input', checked.error.issues[0]!.message, {
      errors: [{ path: 'password', message: checked.error.issues[0]!.message }],
    });
  return checked.data;
}

const linkOver = () => new Problem(410, 'link_over', 'This link was used, replaced or is too old. Ask for a new one.');
