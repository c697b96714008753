import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { purchaseContract } from '../contract.ts';
import { closingContract as api } from './contract.ts';
import { coolingOffDays, firmOn, reassurance } from './coolingOff.ts';

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

const open = async (body: object = {}, country: string | null = 'DE') => {
  const account = await owner.call(peopleContract.createAccount, {
    body: { name: 'Delacroix', country, ownerId: owner.memberId },
  });
  return owner.call(purchaseContract.createOpportunity, {
    body: { name: 'Home softener', accountId: account.id, amount: '2400', ...body },
  });
};
const win = (sale: { id: string; version: number }, body: object = {}) =>
  owner.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body }, { ifMatch: sale.version });
const lose = (sale: { id: string; version: number }, body: object = {}) =>
  owner.call(
    purchaseContract.loseOpportunity,
    { params: { id: sale.id }, body: { reason: 'price', approach: null, ...body } },
    { ifMatch: sale.version },
  );
const closing = (id: string) => owner.call(api.readClosing, { params: { id } });

describe('the expectation check at the close', () => {
  it('keeps each expectation against what was sold, and tells it with the close', async () => {
    const sale = await open({ saleType: 'commercial' });
    const expectations = [
      { expects: 'Runs by September', verdict: 'as sold' as const, answer: null },
      {
        expects: 'Service at night',
        verdict: 'more than sold' as const,
        answer: 'Offered as an addition; not included',
      },
    ];
    await win(sale, { because: 'service', expectations });
    expect(await closing(sale.id)).toMatchObject({ expectations, reason: 'service', firmOn: null });
  });

  it('does not let an unrealistic expectation pass without an answer', async () => {
    const sale = await open();
    await expect(
      win(sale, { expectations: [{ expects: 'Half the price', verdict: 'more than sold' }] }),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe('a consumer', () => {
  it('may withdraw for as long as the country says; until then the sale is not firm and we reassure', async () => {
    const rules = await owner.call(api.readSellingRules);
    await owner.call(api.changeSellingRules, { body: { coolingOff: { '*': 14, FR: 7 } } }, { ifMatch: rules.version });
    const sale = await open({ saleType: 'consumer' }, 'FR');
    expect((await closing(sale.id)).coolingOffDays).toBe(7);
    await win(sale);
    expect((await closing(sale.id)).firmOn).toBe('2026-06-19');
    const steps = (await owner.call(relationshipContract.listNextSteps, { query: { account: sale.accountId! } })).items;
    expect(steps.map(({ what, dueAt }) => [what.split(' ')[0], dueAt.slice(0, 10)])).toEqual([
      ['Thank', '2026-06-12'],
      ['Ask', '2026-06-15'],
      ['Tell', '2026-06-19'],
    ]);
    expect((await owner.call(api.whyDecided, { query: {} })).notYetFirm).toEqual({ count: 1, amount: '2400.00' });
    expect((await owner.call(api.whyDecided, { query: { firm: 'true' } })).won).toEqual([]);
    world.setNow('2026-06-19T09:00:00Z');
    expect((await owner.call(api.whyDecided, { query: { firm: 'true' } })).won).toMatchObject([{ count: 1 }]);
  });

  it('who withdraws makes a lost sale of it', async () => {
    const sale = await open({ saleType: 'consumer' });
    const won = await win(sale);
    await lose(won, { reason: 'withdrew' });
    expect(await closing(sale.id)).toMatchObject({ firmOn: null, reason: 'withdrew' });
  });

  it('only counts where something can be withdrawn', () => {
    expect(coolingOffDays('commercial', 'DE', { '*': 14 })).toBe(0);
    expect(coolingOffDays('consumer', null, {})).toBe(14);
    expect(firmOn('2026-06-11', 14)).toBe('2026-06-26');
    expect(reassurance('2026-06-11', 3).map((step) => step.what)).toEqual(['thank', 'firm']);
  });
});

describe('reasons and competitors', () => {
  it('come from a list that the workspace keeps', async () => {
    const sale = await open();
    await expect(lose(sale, { reason: 'bad weather' })).rejects.toMatchObject({ status: 422 });
    const rules = await owner.call(api.readSellingRules);
    await owner.call(api.changeSellingRules, { body: { lostReasons: ['bad weather'] } }, { ifMatch: rules.version });
    await lose(sale, { reason: 'bad weather', note: 'It rained' });
    const { lost } = await owner.call(api.whyDecided, { query: {} });
    expect(lost).toEqual([{ reason: 'bad weather', count: 1, amount: '2400.00' }]);
  });

  it('the one it was lost to won, the others did not, and a reopened sale opens them again', async () => {
    const sale = await open({ competitors: ['Aquapure'] });
    const other = await owner.call(api.addCompetitor, { params: { id: sale.id }, body: { name: 'Klarwerk' } });
    await owner.call(
      api.changeCompetitor,
      { params: { id: other.id }, body: { why: 'Known to the mayor' } },
      { ifMatch: other.version },
    );
    const { version } = await owner.call(purchaseContract.readOpportunity, { params: { id: sale.id } });
    const lost = await lose(
      { id: sale.id, version },
      { reason: 'competitor', lostTo: 'Aquapure', whyThem: 'Half the delivery time' },
    );
    expect((await closing(sale.id)).competitors).toMatchObject([
      { name: 'Aquapure', result: 'they won', why: 'Half the delivery time' },
      { name: 'Klarwerk', result: 'nobody won', why: 'Known to the mayor' },
    ]);
    expect((await owner.call(api.whyDecided, { query: {} })).competitors).toMatchObject([
      { name: 'Aquapure', met: 1, won: 0, lost: 1, why: ['Half the delivery time'] },
      { name: 'Klarwerk', lost: 0 },
    ]);
    await owner.call(
      purchaseContract.reopenOpportunity,
      { params: { id: sale.id }, body: { reason: 'They called' } },
      { ifMatch: lost.version },
    );
    expect((await closing(sale.id)).competitors[0]).toMatchObject({ result: 'open' });
  });

  it('count only what a person may see', async () => {
    await lose(await open());
    const seller = await world.as('seller');
    expect((await seller.call(api.whyDecided, { query: {} })).lost).toEqual([]);
  });
});
