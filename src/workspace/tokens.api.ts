import { sql } from 'kysely';
import { pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problem.ts';
import type { Returns } from '../platform/contract.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { workspaceContract } from './contract.ts';
import { atOnce } from './identity.api.ts';
import { newSecret, secretHash, tokenPrefix } from '../platform/secret.ts';
import { inPerson } from './session.api.ts';

type Names = 'listTokens' | 'createToken' | 'revokeToken';
type Token = Returns<typeof workspaceContract.revokeToken>;

/** API tokens: what a program uses in a member's name, and never more than that member may. */
export const tokenHandlers: Pick<Handlers<typeof workspaceContract>, Names> = {
  async listTokens(call, { query }) {
    let tokens = tokenRows(call);
    if (query.memberId) tokens = tokens.where('member_id', '=', query.memberId);
    const page = await pageOf(tokens, [{ by: sql.ref('id'), key: 'id', type: 'uuid', descending: true }], query);
    return { items: page.items.map(tokenOf), next: page.next };
  },

  async createToken(call, { body }) {
    inPerson(call);
    return call.transact(async (call) => {
      const id = call.newId();
      const token = tokenPrefix + newSecret();
      await call.db
        .insertInto('api_token')
        .values({
          workspace_id: call.who.workspaceId,
          id,
          member_id: call.who.memberId,
          name: body.name,
          token_hash: secretHash(token),
          scopes: [...new Set(body.scopes)],
          created_at: call.now,
          expires_at: new Date(call.now.getTime() + body.days * 86_400_000),
        })
        .execute();
      await call.record(
        'token.created',
        { kind: 'token', id },
        { name: body.name, scopes: body.scopes, days: body.days },
      );
      return { ...(await tokenById(call, id)), token };
    });
  },

  revokeToken: (call, { params }) =>
    atOnce(call.database, () =>
      call.transact(async (call) => {
        const before = await tokenById(call, params.id);
        if (before.revokedAt) return before;
        await call.db
          .updateTable('api_token')
          .set({ revoked_at: call.now })
          .where('workspace_id', '=', call.who.workspaceId)
          .where('id', '=', params.id)
          .execute();
        await call.record('token.revoked', { kind: 'token', id: params.id }, { name: before.name });
        return tokenById(call, params.id);
      }),
    ),
};

async function tokenById(call: Call, id: string): Promise<Token> {
  const row = await tokenRows(call).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('token');
  return tokenOf(row);
}

const tokenRows = (call: Call) =>
  call.db
    .selectFrom('api_token')
    .where('workspace_id', '=', call.who.workspaceId)
    .select(['id', 'member_id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_at', 'revoked_at']);

const tokenOf = (row: Awaited<ReturnType<ReturnType<typeof tokenRows>['executeTakeFirstOrThrow']>>): Token => ({
  id: row.id,
  memberId: row.member_id,
  name: row.name,
  scopes: row.scopes,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  revokedAt: row.revoked_at,
});
