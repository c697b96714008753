import { connect } from '../../platform/database.ts';
import type { Answer, Endpoint, Sends } from '../../platform/contract.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import type { World } from '../../testing/world.ts';
import { scheduleContract } from './contract.ts';

/** A schedule of the owner's, to himself, with one letter that went out. */
export async function layOutSchedule(
  world: World,
  make: <E extends Endpoint>(endpoint: E, input?: Sends<E>) => Promise<Answer<E>>,
  memberId: string,
  canary: string,
) {
  const draft = {
    name: `${canary} every Monday`,
    reports: ['stages'],
    search: { days: '30' },
    every: 'week' as const,
    weekday: 1,
    monthday: 1,
    hour: 7,
    timeZone: 'Europe/Vienna',
    memberIds: [memberId],
  };
  const { id, version } = await make(scheduleContract.createSchedule, { body: draft });
  const secret = newSecret();
  await connect(world.engine).asOwner((tx) =>
    tx
      .insertInto('report_delivery')
      .values({
        workspace_id: world.workspaces.first,
        schedule_id: id,
        member_id: memberId,
        due_at: world.now(),
        state: 'sent',
        stop_hash: secretHash(secret),
        at: world.now(),
      })
      .execute(),
  );
  return { id, version, draft, secret };
}
