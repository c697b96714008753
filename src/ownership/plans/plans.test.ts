import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { customersContract } from '../customers/contract.ts';
import { plansContract as api } from './contract.ts';

let world: World;
let owner: Person;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
  await world.as('account manager');
  accountId = (await owner.call(peopleContract.createAccount, { body: { name: 'Quillmark Gears' } })).id;
});

async function won() {
  const sale = await owner.call(purchaseContract.createOpportunity, {
    body: { name: 'Gear line 2', accountId, offering: 'Gear line' },
  });
  const criteria = [
    { id: 'a', name: 'Delivery on time', weight: 6, gate: null, whose: null },
    { id: 'b', name: 'Price', weight: 2, gate: null, whose: null },
  ];
  await owner.call(purchaseContract.saveMatrix, {
    params: { id: sale.id },
    body: { basedOn: 0, matrix: { criteria, options: [], weights: {}, scores: [] } },
  });
  const { version } = await owner.call(purchaseContract.readOpportunity, { params: { id: sale.id } });
  await owner.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: version });
  const [plan] = (await owner.call(api.listPlans, { query: { account: accountId } })).items;
  return plan!;
}
const visitor = async (path: string, body: object) => {
  const response = await world.fetch(
    new Request(`http://127.0.0.1/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('the success plan', () => {
  it('begins with the sale: by what they chose it is judged, in the same proportions, with the steps that fit', async () => {
    await owner.call(api.createTemplate, {
      body: {
        name: 'Gears',
        offering: 'gear line',
        saleType: null,
        firstValueDays: 30,
        steps: [{ title: 'Mounted', side: 'us', afterDays: 20, needsAcceptance: true }],
      },
    });
    const plan = await won();
    expect(plan.objectives.map((o) => [o.title, o.weight])).toEqual([
      ['Delivery on time', 0.75],
      ['Price', 0.25],
    ]);
    expect(plan.milestones).toMatchObject([{ title: 'Mounted', dueOn: '2026-07-01', needsAcceptance: true }]);
    expect(plan.firstValueDue).toBe('2026-07-11');
    const [row] = (await owner.call(customersContract.listOwnership)).items;
    expect(row).toMatchObject({
      name: 'Quillmark Gears',
      milestone: { title: 'Mounted', late: false },
      milestones: { done: 0, of: 1 },
      handoff: { state: 'open', tied: true },
    });
  });

  it('counts what the customer confirmed apart from what we measured, and knows the first value', async () => {
    const plan = await won();
    const [first] = plan.objectives;
    const outcome = {
      metric: 'Scrap rate',
      unit: '%',
      baseline: 8,
      target: 4,
      targetOn: '2026-09-01',
      actual: 6,
      measuredOn: '2026-06-11',
      confirmedBy: null,
    };
    const measured = await owner.call(
      api.saveObjectives,
      {
        params: { id: plan.id },
        body: { objectives: [{ id: first!.id, title: first!.title, weight: 1, outcomes: [outcome] }] },
      },
      { ifMatch: plan.version },
    );
    expect(measured.progress).toEqual({ realized: 0.5, confirmed: 0, measured: 1 });
    expect(measured.firstValue).toBeNull();
    const known = measured.objectives[0]!;
    const confirmed = await owner.call(
      api.saveObjectives,
      {
        params: { id: plan.id },
        body: {
          objectives: [
            {
              id: known.id,
              title: known.title,
              weight: 1,
              outcomes: [{ ...outcome, id: known.outcomes[0]!.id, confirmedBy: 'Elin Sato' }],
            },
          ],
        },
      },
      { ifMatch: measured.version },
    );
    expect(confirmed.progress.confirmed).toBe(0.5);
    expect(confirmed.firstValue).toMatchObject({ by: 'Elin Sato', days: 0 });
    expect(known.criterion).toBe('a');
  });

  it('notes the first value with evidence, as a touchpoint that moves trust', async () => {
    const plan = await won();
    world.setNow('2026-07-21T09:00:00Z');
    const noted = await owner.call(
      api.changePlan,
      {
        params: { id: plan.id },
        body: { firstValue: { on: '2026-07-20', evidence: 'Scrap halved in week 29', by: 'Elin Sato' } },
      },
      { ifMatch: plan.version },
    );
    expect(noted.firstValue).toMatchObject({ days: 39, by: 'Elin Sato' });
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(items[0]).toMatchObject({ kind: 'first value', subject: 'Scrap halved in week 29', valueDelivered: true });
    await expect(
      owner.call(api.changePlan, { params: { id: plan.id }, body: { title: 'Other' } }, { ifMatch: plan.version }),
    ).rejects.toMatchObject({ status: 412 });
  });

  it('has milestones that the buyer accepts on a page of their own, with their name and without an account', async () => {
    const plan = await won();
    const milestone = plan.milestones.find((each) => each.needsAcceptance)!;
    await owner.call(api.deliverMilestone, { params: { id: milestone.id }, body: { delivered: true } });
    const { path } = await owner.call(api.linkMilestone, { params: { id: milestone.id } });
    const secret = path.split('#')[1]!;
    expect((await visitor('/milestone-link', { secret })).body).toMatchObject({
      firm: 'The first firm',
      title: milestone.title,
      outcome: 'waiting',
    });
    expect((await visitor('/milestone-link', { secret: 'x'.repeat(43) })).status).toBe(404);
    const declined = await visitor('/milestone-link/answer', {
      secret,
      accepted: false,
      name: 'Elin Sato',
      note: 'Line 3 still leaks',
    });
    expect(declined.body).toMatchObject({ outcome: 'declined' });
    const steps = (await owner.call(relationshipContract.listNextSteps, { query: { account: accountId } })).items;
    expect(steps[0]!.what).toContain('Line 3 still leaks');
    expect((await visitor('/milestone-link/answer', { secret, accepted: true, name: 'Elin Sato' })).body).toMatchObject(
      { outcome: 'accepted', by: 'Elin Sato' },
    );
    expect((await visitor('/milestone-link/answer', { secret, accepted: true, name: 'Somebody' })).status).toBe(409);
    const { items } = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(items[0]).toMatchObject({ kind: 'milestone accepted', initiator: 'them', memberId: null });
    const [after] = (await owner.call(api.listPlans, { query: { account: accountId } })).items;
    // What the buyer accepted cannot be taken out of the plan.
    await expect(
      owner.call(
        api.saveMilestones,
        { params: { id: plan.id }, body: { milestones: [] } },
        { ifMatch: after!.version },
      ),
    ).rejects.toMatchObject({ status: 409 });
    world.setNow('2026-08-30T09:00:00Z');
    expect((await visitor('/milestone-link', { secret })).status).toBe(404);
  });
});
