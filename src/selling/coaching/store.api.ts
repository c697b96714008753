import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import type { Call } from '../../platform/serve.ts';

/** One-to-ones and commitments as the contract has them; row-level security leaves only those of one's own pairs. */

export const meetingRows = (call: Call) =>
  call.db
    .selectFrom('one_to_one as o')
    .innerJoin('member as m', (on) => sameRecord(on, 'm', 'o.member_id'))
    .innerJoin('member as c', (on) => sameRecord(on, 'c', 'o.coach_id'))
    .select([
      'o.id',
      'o.member_id as memberId',
      'm.name as memberName',
      'o.coach_id as coachId',
      'c.name as coachName',
      'o.planned_on as plannedOn',
      'o.held_at as heldAt',
      'o.version',
    ]);

export const commitmentRows = (call: Call) =>
  call.db
    .selectFrom('commitment as c')
    .innerJoin('one_to_one as o', (on) => sameRecord(on, 'o', 'c.one_to_one_id'))
    .innerJoin('member as m', (on) => sameRecord(on, 'm', 'c.member_id'))
    .leftJoin(sql<{ id: string; name: string }>`training_names()`.as('p'), (on) =>
      on.onRef('p.id', '=', 'c.programme_id'),
    )
    .select([
      'c.id',
      'c.one_to_one_id as oneToOneId',
      'c.member_id as memberId',
      'm.name as memberName',
      'c.kind',
      'c.what',
      'c.programme_id as programmeId',
      'p.name as programmeName',
      'c.due_on as dueOn',
      'c.state',
      'c.version',
    ]);
