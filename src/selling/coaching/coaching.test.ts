import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { scheduleContract } from '../../insight/schedules/contract.ts';
import { insightContract } from '../../insight/contract.ts';
import { handoffsContract } from '../../ownership/handoffs/contract.ts';
import { sellingContract } from '../contract.ts';
import { forceContract } from '../force/contract.ts';
import { paybackContract } from '../payback/contract.ts';
import { leadershipContract } from '../team/contract.ts';
import { coachingContract as api } from './contract.ts';

let world: World;
let owner: Person;
let leader: Person;
let seller: Person;
let other: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
  leader = await world.as('team leader');
  const team = await owner.call(workspaceContract.createTeam, {
    body: { name: 'Industry', leaderId: leader.memberId },
  });
  seller = await world.as('seller', { another: 'ann', teamId: team.id });
  other = await world.as('seller', { another: 'bob', teamId: team.id });
});
afterAll(() => world.close());

const sold = async (person: Person, n: number, outcome: 'won' | 'lost') => {
  for (let i = 0; i < n; i++) {
    const sale = await person.call(purchaseContract.createOpportunity, {
      body: { name: `Sale ${i}`, saleType: 'commercial', amount: '1000' },
    });
    const at = { ifMatch: sale.version };
    if (outcome === 'won')
      await person.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body: {} }, at);
    else
      await person.call(
        purchaseContract.loseOpportunity,
        { params: { id: sale.id }, body: { reason: 'price', approach: null } },
        at,
      );
  }
};

