import { sql } from 'kysely';
import { conflict, invalid } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { reachOf, roles, type Role } from '../../workspace/roles.ts';

const approving = roles.filter((role) => ['all', 'team'].includes(reachOf(role, 'opportunity', 'write')));

/** Whose word lets a large discount pass: whoever answers for more than own sales. */
export const mayApprove = (role: string): boolean => approving.some((each) => each === role);

/** Nobody lets a discount of their own pass while somebody else who signs in here can. */
export async function mayDecide(call: Call, makerId: string | null): Promise<boolean> {
  const { memberId, role } = call.who;
  if (!mayApprove(role)) return false;
  if (makerId !== memberId) return true;
  const other = await call.db
    .selectFrom('member')
    .select('id')
    .where('role', 'in', approving)
    .where('id', '<>', memberId)
    .where('login_id', 'is not', null)
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

/** The one who is asked: the person named, else the leader of the seller's team, else a manager, else an owner. */
export async function approverFor(
  call: Call,
  quote: { opportunityId: string },
  wanted: string | undefined,
): Promise<{ id: string; name: string }> {
  const { rows } = await sql<{ id: string; name: string; role: Role; leads: boolean }>`
    select m.id, m.name, m.role, exists (select from opportunity o join member s on s.workspace_id = o.workspace_id and s.id = o.owner_id
        join team t on t.workspace_id = s.workspace_id and t.id = s.team_id where o.id = ${quote.opportunityId} and t.leader_id = m.id) as leads
    from member m where m.disabled_at is null and m.role = any (${approving}::text[])`.execute(call.db);
  if (wanted !== undefined) {
    const named = rows.find((row) => row.id === wanted);
    if (!named) throw invalid([{ path: 'approverId', message: 'This colleague cannot let a discount pass' }]);
    return named;
  }
  const rank = ({ id, role, leads }: (typeof rows)[number]) =>
    (id === call.who.memberId ? 10 : 0) + (leads ? 0 : role === 'manager' ? 1 : role === 'owner' ? 2 : 5);
  const [best] = rows.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  if (!best) throw conflict('nobody_to_ask', 'Nobody here can let a discount pass. Ask an owner to name a manager.');
  return best;
}
