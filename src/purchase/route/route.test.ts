import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { purchaseContract } from '../contract.ts';
import { routeContract as api } from './contract.ts';
import { nextVisit, reordersOf } from './rhythm.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
});
afterAll(() => world.close());

const account = async (name: string, person = owner) =>
  (await person.call(peopleContract.createAccount, { body: { name, ownerId: person.memberId } })).id;
const put = (id: string, body: object = {}) =>
  owner.call(api.saveStop, { params: { id }, body: { everyDays: 14, basedOn: 0, ...body } });

describe('the route', () => {
  it('brings an account up again by its rhythm after any visit, wherever it was logged', async () => {
    const id = await account('Gasthof Zum Anker');
    await put(id, { nextVisitOn: '2026-06-11' });
    expect((await owner.call(api.listRoute)).items).toMatchObject([{ accountName: 'Gasthof Zum Anker', daysLate: 0 }]);
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId: id, kind: 'visit', subject: 'In passing' },
    });
    expect((await owner.call(api.readLoop, { params: { id } })).stop).toMatchObject({
      lastVisitOn: '2026-06-11',
      nextVisitOn: '2026-06-25',
    });
    const logged = await owner.call(api.logVisit, {
      params: { id },
      body: { note: 'Took the order', nextVisitOn: '2026-06-30' },
    });
    expect(logged.nextVisitOn).toBe('2026-06-30');
    expect((await owner.call(api.readLoop, { params: { id } })).visits.map((visit) => visit.state)).toEqual([
      'made',
      'made',
    ]);
  });

  it('passes over a visit only with a reason, which is kept', async () => {
    const id = await account('Ring Hotels');
    await put(id, { nextVisitOn: '2026-06-09' });
    await expect(owner.call(api.skipVisit, { params: { id }, body: { reason: '' } })).rejects.toMatchObject({
      status: 422,
    });
    await owner.call(api.skipVisit, {
      params: { id },
      body: { reason: 'Closed for the season', nextVisitOn: '2026-07-01' },
    });
    const loop = await owner.call(api.readLoop, { params: { id } });
    expect(loop.stop?.nextVisitOn).toBe('2026-07-01');
    expect(loop.visits).toMatchObject([{ dueOn: '2026-06-09', state: 'skipped', reason: 'Closed for the season' }]);
  });

  it('is put into another order, and keeps to the wished day of the week', async () => {
    const [a, b] = [await account('A'), await account('B')];
    for (const id of [a, b]) await put(id, { nextVisitOn: '2026-06-11' });
    await owner.call(api.orderRoute, { body: { accountIds: [b, a] } });
    expect((await owner.call(api.listRoute)).items.map((item) => item.accountName)).toEqual(['B', 'A']);
    // Thursday + 14 days is a Thursday; the next Monday after it is the 29th.
    expect(nextVisit('2026-06-11', 14, 1)).toBe('2026-06-29');
    expect(nextVisit('2026-06-11', 14, 4)).toBe('2026-06-25');
  });

  it('of a colleague is out of reach', async () => {
    const id = await account('Of the owner');
    await put(id);
    const seller = await world.as('seller');
    await expect(seller.call(api.readLoop, { params: { id } })).rejects.toMatchObject({ status: 404 });
    await expect(seller.call(api.skipVisit, { params: { id }, body: { reason: 'Not mine' } })).rejects.toMatchObject({
      status: 404,
    });
    expect((await seller.call(api.listRoute, { query: { member: owner.memberId } })).items).toEqual([]);
  });
});

describe('what they will reorder', () => {
  it('is the median interval and quantity of what they took, with how many intervals that rests on', () => {
    const on = ['2026-01-01', '2026-01-31', '2026-03-02', '2026-04-21'];
    const orders = on.map((day, i) => ({
      accountId: 'a',
      accountName: 'A',
      offering: 'Salt',
      offeringId: null,
      on: day,
      quantity: [10, 12, 10, 40][i]!,
    }));
    expect(reordersOf(orders, '2026-05-31')).toMatchObject([
      { days: 30, intervals: 3, quantity: 11, lastOn: '2026-04-21', expectedOn: '2026-05-21', daysLate: 10 },
    ]);
    expect(reordersOf(orders.slice(0, 1), '2026-05-31')).toEqual([]);
  });

  it('is read from what was sold, for the list and for the visit', async () => {
    const id = await account('Kurpark');
    for (const day of ['2026-04-12', '2026-05-12']) {
      world.setNow(`${day}T09:00:00Z`);
      await owner.call(purchaseContract.sell, {
        body: { accountId: id, lines: [{ name: 'Cartridge', quantity: '6', price: '40' }] },
      });
    }
    world.setNow('2026-06-11T09:00:00Z');
    await put(id, { nextVisitOn: '2026-06-12' });
    expect((await owner.call(api.listReorders, { query: {} })).items).toMatchObject([
      { offering: 'Cartridge', intervals: 1, quantity: 6, expectedOn: '2026-06-11' },
    ]);
    expect((await owner.call(api.listRoute)).items[0]!.due).toMatchObject([{ offering: 'Cartridge' }]);
  });
});

it('the share of wallet is what they bought in a year against what they need, with who said so and when', async () => {
  const id = await account('Kurpark');
  await owner.call(purchaseContract.sell, {
    body: { accountId: id, lines: [{ name: 'Cartridge', quantity: '10', price: '40' }] },
  });
  const need = await owner.call(api.addNeed, {
    params: { id },
    body: { line: 'Cartridge', amount: '1600', source: 'Ms Huber, purchasing' },
  });
  expect(need).toMatchObject({ ours: '400.00', share: 0.25, source: 'Ms Huber, purchasing', on: '2026-06-11' });
});
