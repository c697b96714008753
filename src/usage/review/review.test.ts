import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plansContract } from '../../ownership/plans/contract.ts';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { assetContract } from '../assets/contract.ts';
import { caseContract } from '../cases/contract.ts';
import { orderContract } from '../orders/contract.ts';
import { reviewContract as api } from './contract.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

describe('the account review', () => {
  it('is made of what is known, shows nothing that only we may read, and prints', async () => {
    const { id } = await owner.call(peopleContract.createAccount, {
      body: { name: 'Żywiec Brewery', ownerId: owner.memberId, phase: 'usage' },
    });
    await owner.call(relationshipContract.logTouchpoint, {
      body: {
        accountId: id,
        kind: 'value review',
        subject: 'Water use down by a third',
        body: 'He is hard to please',
        valueDelivered: true,
      },
    });
    const made = await owner.call(caseContract.createCase, { body: { subject: 'Valve sticks', accountId: id } });
    await owner.call(caseContract.solveCase, { params: { id: made.id }, body: {} }, { ifMatch: made.version });
    await owner.call(caseContract.createCase, { body: { subject: 'Display frozen', accountId: id } });
    await owner.call(assetContract.addAsset, {
      body: { accountId: id, name: 'Brew water plant', since: '2025-01-01' },
    });
    await owner.call(assetContract.addContract, {
      body: { accountId: id, name: 'Full service', startedOn: '2026-01-01', periodMonths: 6, price: '1000' },
    });
    await owner.call(orderContract.addOrder, { body: { accountId: id, orderedOn: '2026-06-01', amount: '250' } });
    const plan = await owner.call(plansContract.createPlan, { body: { accountId: id, title: 'Less fresh water' } });
    await owner.call(
      plansContract.saveObjectives,
      {
        params: { id: plan.id },
        body: {
          objectives: [
            {
              title: 'Less fresh water',
              weight: 1,
              outcomes: [
                {
                  metric: 'Fresh water a day',
                  unit: 'm³',
                  baseline: 120,
                  target: 70,
                  targetOn: null,
                  actual: 95,
                  measuredOn: '2026-06-01',
                  confirmedBy: 'Zofia Brewer',
                },
              ],
            },
          ],
        },
      },
      { ifMatch: plan.version },
    );
    const review = await owner.call(api.readReview, { params: { id } });
    expect(review.plan).toMatchObject([
      {
        title: 'Less fresh water',
        outcomes: [
          {
            metric: 'Fresh water a day',
            baseline: 120,
            target: 70,
            actual: 95,
            reached: 0.5,
            confirmedBy: 'Zofia Brewer',
          },
        ],
      },
    ]);
    expect(review).toMatchObject({
      account: { name: 'Żywiec Brewery' },
      from: '2025-06-11',
      to: '2026-06-11',
      value: [{ what: 'Water use down by a third' }],
      service: { opened: 2, solved: 1, open: [{ subject: 'Display frozen' }] },
      base: [{ name: 'Brew water plant' }],
      contracts: [{ yearly: '2000.00', renewsOn: '2026-07-01' }],
      orders: { count: 1, amount: '250.00' },
    });
    expect(JSON.stringify(review)).not.toContain('hard to please');
    const printed = await owner.fetch(`/api/accounts/${id}/review.pdf?parts=plan,value,service,base`);
    expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const bytes = Buffer.from(await printed.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(5000);
    const stranger = await world.as('owner', { workspace: 'second' });
    expect((await stranger.fetch(`/api/accounts/${id}/review.pdf`)).status).toBe(404);
  });
});
