import type { Engine } from '../src/platform/engine.ts';
import { secretHash } from '../src/platform/secret.ts';
import { benchTokens, idOf } from './fill.ts';

/** The third of the twenty teams: ten people, 50,000 accounts and as many sales. */
export const team = idOf('a', 3);
const [seller, leader] = [22, 42];

/** Who can ask for the reports: eight who see all, a seller with 5,000 accounts, or the leader of a team of ten. */
export const askers = {
  manager: { tokens: benchTokens, coached: idOf('2', seller), ready: async () => {} },
  seller: { ...one(seller, 'seller'), coached: idOf('2', seller) },
  leader: { ...one(leader, 'team leader'), coached: idOf('2', seller) },
};

export const isAsker = (name: string): name is keyof typeof askers => Object.hasOwn(askers, name);

/** A member of the bench's company, who gets the role and a token where they have none yet. */
function one(member: number, role: string) {
  const token = `perennial_bench_member_${String(member).padStart(24, '0')}`;
  const ready = async (engine: Engine): Promise<void> => {
    const pool = engine.poolWithin(0);
    await pool.query('update member set role = $2 where id = $1', [idOf('2', member), role]);
    if (role === 'team leader')
      await pool.query('update team set leader_id = $2 where id = $1', [team, idOf('2', member)]);
    await pool.query(
      `insert into api_token (workspace_id, id, member_id, name, token_hash, scopes, created_at, expires_at)
       select workspace_id, $2, id, 'bench', $3, '{read,write}', now(), now() + interval '300 days' from member where id = $1 on conflict do nothing`,
      [idOf('2', member), idOf('9', member), secretHash(token)],
    );
  };
  return { tokens: [token], ready };
}
