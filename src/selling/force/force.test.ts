import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { wholeWorkspace } from '../../platform/database.ts';
import { systemCall } from '../../platform/serve.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { kinds } from '../../workspace/roles.ts';
import { forceContract as api } from './contract.ts';
import { segmentContract } from '../../shopping/segments/contract.ts';
import { caseContract } from '../../usage/cases/contract.ts';
import { notificationContract } from '../../workspace/notifications/contract.ts';
import { leadershipContract } from '../team/contract.ts';
import { assignArrivals } from './arrivals.api.ts';
import { countTerritories } from './territories.api.ts';

let world: World;
let manager: Person;
let ann: Person;
let bob: Person;
let teamId: string;
beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  teamId = (await manager.call(workspaceContract.createTeam, { body: { name: 'Industry' } })).id;
  ann = await world.as('seller', { another: 'ann', teamId });
  bob = await world.as('seller', { another: 'bob', teamId });
});
afterAll(() => world.close());

describe('the force', () => {
  it('counts what lies in each territory, parents with their children', async () => {
    const alps = await manager.call(api.createTerritory, {
      body: { name: 'Alps', teamId, rule: { countries: ['AT', 'CH'] } },
    });
    await manager.call(api.createTerritory, {
      body: { name: 'Alpine dairies', parentId: alps.id, rule: { countries: ['AT'], industries: ['Dairy'] } },
    });
    await expect(
      manager.call(api.changeTerritory, { params: { id: alps.id }, body: { parentId: alps.id } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ code: 'circle' });
    for (const [name, country, industry] of [
      ['A', 'AT', 'Dairy'],
      ['B', 'AT', 'Beer'],
      ['C', 'SE', 'Dairy'],
    ] as const)
      await manager.call(peopleContract.createAccount, { body: { name, country, industry, ownerId: null } });
    expect((await manager.call(api.listTerritories)).items[0]!.standing).toBeNull();
    await systemCall(world.house.serving, wholeWorkspace(manager.workspaceId, kinds), countTerritories);
    const { items } = await manager.call(api.listTerritories);
    expect(items.map((each) => [each.name, each.standing!.accounts])).toEqual([
      ['Alpine dairies', 1],
      ['Alps', 2],
    ]);
    const lying = async (id: string) =>
      (await manager.call(api.listInTerritory, { params: { id } })).items.map((each) => each.name);
    expect(await lying(alps.id)).toEqual(['A', 'B']);
    // A segment, and a single customer, can be a rule as well; the customer who is named lies where he is named.
    const [, , c] = (await manager.call(peopleContract.listAccounts, { query: { sort: 'name' } })).items;
    const segment = await manager.call(segmentContract.createSegment, { body: { name: 'Scandinavian dairies' } });
    await manager.call(segmentContract.addToSegment, { params: { id: segment.id }, body: { accountIds: [c!.id] } });
    const north = await manager.call(api.createTerritory, {
      body: { name: 'North', rule: { segmentIds: [segment.id] } },
    });
    expect(await lying(north.id)).toEqual(['C']);
    await manager.call(
      api.changeTerritory,
      { params: { id: alps.id }, body: { rule: { countries: ['AT', 'CH'], accountIds: [c!.id] } } },
      { ifMatch: 1 },
    );
    expect([await lying(north.id), await lying(alps.id)]).toEqual([[], ['A', 'B', 'C']]);
    await manager.call(
      api.changeTerritory,
      { params: { id: alps.id }, body: { rule: { countries: ['AT', 'CH'] } } },
      { ifMatch: 2 },
    );
    await manager.call(api.removeTerritory, { params: { id: north.id } });
    await expect(
      manager.call(api.createTerritory, { body: { name: 'Nowhere', rule: { accountIds: [alps.id] } } }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('sets goals that roll up, shows the gap in the plan, and keeps what they were', async () => {
    const set = (scope: 'team' | 'member', scopeId: string, amount: string | null) =>
      manager.call(api.setGoal, { body: { scope, scopeId, period: '2026-05-05', amount } });
    await set('team', teamId, '1000');
    await set('member', ann.memberId, '300');
    await set('member', ann.memberId, '400');
    const sale = await ann.call(purchaseContract.createOpportunity, {
      body: { name: 'Won', amount: '250', saleType: 'commercial' },
    });
    await ann.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: sale.version });
    const { items } = await set('member', bob.memberId, '500');
    expect(items.map((goal) => [goal.scope, goal.scopeName, goal.amount, goal.won, goal.below])).toEqual([
      ['team', 'Industry', '1000.00', '250.00', '900.00'],
      ['member', 'The seller', '400.00', '250.00', null],
      ['member', 'The seller', '500.00', '0.00', null],
    ]);
    const history = await manager.call(api.readGoalHistory, { params: { id: items[1]!.id } });
    expect(history.items.map((each) => [each.before, each.after])).toEqual([
      ['300.00', '400.00'],
      [null, '300.00'],
    ]);
    expect(
      (await ann.call(api.listGoals, { query: { period: '2026-04-01' } })).items.map((goal) => goal.amount),
    ).toEqual(['400.00']);
    expect((await ann.call(leadershipContract.readForecast)).rows[0]!.quota).toBe('400.00');

    // A quarter shows what its months add up to, a year its quarters; where a quarter has no goal, its months are the quota.
    const goal = (span: 'month' | 'quarter' | 'year', period: string, amount: string | null) =>
      manager.call(api.setGoal, { body: { scope: 'member', scopeId: ann.memberId, span, period, amount } });
    await goal('month', '2026-04-30', '120');
    await goal('month', '2026-06-01', '130');
    await goal('month', '2026-08-31', '90');
    const year = await goal('year', '2026-05-05', '2000');
    expect(year.items.map((each) => [each.period, each.amount, each.won, each.parts])).toEqual([
      ['2026-01-01', '2000.00', '250.00', '490.00'],
    ]);
    expect(
      (await ann.call(api.listGoals, { query: { period: '2026-05-05' } })).items.map((each) => [
        each.amount,
        each.parts,
      ]),
    ).toEqual([['400.00', '250.00']]);
    expect((await ann.call(leadershipContract.readForecast, { query: { period: '2026-07-01' } })).rows[0]!.quota).toBe(
      '90.00',
    );

    // The quarter before stands beside it; a territory's goal counts what its customers bought, whoever sold it.
    await manager.call(api.setGoal, {
      body: { scope: 'member', scopeId: ann.memberId, period: '2026-02-01', amount: '80' },
    });
    expect((await manager.call(api.readGoalHistory, { params: { id: items[1]!.id } })).former).toEqual([
      { period: '2026-01-01', amount: '80.00', won: '0.00' },
    ]);
    const [a] = (await manager.call(peopleContract.listAccounts, { query: { sort: 'name' } })).items;
    const alps = (await manager.call(api.listTerritories)).items.find((each) => each.name === 'Alps')!;
    const theirs = await manager.call(purchaseContract.createOpportunity, {
      body: { name: 'There', amount: '70', saleType: 'retail', accountId: a!.id, expectedCloseOn: '2026-09-30' },
    });
    const of = async (period: string) =>
      (
        await manager.call(api.setGoal, { body: { scope: 'territory', scopeId: alps.id, period, amount: '90' } })
      ).items.find((goal) => goal.scope === 'territory')!;
    expect([await of('2026-04-01'), await of('2026-07-01')].map((goal) => [goal.won, goal.open])).toEqual([
      ['0.00', '0.00'],
      ['0.00', '70.00'],
    ]);
    await manager.call(
      purchaseContract.winOpportunity,
      { params: { id: theirs.id }, body: {} },
      { ifMatch: theirs.version },
    );
    expect((await of('2026-04-01')).won).toBe('70.00');
  });

  it('gives what has no owner to who has room, says why, and takes nothing from anybody', async () => {
    const open = (name: string, ownerId: string | null) =>
      manager.call(purchaseContract.createOpportunity, {
        body: { name, saleType: 'commercial', amount: '10', ownerId },
      });
    await manager.call(api.setCapacity, { params: { id: ann.memberId }, body: { sellerType: 'direct', capacity: 1 } });
    await open('Of Ann', ann.memberId);
    const [first, second, taken] = [
      await open('First', null),
      await open('Second', null),
      await open('Of Bob', bob.memberId),
    ];
    await manager.call(api.createAssignmentRule, {
      body: { name: 'By load', what: 'opportunity', method: 'load', memberIds: [ann.memberId, bob.memberId] },
    });
    const { items, left } = await manager.call(api.assign, {
      body: { what: 'opportunity', ids: [first.id, second.id, taken.id] },
    });
    expect(items.map((each) => [each.subjectName, each.memberId, each.why.full])).toEqual([
      ['First', bob.memberId, ['The seller']],
      ['Second', bob.memberId, ['The seller']],
    ]);
    expect(items.map((each) => each.why.openSales)).toEqual([1, 2]);
    expect(left).toEqual([taken.id]);
    expect((await bob.call(purchaseContract.readOpportunity, { params: { id: first.id } })).ownerId).toBe(bob.memberId);
    expect((await manager.call(api.listAssignments)).items).toHaveLength(2);
    const account = (await manager.call(api.listWithoutOwner)).accounts.find((each) => each.name === 'A')!;
    expect(account.territory).toBe('Alpine dairies');
    await manager.call(api.createAssignmentRule, {
      body: { name: 'Who covers it', what: 'account', method: 'territory', memberIds: [ann.memberId, bob.memberId] },
    });
    const given = await manager.call(api.assign, { body: { what: 'account', ids: [account.id] } });
    expect(given.items[0]).toMatchObject({
      memberId: bob.memberId,
      why: { method: 'territory', territory: 'Alpine dairies' },
    });
    expect((await bob.call(peopleContract.readAccount, { params: { id: account.id } })).ownerId).toBe(bob.memberId);
  });

  it('gives what arrives without an owner to somebody at once, cases among service people, and tells them', async () => {
    const [tom, una] = await Promise.all(['tom', 'una'].map((another) => world.as('service', { another })));
    await manager.call(api.setCapacity, {
      params: { id: tom!.memberId },
      body: { sellerType: 'in-house', capacity: 0, openCases: 1 },
    });
    const opened = async (subject: string) => (await manager.call(caseContract.createCase, { body: { subject } })).id;
    const waits = await opened('Waited before there was a rule');
    const arrive = () => systemCall(world.house.serving, wholeWorkspace(manager.workspaceId, kinds), assignArrivals);
    // The customers that arrived before have rules of their own by now.
    expect(await arrive()).toBe(1);
    expect(await arrive()).toBe(0);
    await manager.call(api.createAssignmentRule, {
      body: { name: 'Service by turn', what: 'case', method: 'round robin', memberIds: [tom!.memberId, una!.memberId] },
    });
    await opened('Pump hums');
    expect(await arrive()).toBe(2);
    expect(await arrive()).toBe(0);
    const log = (await manager.call(api.listAssignments)).items.filter((each) => each.what === 'case');
    expect(log.map((each) => each.memberId).toSorted()).toEqual([tom!.memberId, una!.memberId].toSorted());
    await opened('Third');
    await arrive();
    const last = (await manager.call(api.listAssignments)).items.find((each) => each.subjectName === 'Third')!;
    expect(last).toMatchObject({
      memberId: una!.memberId,
      ruleName: 'Service by turn',
      why: { full: ['The service'], openSales: 1, capacity: 25 },
    });
    expect(
      (await una!.call(caseContract.listCases, { query: { owner: una!.memberId } })).items.map((each) => each.subject),
    ).toContain('Third');
    expect((await una!.call(notificationContract.listNotifications)).items[0]).toMatchObject({
      code: 'assigned.case',
      facts: { what: 'Third', rule: 'Service by turn' },
    });
    expect(waits).toBeTruthy();
  });

  it('shows the quarter on one page', async () => {
    const force = await manager.call(api.readForce);
    expect(force.coverage.reduce((sum, cell) => sum + cell.accounts, 0)).toBe(3);
    expect(force.sellers.map((each) => [each.name, each.capacity])).toEqual(
      expect.arrayContaining([
        ['The seller', 1],
        ['The seller', 12],
      ]),
    );
    expect(force.goal).toBe(1000);
    expect(force.teams).toMatchObject([{ name: 'Industry', people: 2, types: { direct: 2 }, load: { capacity: 13 } }]);
    expect((await manager.call(api.readLifecycle)).items).toMatchObject([{ customers: 1, revenue: 70 }]);
  });

  it('counts a contact under the type that its customer has now, and opens the cost to just these contacts', async () => {
    const { id: accountId } = await ann.call(peopleContract.createAccount, {
      body: { name: 'Well house', saleType: 'commercial' },
    });
    const log = async (kind: 'call' | 'meeting', minutes?: number) =>
      (
        await ann.call(relationshipContract.logTouchpoint, {
          body: { accountId, kind, subject: kind, at: world.now().toISOString(), minutes },
        })
      ).touchpoint;
    await log('call', 15);
    const meeting = await log('meeting');
    const counted = async (person: Person) => {
      const { cost } = await person.call(api.readForce);
      const rows = await Promise.all(
        cost.map(
          async ({ saleType, contacts }) =>
            [
              saleType,
              contacts,
              (await person.call(api.listCostContacts, { query: { saleType } })).items.map((each) => each.minutes),
            ] as const,
        ),
      );
      return rows.filter(([, contacts, items]) => contacts > 0 || items.length > 0);
    };
    expect(await counted(ann)).toEqual([['commercial', 2, [null, 15]]]);
    await ann.call(relationshipContract.changeSaleType, { params: { id: accountId }, body: { saleType: 'consumer' } });
    expect(await counted(manager)).toContainEqual(['consumer', 2, [null, 15]]);
    await ann.call(relationshipContract.correctTouchpoint, { params: { id: meeting.id }, body: { retract: true } });
    expect(await counted(manager)).toContainEqual(['consumer', 1, [15]]);
    expect((await counted(bob)).map(([saleType]) => saleType)).not.toContain('consumer');
  });

  it('adds up what selling costs: hours at the rate of who is employed so, and what was entered besides, which whoever leads all can open', async () => {
    const before = (await manager.call(api.readForce)).cost.find((row) => row.saleType === 'consumer')!;
    await manager.call(api.setForceRule, { body: { hourlyCost: '60', minutesEach: 20 } });
    await manager.call(api.setCapacity, {
      params: { id: ann.memberId },
      body: { sellerType: 'outside', capacity: 12 },
    });
    const costs = async (person: Person) =>
      (await person.call(api.readForce)).cost.find((row) => row.saleType === 'consumer')!;
    expect(await costs(manager)).toMatchObject({ hours: before.hours, cost: before.hours * 60, further: 0 });
    // Only Ann had contacts with consumers: a quarter of an hour.
    await manager.call(api.setForceRule, {
      body: { hourlyCost: '60', bySellerType: { outside: '100' }, minutesEach: 20 },
    });
    expect(await costs(manager)).toMatchObject({ hours: 0.25, cost: 25, further: 0 });
    const travel = await manager.call(api.addFurtherCost, {
      body: { saleType: 'consumer', month: '2026-05-17', kind: 'travel', amount: '80' },
    });
    expect(travel).toMatchObject({ month: '2026-05-01', amount: '80.00', memberName: 'The manager' });
    await manager.call(api.addFurtherCost, {
      body: { saleType: 'consumer', month: '2026-06-01', kind: 'commission', amount: '40.5', note: 'Home softeners' },
    });
    await manager.call(api.addFurtherCost, {
      body: { saleType: 'consumer', month: '2025-01-01', kind: 'other', amount: '999', note: 'Long ago' },
    });
    expect(await costs(manager)).toMatchObject({ cost: 145.5, further: 120.5 });
    const opened = async (person: Person) =>
      (await person.call(api.listFurtherCosts, { query: { saleType: 'consumer' } })).items.map(({ kind, amount }) => [
        kind,
        amount,
      ]);
    expect(await opened(manager)).toEqual([
      ['commission', '40.50'],
      ['travel', '80.00'],
    ]);
    // What all sales took is not set against those of one person.
    expect(await costs(ann)).toMatchObject({ cost: 25, further: 0 });
    expect(await opened(ann)).toEqual([]);
    await manager.call(api.removeFurtherCost, { params: { id: travel.id } });
    expect(await costs(manager)).toMatchObject({ cost: 65.5, further: 40.5 });
  });

  it('compares the sales and the capacity of the same people: those of a leader, of a seller alone, and not what others sell to their customers', async () => {
    const team = (await manager.call(workspaceContract.createTeam, { body: { name: 'Care' } })).id;
    const cleo = await world.as('seller', { another: 'cleo', teamId: team });
    const lead = await world.as('team leader', { another: 'lead', teamId: team });
    await manager.call(
      workspaceContract.changeTeam,
      { params: { id: team }, body: { leaderId: lead.memberId } },
      { ifMatch: 1 },
    );
    for (const [person, capacity] of [
      [cleo, 4],
      [lead, 2],
    ] as const)
      await manager.call(api.setCapacity, {
        params: { id: person.memberId },
        body: { sellerType: 'direct', capacity },
      });
    const { id: accountId } = await cleo.call(peopleContract.createAccount, { body: { name: 'Spa' } });
    const sells = async (person: Person, name: string, saleType: 'commercial' | 'retail', ownerId: string) =>
      person.call(purchaseContract.createOpportunity, {
        body: { name, amount: '100', saleType, accountId, ownerId, expectedCloseOn: '2026-06-20' },
      });
    await sells(cleo, 'Hers', 'retail', cleo.memberId);
    const other = await sells(manager, 'A colleague’s to her customer', 'commercial', bob.memberId);
    const seen = (await cleo.call(purchaseContract.readOpportunity, { params: { id: other.id } })).ownerId;
    await manager.call(api.setGoal, {
      body: { scope: 'member', scopeId: cleo.memberId, period: '2026-04-01', amount: '700' },
    });
    const of = async (person: Person) => {
      const { mix, unknownCapacity, won, goal, people } = await person.call(api.readForce);
      return [
        mix.filter((row) => row.sales > 0).map((row) => [row.saleType, row.sales, row.salesShare]),
        unknownCapacity + mix.reduce((sum, row) => sum + row.capacity, 0),
        won,
        goal,
        people?.length,
      ];
    };
    expect(seen).toBe(bob.memberId);
    expect(await of(cleo)).toEqual([[['retail', 1, 1]], 4, 0, 700, 1]);
    expect(await of(lead)).toEqual([[['retail', 1, 1]], 6, 0, null, 2]);
    const all = await manager.call(api.readForce);
    expect([all.people, all.mix.find((row) => row.saleType === 'commercial')!.sales > 0]).toEqual([null, true]);
  });
});
