import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { kinds } from '../../workspace/roles.ts';
import { paybackContract as api } from './contract.ts';
import { workOnReport } from './reports.api.ts';

let world: World;
let manager: Person;
let accountId: string;
beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  accountId = (await manager.call(peopleContract.createAccount, { body: { name: 'Nordhavn' } })).id;
});
afterAll(() => world.close());

const technician = (another: string) => world.as('service', { another });
const contactsOf = async (person: Person) => {
  const { rows } = await world.engine.pool.query<{ month: string; contacts: number; minutes: number; rated: number }>(
    `select to_char(month, 'YYYY-MM') as month, sum(contacts)::int as contacts, sum(minutes)::int as minutes, sum(rated)::int as rated
     from contact_count where member_id = $1 group by 1 having sum(contacts) <> 0 order by 1`,
    [person.memberId],
  );
  return rows;
};

describe('the denominators', () => {
  it('count each customer contact once, whatever is corrected or taken back', async () => {
    const anna = await technician('anna');
    const log = async (at: string, kind: 'service visit' | 'note' | 'call', minutes?: number) =>
      (
        await anna.call(relationshipContract.logTouchpoint, {
          body: { accountId, kind, subject: kind, at, ...(minutes ? { minutes } : {}) },
        })
      ).touchpoint.id;
    const visit = await log('2026-05-04T09:00:00Z', 'service visit', 60);
    await log('2026-05-05T09:00:00Z', 'note');
    const call = await log('2026-06-02T09:00:00Z', 'call', 10);
    expect(await contactsOf(anna)).toEqual([
      { month: '2026-05', contacts: 1, minutes: 60, rated: 0 },
      { month: '2026-06', contacts: 1, minutes: 10, rated: 0 },
    ]);
    await anna.call(relationshipContract.correctTouchpoint, {
      params: { id: visit },
      body: { correction: { minutes: 90, expectation: 1 } },
    });
    await anna.call(relationshipContract.correctTouchpoint, { params: { id: call }, body: { retract: true } });
    expect(await contactsOf(anna)).toEqual([{ month: '2026-05', contacts: 1, minutes: 90, rated: 1 }]);
  });
});

describe('a training programme', () => {
  it('is planned with who waits, costs what was held, and is reported on in the background', async () => {
    const [ida, jan, lea, tim] = await Promise.all(['ida', 'jan', 'lea', 'tim'].map(technician));
    const planned = await manager.call(api.createProgramme, {
      body: { name: 'Noticing', outcome: 'spotted', orderBy: 'business', loadedRate: '50', marginShare: 0.4 },
    });
    expect(planned).toMatchObject({ cost: '0.00', trained: 0, verdict: null, plannedBefore: false });
    await expect(manager.call(api.makeReport, { params: { id: planned.id } })).rejects.toMatchObject({
      code: 'nobody_trained',
    });

    world.setNow('2026-01-02T09:00:00Z');
    const session = (name: string, on: string, people: Person[]) =>
      manager.call(api.addSession, {
        params: { id: planned.id },
        body: {
          name,
          startsOn: on,
          endsOn: on,
          fees: '1000',
          material: '100',
          hoursEach: 8,
          people: people.map(({ memberId }) => ({ memberId })),
        },
      });
    await session('North', '2026-01-10', [ida!, jan!]);
    const both = await session('South', '2026-09-10', [lea!, tim!]);
    expect(both).toMatchObject({ plannedBefore: true, waiting: 4, trained: 0, cost: '0.00' });

    world.setNow('2026-06-11T09:00:00Z');
    const north = both.waves[0]!;
    const attended = await manager.call(
      api.changeSession,
      {
        params: { id: north.id },
        body: { people: [ida!, jan!].map(({ memberId }) => ({ memberId, state: 'attended' as const })) },
      },
      { ifMatch: north.version },
    );
    // Fees and material of the session that was held, 2 people · 8 hours · 50.
    expect(attended).toMatchObject({ trained: 2, waiting: 2, cost: '1900.00', plannedBefore: true });
    expect(attended.report).toMatchObject({ state: 'waiting' });

    for (const [person, n] of [
      [ida, 3],
      [jan, 2],
      [lea, 2],
      [tim, 2],
    ] as const)
      for (let i = 0; i < n; i++)
        for (const month of ['2025-11', '2026-03'])
          await person!.call(relationshipContract.logTouchpoint, {
            body: {
              accountId,
              kind: 'service visit',
              subject: `Visit ${month} ${i}`,
              at: `${month}-0${i + 1}T09:00:00Z`,
            },
          });
    await workOnReport(world.house.serving, { workspaceId: manager.workspaceId, reportId: attended.report!.id }, kinds);
    const { report, result } = await manager.call(api.readProgramme, { params: { id: planned.id } });
    expect(report).toMatchObject({ state: 'done', progress: 100 });
    expect(result).toMatchObject({ trained: 2, waiting: 2, cost: { total: 1900 } });
    expect(result!.groups.trainedAfter.contacts).toBe(5);
    expect(result!.months.at(-1)).toBe('2026-05');
    expect(result!.limits).toEqual(expect.arrayContaining(['few people']));
  });

  it('is seen in sums by the leader of somebody who takes part, and by nobody else of the force', async () => {
    const [programme] = (await manager.call(api.listProgrammes)).items;
    const leader = await world.as('team leader');
    expect((await leader.call(api.listProgrammes)).items).toEqual([]);
    await expect(leader.call(api.readProgramme, { params: { id: programme!.id } })).rejects.toMatchObject({
      status: 404,
    });
    const ida = await technician('ida');
    const team = await manager.call(workspaceContract.createTeam, {
      body: { name: 'North', leaderId: leader.memberId },
    });
    const { version } = await manager.call(workspaceContract.getMember, { params: { id: ida.memberId } });
    await manager.call(
      workspaceContract.changeMember,
      { params: { id: ida.memberId }, body: { teamId: team.id } },
      { ifMatch: version },
    );
    const seen = await leader.call(api.readProgramme, { params: { id: programme!.id } });
    expect(seen.result!.trained).toBe(2);
    expect(seen.waves.flatMap((wave) => wave.people.map((person) => person.memberId))).toEqual([ida.memberId]);
    await expect((await world.as('seller')).call(api.listProgrammes)).rejects.toMatchObject({ status: 403 });
  });

  it('stops computing when somebody cancels, and comes back when it was removed by mistake', async () => {
    const [programme] = (await manager.call(api.listProgrammes)).items;
    const params = { id: programme!.id };
    const asked = await manager.call(api.makeReport, { params });
    expect((await manager.call(api.makeReport, { params })).id).toBe(asked.id);
    await manager.call(api.cancelReport, { params: { id: asked.id } });
    await workOnReport(world.house.serving, { workspaceId: manager.workspaceId, reportId: asked.id }, kinds);
    expect((await manager.call(api.readProgramme, { params })).report).toMatchObject({ state: 'cancelled' });
    await manager.call(api.removeProgramme, { params });
    expect((await manager.call(api.listProgrammes)).items).toEqual([]);
    expect((await manager.call(api.restoreProgramme, { params })).name).toBe('Noticing');
  });
});