describe('coaching', () => {
  it('shows a seller the own profile with its evidence, and peers only together', async () => {
    await sold(seller, 3, 'won');
    await sold(other, 2, 'lost');
    await leader.call(api.answerProfile, {
      params: { id: seller.memberId },
      body: { answers: { 'asks before proposing': 5 } },
    });
    const mine = await seller.call(api.readPerson, { params: { id: seller.memberId } });
    const consultative = mine.profile.find((score) => score.profile === 'consultative')!;
    expect(consultative).toMatchObject({ answered: { score: 1, people: 1 }, observed: { won: 3, closed: 3 } });
    expect(mine.answers).toMatchObject([{ raterName: 'The team leader', own: false }]);
    expect(mine.passages.find((passage) => passage.stage === 'interest')).toMatchObject({
      now: { passed: 3, reached: 3 },
      peers: { passed: 0, reached: 2 },
      standing: 'too few',
    });
    await expect(seller.call(api.readPerson, { params: { id: other.memberId } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('keeps the notes to the two who sat together: no manager and no owner reads them', async () => {
    const account = await seller.call(peopleContract.createAccount, { body: { name: 'Nordhavn' } });
    const stuck = await seller.call(purchaseContract.createOpportunity, {
      body: { name: 'Brew water', accountId: account.id, amount: '50000', expectedCloseOn: '2026-05-01' },
    });
    const meeting = await leader.call(api.planOneToOne, {
      params: { id: seller.memberId },
      body: { plannedOn: '2026-06-15' },
    });
    expect(meeting.agenda.sales).toMatchObject([{ id: stuck.id, reasons: ['date passed', 'no next step'] }]);
    const params = { id: meeting.id };
    await leader.call(api.addNote, { params, body: { body: 'She waits for them to call.' } });
    const agreed = await seller.call(api.agree, {
      params,
      body: { memberId: seller.memberId, what: 'Call their works manager', dueOn: '2026-06-17' },
    });
    expect(agreed.notes.map((note) => note.body)).toEqual(['She waits for them to call.']);
    for (const person of [owner, await world.as('manager'), other])
      await expect(person.call(api.readOneToOne, { params })).rejects.toMatchObject({ status: 404 });
    const [commitment] = agreed.commitments;
    const settled = await leader.call(
      api.settleCommitment,
      { params: { id: commitment!.id }, body: { state: 'kept' } },
      { ifMatch: commitment!.version },
    );
    expect(settled).toMatchObject({ state: 'kept', version: 2 });
    await expect(
      seller.call(api.settleCommitment, { params: { id: commitment!.id }, body: { state: 'broken' } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ status: 412 });
    // Both may name the training, although neither may read what it brought.
    const programme = await owner.call(paybackContract.createProgramme, {
      body: { name: 'Hearing the need', outcome: 'spotted', orderBy: 'business', loadedRate: '50', marginShare: 0.4 },
    });
    await expect(seller.call(paybackContract.listProgrammes)).rejects.toMatchObject({ status: 403 });
    expect((await seller.call(api.listTrainings)).items.map((each) => each.name)).toEqual(['Hearing the need']);
    const learning = await seller.call(api.agree, {
      params,
      body: {
        memberId: seller.memberId,
        what: 'Listen longer',
        kind: 'development',
        programmeId: programme.id,
        dueOn: '2026-07-01',
      },
    });
    expect(learning.commitments.at(-1)).toMatchObject({ kind: 'development', programmeName: 'Hearing the need' });
    const held = await leader.call(api.changeOneToOne, { params, body: { held: true } }, { ifMatch: meeting.version });
    expect(held.heldAt).not.toBeNull();
  });

  it('sends sums alone up, and of three people at the least', async () => {
    expect((await owner.call(api.listPeople)).teams).toEqual([]);
    const { members } = { members: await owner.call(workspaceContract.listTeams) };
    await world.as('seller', { another: 'cid', teamId: members.items[0]!.id });
    expect((await owner.call(api.listPeople)).teams).toMatchObject([
      { teamName: 'Industry', people: 3, held: 1, agreed: 2, kept: 1, broken: 0 },
    ]);
  });

  it('shows figures of single people to nobody but themselves where the workspace decides so', async () => {
    expect((await leader.call(api.listPeople)).items.map((person) => person.memberId)).toContain(seller.memberId);
    await expect(leader.call(api.setRule, { body: { figures: 'aggregate' } })).rejects.toMatchObject({ status: 403 });
    // Also what the leader said before: one's own rating of somebody is a figure about that person.
    await leader.call(api.rateSkill, {
      params: { id: seller.memberId },
      body: { saleType: 'commercial', stage: 'action', rating: 2 },
    });
    await owner.call(api.setRule, { body: { figures: 'aggregate' } });
    const hidden = await leader.call(api.readPerson, { params: { id: seller.memberId } });
    expect(hidden).toMatchObject({
      figures: 'hidden',
      profile: [],
      passages: [],
      ratings: [],
      answers: [{ raterName: 'The team leader' }],
    });
    expect(hidden.meetings).toHaveLength(1);
    expect((await leader.call(api.prepareAgenda, { params: { id: seller.memberId } })).skill).toBeNull();
    const [before] = hidden.meetings;
    expect((await leader.call(api.readOneToOne, { params: { id: before!.id } })).agenda.skill).toBeNull();
    expect(
      (await leader.call(api.listPeople)).items.find((person) => person.memberId === seller.memberId),
    ).toMatchObject({ best: null, closedLastYear: null });
    await expect(
      leader.call(api.rateSkill, {
        params: { id: seller.memberId },
        body: { saleType: 'commercial', stage: 'action', rating: 1 },
      }),
    ).rejects.toMatchObject({ code: 'sums_only' });
    expect((await seller.call(api.readPerson, { params: { id: seller.memberId } })).profile).toHaveLength(4);
    await owner.call(api.setRule, { body: { figures: 'individual' } });
  });

  it('keeps single figures from every other page as well: forecast, goals, capacity, coverage, insight, handoffs', async () => {
    const period = '2026-04-01';
    for (const each of [seller, other, await world.as('seller', { another: 'cid' })])
      await each.call(leadershipContract.callForecast, {
        body: { period, committed: '100', bestCase: '200', pipeline: '300' },
      });
    await owner.call(forceContract.setGoal, {
      body: { scope: 'member', scopeId: seller.memberId, period, amount: '777' },
    });
    const capacity = (open: number) =>
      owner.call(forceContract.setCapacity, {
        params: { id: seller.memberId },
        body: { sellerType: 'outside', capacity: open },
      });
    await capacity(41);
    const audited = async () =>
      JSON.stringify(
        (await owner.call(workspaceContract.listEvents, { query: { limit: '50' } })).items.map(({ name, detail }) => ({
          name,
          detail,
        })),
      );
    const figuresInAudit = () =>
      ['777', '778', '41', '43'].filter((figure) => new RegExp(`[":]${figure}[",}]`).test(audit));
    const history = async () =>
      (await owner.call(workspaceContract.getHistory, { params: { kind: 'member', id: seller.memberId } })).items
        .filter(({ name }) => name === 'force.capacity set')
        .map(({ after }) => after);
    expect(await history()).toContain(41);
    let audit = await audited();
    expect(figuresInAudit()).toEqual(['777', '41']);
    await owner.call(api.setRule, { body: { figures: 'aggregate' } });
    const others = (items: readonly { memberId: string | null }[]) =>
      items.filter((each) => each.memberId !== null && each.memberId !== owner.memberId);
    const forecast = await owner.call(leadershipContract.readForecast);
    expect(others(forecast.rows)).toEqual([]);
    expect(forecast.together).toMatchObject({ people: 4, committed: 300, quota: 777 });
    // A sum of one would tell of that one.
    expect(
      (await leader.call(leadershipContract.readForecast, { query: { member: seller.memberId } })).together,
    ).toBeNull();
    await expect(
      owner.call(leadershipContract.adjustForecast, {
        body: { memberId: seller.memberId, period, committed: '1', bestCase: '1', reason: 'Alone' },
      }),
    ).rejects.toMatchObject({ code: 'sums_only' });
    expect((await owner.call(forceContract.listGoals, { query: { period } })).items).toEqual([]);
    // What the goals below a team's add up to is no sum where it is the goal of one.
    const [team] = (await owner.call(workspaceContract.listTeams)).items;
    await owner.call(forceContract.setGoal, { body: { scope: 'team', scopeId: team!.id, period, amount: '5000' } });
    const below = async () =>
      (await owner.call(forceContract.listGoals, { query: { period } })).items.find((goal) => goal.scope === 'team')!
        .below;
    expect(await below()).toBeNull();
    await owner.call(api.setRule, { body: { figures: 'individual' } });
    expect(await below()).toBe('777.00');
    await owner.call(api.setRule, { body: { figures: 'aggregate' } });
    await owner.call(forceContract.setGoal, {
      body: { scope: 'member', scopeId: seller.memberId, period, amount: '778' },
    });
    await capacity(43);
    // Neither what is set from now on, nor what was set before.
    audit = await audited();
    expect(audit).toContain('force.goal set');
    expect(audit).toContain('force.capacity set');
    expect(new Set(await history())).toEqual(new Set([null]));
    expect(figuresInAudit()).toEqual([]);
    await owner.call(forceContract.setGoal, {
      body: { scope: 'member', scopeId: seller.memberId, period, amount: '777' },
    });
    expect(
      (await seller.call(forceContract.listGoals, { query: { period } })).items.map((goal) => goal.amount),
    ).toEqual(['777.00']);
    const force = await owner.call(forceContract.readForce);
    expect(others(force.sellers)).toEqual([]);
    expect(force.teams).toMatchObject([{ name: 'Industry', people: 3, load: { capacity: 67 } }]);
    const coverage = await owner.call(sellingContract.readCoverage);
    expect(others(coverage.items)).toEqual([]);
    expect((await owner.call(handoffsContract.handoffRecords)).hunters).toEqual([]);
    for (const refused of [
      () =>
        leader.call(api.listPassageSales, {
          params: { id: seller.memberId },
          query: { saleType: 'commercial', stage: 'interest' },
        }),
      () => owner.call(leadershipContract.reviewPipeline, { query: { member: seller.memberId } }),
      () =>
        owner.call(leadershipContract.listForecastWeekSales, {
          query: { period, week: '2026-06-08', member: seller.memberId, outcome: 'won' },
        }),
      () => owner.call(insightContract.readOutcomes, { query: { by: 'seller' } }),
      () => owner.call(insightContract.readTrustMovers, { query: { by: 'member' } }),
      () => owner.call(insightContract.readForecast, { query: { owner: seller.memberId } }),
      () =>
        owner.call(insightContract.readEvidence, { query: { report: 'outcomes', by: 'seller', key: 'The seller' } }),
      () => owner.call(insightContract.readEvidence, { query: { report: 'trust', by: 'member', key: 'The seller' } }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'sums_only' });
    // What is sent by e-mail is made of the same answers: the sum of all, and of each person only what is one's own.
    const { plan } = await owner.call(insightContract.readForecast);
    expect([plan!.committed, plan!.people.filter((each) => each.id !== owner.memberId)]).toEqual([300, []]);
    // The same tables as files, letters and on the command line: nowhere what one person said, should reach, carries or is good at.
    const { name } = await owner.call(workspaceContract.getMember, { params: { id: seller.memberId } });
    for (const report of [
      'coaching-people',
      'coaching-person',
      'coaching-quarter',
      'team-forecast',
      'force-organization',
      'force-goals',
      'forecast',
    ]) {
      const { tables } = await owner.call(scheduleContract.readReport, {
        query: { report, search: `person=${seller.memberId}` },
      });
      const figures = tables
        .flatMap((table) => table.rows)
        .filter((row) => row.includes(name) && row.some((cell) => typeof cell === 'number' && cell !== 0));
      expect([report, figures]).toEqual([report, []]);
      expect(
        JSON.stringify(
          (await seller.call(scheduleContract.readReport, { query: { report, search: `person=${seller.memberId}` } }))
            .tables,
        ).includes(name) || ['force-goals', 'forecast'].includes(report),
        report,
      ).toBe(true);
    }
    // Nor the log of what was given to whom: that it was, but not how much the person carried.
    const { id: sale } = await owner.call(purchaseContract.createOpportunity, {
      body: { name: 'Nobody’s', ownerId: null },
    });
    await owner.call(forceContract.createAssignmentRule, {
      body: { name: 'By load', what: 'opportunity', method: 'load', memberIds: [seller.memberId], arrives: false },
    });
    await owner.call(forceContract.assign, { body: { what: 'opportunity', ids: [sale] } });
    const carried = async (of: Person) =>
      (await of.call(forceContract.listAssignments)).items.map(({ memberId, why }) => [
        memberId,
        why.openSales === null,
        why.full,
      ]);
    expect(await carried(owner)).toEqual([[seller.memberId, true, []]]);
    expect(await carried(seller)).toEqual([[seller.memberId, false, []]]);
    // Nobody else's, but the own: a seller's page of wins and losses stays.
    expect((await seller.call(insightContract.readOutcomes, { query: { by: 'seller' } })).items).toHaveLength(1);
    await capacity(36);
    await owner.call(api.setRule, { body: { figures: 'individual' } });
    // What was set meanwhile was kept from the audit for good; what was set before is there again.
    audit = await audited();
    expect(figuresInAudit().filter((figure) => figure !== '41' && figure !== '777')).toEqual([]);
    expect(others((await owner.call(leadershipContract.readForecast)).rows)).not.toEqual([]);
  });
});
