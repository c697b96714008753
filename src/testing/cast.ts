import { connect } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { hashPassword } from '../workspace/password.api.ts';
import type { Role } from '../workspace/roles.ts';
import { newSecret, secretHash, tokenPrefix } from '../platform/secret.ts';
import type { World } from './world.ts';

/** Somebody who sends requests: with a cookie (as a browser does) or a token. */
export type Actor = { memberId: string; email: string; headers: Record<string, string> };

/** Everybody whom the access test lets try: people of the first workspace, and the owner of the second. */
export interface Cast {
  roles: Record<Role, Actor>;
  /** The owner of the other workspace. */
  stranger: Actor;
  anonymous: { headers: Record<string, string> };
  /** Owners all three, but no more: a token that was revoked, one that expired, and a person who was disabled. */
  revoked: Actor;
  expired: Actor;
  disabled: Actor;
  disabledToken: Actor;
  /** Tokens of an owner that may read, and that may do next to nothing. */
  reading: Actor;
  narrow: Actor;
}

export const castPassword = 'a bird in the hand';
let passwordHash: Promise<string> | undefined;

/** Brings the cast into both workspaces of the world, straight into the tables, so that it is quick and depends on no endpoint. */
export async function bringCast(world: World): Promise<Cast> {
  passwordHash ??= hashPassword(castPassword);
  const hash = await passwordHash;
  const database = connect(world.engine);
  const now = world.now();

  return database.asOwner(async (tx) => {
    async function member(role: Role, workspaceId: string, disabled = false) {
      const ids = { memberId: newId(), loginId: newId() };
      const email = `${ids.memberId}@example.org`;
      const name = workspaceId === world.workspaces.first ? `Canary ${role}` : 'A stranger';
      await tx
        .insertInto('login')
        .values({ id: ids.loginId, email, name, password_hash: hash, created_at: now })
        .execute();
      await tx
        .insertInto('member')
        .values({
          workspace_id: workspaceId,
          id: ids.memberId,
          login_id: ids.loginId,
          name,
          email,
          role,
          disabled_at: disabled ? now : null,
          created_at: now,
          updated_at: now,
        })
        .execute();
      return { ...ids, email, workspaceId };
    }
    type Member = Awaited<ReturnType<typeof member>>;

    async function session(of: Member): Promise<Actor> {
      const secret = newSecret();
      await tx
        .insertInto('session')
        .values({
          token_hash: secretHash(secret),
          login_id: of.loginId,
          workspace_id: of.workspaceId,
          created_at: now,
          last_seen_at: now,
          expires_at: new Date('2099-01-01'),
        })
        .execute();
      return { memberId: of.memberId, email: of.email, headers: { cookie: `__Host-session=${secret}` } };
    }

    async function token(
      of: Member,
      name: string,
      scopes: string[],
      ends: { revoked_at?: Date; expires_at?: Date } = {},
    ): Promise<Actor> {
      const secret = `${tokenPrefix}${newSecret()}`;
      await tx
        .insertInto('api_token')
        .values({
          workspace_id: of.workspaceId,
          id: newId(),
          member_id: of.memberId,
          name,
          token_hash: secretHash(secret),
          scopes,
          created_at: now,
          last_used_at: now,
          expires_at: new Date('2099-01-01'),
          ...ends,
        })
        .execute();
      return { memberId: of.memberId, email: of.email, headers: { authorization: `Bearer ${secret}` } };
    }

    const owner = await member('owner', world.workspaces.first);
    const person = async (role: Role) => session(await member(role, world.workspaces.first));
    const leaver = await member('owner', world.workspaces.first, true);
    return {
      roles: {
        owner: await session(owner),
        manager: await person('manager'),
        'team leader': await person('team leader'),
        seller: await person('seller'),
        'account manager': await person('account manager'),
        service: await person('service'),
        marketing: await person('marketing'),
        reader: await person('reader'),
      },
      stranger: await session(await member('owner', world.workspaces.second)),
      anonymous: { headers: {} },
      revoked: await token(owner, 'revoked', ['read', 'write'], { revoked_at: now }),
      expired: await token(owner, 'expired', ['read', 'write'], { expires_at: now }),
      disabled: await session(leaver),
      disabledToken: await token(leaver, 'of a leaver', ['read', 'write']),
      reading: await token(owner, 'reading', ['read']),
      narrow: await token(owner, 'narrow', ['session:read']),
    };
  });
}
