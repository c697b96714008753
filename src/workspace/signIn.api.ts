import type { Tx } from '../platform/database.ts';
import type { Handlers } from '../platform/serve.ts';
import { conflict, Problem } from '../platform/problem.ts';
import { attemptsFor, countAttempts, takeBackAttempts } from './attempts.api.ts';
import { workspaceContract } from './contract.ts';
import { readCookie } from './cookie.ts';
import { atOnce } from './identity.api.ts';
import { hashPassword, isPassword } from './password.api.ts';
import { secretHash } from '../platform/secret.ts';
import { forgetSession, inPerson, inSingleFile, note, sessionOf, startSession } from './session.api.ts';
import { sendsLetters } from './mail/linkLetters.api.ts';
import { createLogin, createWorkspaceOf, membershipOf } from './membership.api.ts';

type Names =
  | 'getSetup'
  | 'setUp'
  | 'signIn'
  | 'signOut'
  | 'signOutEverywhere'
  | 'getSession'
  | 'changePassword'
  | 'changeProfile';

/** First visit, signing in and out, and what a person changes about themselves. */
export const signInHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  getSetup: async (call) => ({ needed: !(await call.database.asOwner(anybody)), letters: sendsLetters(call.site) }),

  async setUp(call, { body }) {
    if (await call.database.asOwner(anybody)) throw alreadySetUp();
    const hash = await hashPassword(body.password);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        await inSingleFile(tx, 'setup');
        if (await anybody(tx)) throw alreadySetUp();
        const loginId = await createLogin(call, tx, { email: body.email, name: body.name, hash });
        const member = await createWorkspaceOf(
          call,
          tx,
          { loginId, name: body.name, email: body.email },
          body.workspace,
        );
        return startSession(call, tx, member);
      }),
    );
  },

  async signIn(call, { body }) {
    const { attempts, login } = await call.database.asOwner(async (tx) => {
      const attempts = await attemptsFor(call, tx, body.email);
      await countAttempts(tx, attempts, call.now);
      const login = await tx
        .selectFrom('login')
        .select(['id', 'password_hash'])
        .where('email', '=', body.email)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      return { attempts, login };
    });
    // Outside of any transaction: it takes long on purpose, and the embedded database has one connection.
    const right = await isPassword(body.password, login?.password_hash);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const member = right && login ? await membershipOf(tx, login.id) : undefined;
        if (!member) throw new Problem(401, 'wrong_password', 'E-mail or password is wrong.');
        await takeBackAttempts(tx, attempts, call.now);
        return startSession(call, tx, member);
      }),
    );
  },

  async signOut(call) {
    const secret = readCookie(call.request, 'session');
    forgetSession(call);
    if (!secret) return { done: true };
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const ended = await tx
          .deleteFrom('session')
          .where('token_hash', '=', secretHash(secret))
          .returning('login_id')
          .executeTakeFirst();
        if (ended && call.visitor?.via === 'session')
          await note(call, tx, call.visitor, 'session.ended', { kind: 'session', id: null });
        return { done: true as const };
      }),
    );
  },

  async signOutEverywhere(call) {
    const who = inPerson(call);
    forgetSession(call);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        await tx.deleteFrom('session').where('login_id', '=', who.loginId).execute();
        await note(call, tx, who, 'session.ended everywhere', { kind: 'session', id: null });
        return { done: true as const };
      }),
    );
  },

  getSession: (call) => sessionOf(call.db, call.who, call.who),

  async changePassword(call, { body }) {
    const who = inPerson(call);
    const session = secretHash(readCookie(call.request, 'session') ?? '');
    // Counted against this session: a stranger who guesses at the sign-in must not keep a signed-in person from changing it.
    const attempts = [{ key: `session ${session.toString('base64url')}`, rule: 'browser' as const }];
    const login = await call.database.asOwner(async (tx) => {
      await countAttempts(tx, attempts, call.now);
      return tx.selectFrom('login').select('password_hash').where('id', '=', who.loginId).executeTakeFirst();
    });
    if (!(await isPassword(body.current, login?.password_hash)))
      throw new Problem(403, 'wrong_password', 'The current password is wrong.');
    const hash = await hashPassword(body.password);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        await takeBackAttempts(tx, attempts, call.now);
        await tx.updateTable('login').set({ password_hash: hash }).where('id', '=', who.loginId).execute();
        await tx.deleteFrom('session').where('login_id', '=', who.loginId).where('token_hash', '<>', session).execute();
        await tx.deleteFrom('password_reset').where('login_id', '=', who.loginId).execute();
        await note(call, tx, who, 'password.changed', { kind: 'session', id: null });
        return { done: true as const };
      }),
    );
  },

  async changeProfile(call, { body }) {
    const who = inPerson(call);
    return atOnce(call.database, () =>
      call.database.asOwner(async (tx) => {
        const before = await tx
          .selectFrom('member')
          .select('name')
          .where('workspace_id', '=', who.workspaceId)
          .where('id', '=', who.memberId)
          .forUpdate()
          .executeTakeFirstOrThrow();
        await tx.updateTable('login').set({ name: body.name }).where('id', '=', who.loginId).execute();
        if (before.name !== body.name) {
          await tx
            .updateTable('member')
            .set((e) => ({ name: body.name, version: e('version', '+', 1), updated_at: call.now }))
            .where('workspace_id', '=', who.workspaceId)
            .where('id', '=', who.memberId)
            .execute();
          await note(
            call,
            tx,
            who,
            'member.changed',
            { kind: 'member', id: who.memberId },
            { changes: { name: [before.name, body.name] } },
          );
        }
        return sessionOf(tx, who, who);
      }),
    );
  },
};

const anybody = async (tx: Tx): Promise<boolean> =>
  Boolean(await tx.selectFrom('login').select('id').limit(1).executeTakeFirst());
const alreadySetUp = () => conflict('already_set_up', 'There is an owner already. Sign in, or ask for an invitation.');
