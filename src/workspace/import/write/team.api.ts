import { insertRows } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { Known } from '../place/directory.ts';

/** Colleagues of the other system join as sellers without a sign-in; who is named as a manager leads a team. Answers the new teams. */
export async function writeMembers(call: Call, members: readonly Known[]): Promise<string[]> {
  if (members.length === 0) return [];
  const leaders = new Set(members.flatMap((known) => known.links.get('leader') ?? []));
  await insertRows(
    call.db,
    'member',
    members.map((known) => ({
      workspace_id: call.who.workspaceId,
      id: known.id,
      name: String(known.draft.values['name'] ?? '?').slice(0, 300),
      email: known.draft.values['email'] ?? null,
      role: leaders.has(known) ? 'team leader' : 'seller',
      external_key: known.draft.key,
      disabled_at: known.draft.values['active'] === false ? call.now : null,
      created_at: call.now,
      updated_at: call.now,
    })),
  );
  const made: string[] = [];
  for (const known of members) {
    const leader = known.links.get('leader');
    const name = String(known.draft.values['team'] ?? leader?.draft.values['name'] ?? '').slice(0, 100);
    if (name === '') continue;
    const team = await teamOf(call, name, leader?.id ?? null);
    if (team.made) made.push(team.id);
    await joinTeam(call, known.id, team.id);
    if (leader && !leader.before) await joinTeam(call, leader.id, team.id);
  }
  return made;
}

/** A reference to a colleague further down the file: the leader's team. */
export async function followLeader(call: Call, memberId: string, leader: Known): Promise<void> {
  const team = await teamOf(call, String(leader.draft.values['name'] ?? '?').slice(0, 100), leader.id);
  await joinTeam(call, memberId, team.id);
}

async function teamOf(call: Call, name: string, leaderId: string | null): Promise<{ id: string; made: boolean }> {
  const there = await call.db.selectFrom('team').select('id').where('name', '=', name).executeTakeFirst();
  if (there) return { id: there.id, made: false };
  const id = call.newId();
  await call.db
    .insertInto('team')
    .values({ workspace_id: call.who.workspaceId, id, name, leader_id: leaderId, created_at: call.now })
    .execute();
  return { id, made: true };
}

const joinTeam = (call: Call, memberId: string, teamId: string) =>
  call.db
    .updateTable('member')
    .set({ team_id: teamId })
    .where('id', '=', memberId)
    .where('team_id', 'is', null)
    .execute();
