import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { itOnRealData } from '../../statistics/realData.testing.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { bring } from '../../workspace/import/import.testing.ts';
import { betaGeometricExpected } from '../betaGeometric.ts';
import { lifetimeValue } from '../lifetimeValue.ts';
import { orderContract as api } from './contract.ts';
import { seededRandom } from '../../statistics/randomness.ts';
import { fitPurchases } from './fitPurchases.ts';
import { runFit } from './fits.api.ts';

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const customer = async (name: string) =>
  (await owner.call(peopleContract.createAccount, { body: { name, ownerId: owner.memberId } })).id;
const fit = async (untilOn?: string) => {
  const started = await owner.call(api.startFit, { body: untilOn ? { untilOn } : {} });
  await runFit(world.house.serving, world.workspaces.first, started.id);
  return (await owner.call(api.listFits, {})).items[0]!;
};

describe('orders', () => {
  it('are facts: revenue of the account, and evidence in the ledger, the second as a repeat order', async () => {
    const accountId = await customer('Café Morgentau');
    const first = await owner.call(api.addOrder, {
      body: { accountId, orderedOn: '2026-03-02', amount: '120.50', subject: 'Filters' },
    });
    const batch = await owner.call(api.addOrders, {
      body: {
        orders: [
          { accountId, orderedOn: '2026-05-04', amount: '80' },
          { accountId, orderedOn: '2026-06-08', amount: '99.50' },
        ],
      },
    });
    expect(batch).toEqual({ created: 2 });
    const { items } = await owner.call(api.listOrders, { query: { account: accountId } });
    expect(items.map((each) => [each.orderedOn, each.amount])).toEqual([
      ['2026-06-08', '99.50'],
      ['2026-05-04', '80.00'],
      ['2026-03-02', '120.50'],
    ]);
    const ledger = await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
    expect(ledger.items.map((each) => each.kind)).toEqual(['repeat order', 'repeat order', 'order']);
    const revenue = async () =>
      (await owner.call(peopleContract.readAccount, { params: { id: accountId } })).relationship?.revenue;
    expect(await revenue()).toBe('300.00');
    const changed = await owner.call(
      api.changeOrder,
      { params: { id: first.id }, body: { amount: '20.50' } },
      { ifMatch: first.version },
    );
    expect([changed.amount, await revenue()]).toEqual(['20.50', '200.00']);
    await expect(
      owner.call(api.changeOrder, { params: { id: first.id }, body: { amount: '1' } }, { ifMatch: first.version }),
    ).rejects.toMatchObject({ status: 412 });
    await owner.call(api.deleteOrder, { params: { id: first.id } });
    expect(await revenue()).toBe('179.50');
    await owner.call(api.restoreOrder, { params: { id: first.id } });
    expect(await revenue()).toBe('200.00');
  });

  it('an order of tomorrow is no fact, and a stranger’s customer cannot be told of', async () => {
    const accountId = await customer('Aquarist Corner');
    await expect(owner.call(api.addOrder, { body: { accountId, orderedOn: '2027-01-01' } })).rejects.toMatchObject({
      status: 422,
    });
    const seller = await world.as('seller');
    await expect(seller.call(api.addOrder, { body: { accountId, orderedOn: '2026-06-01' } })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('a fit', () => {
  it('is refused with its reason where the data do not carry it, and keeps what was known', async () => {
    const done = await fit();
    expect(done).toMatchObject({ state: 'refused', reason: 'too few customers' });
    expect(done.models?.every((each) => each.refused !== null)).toBe(true);
    expect((await owner.call(api.listCustomerValues, { query: {} })).items).toEqual([]);
  });

  it('runs once at a time and ends when it is cancelled', async () => {
    const started = await owner.call(api.startFit, { body: {} });
    await expect(owner.call(api.startFit, { body: {} })).rejects.toMatchObject({ status: 409, code: 'fit_runs' });
    expect((await owner.call(api.cancelFit, { params: { id: started.id } })).state).toBe('cancelled');
    await runFit(world.house.serving, world.workspaces.first, started.id);
    expect((await owner.call(api.listFits, {})).items[0]!.state).toBe('cancelled');
    await expect(owner.call(api.cancelFit, { params: { id: started.id } })).rejects.toMatchObject({ status: 409 });
  });

  it('does not expect of a café what a works spends: amounts of each type of sale have their own size', () => {
    const random = seededRandom(7);
    const purchases = Array.from({ length: 200 }, (_, i) => {
      const works = i < 150;
      const days = [i % 40];
      const every = 12 + random() * random() * 160;
      const leaves = random() < 0.45 ? 0.02 : 0.15 + 0.6 * random();
      while (days.at(-1)! < 330 && random() > leaves)
        days.push(days.at(-1)! + Math.ceil(-Math.log(1 - random()) * every));
      return days.map((day) => ({
        customer: `c${i}`,
        on: new Date(Date.UTC(2025, 0, 2 + day)).toISOString().slice(0, 10),
        amount: (works ? 4000 : 25) * (0.6 + 0.8 * random()) * (i % 2 === 0 ? 1.3 : 0.8),
        size: works ? 'commercial' : 'retail',
      }));
    }).flat();
    const fitted = (of: Parameters<typeof fitPurchases>[0]['purchases']) =>
      fitPurchases({ purchases: of, until: '2025-12-31', terms: { months: 12, discount: 0.1, margin: 1 } }).worths;
    const meanOf = (customer: string) => {
      const theirs = purchases.filter((each) => each.customer === customer).slice(1);
      return theirs.reduce((sum, { amount }) => sum + amount, 0) / theirs.length;
    };
    const sized = fitted(purchases).filter(({ repeats }) => repeats > 0);
    expect(sized.length).toBeGreaterThan(60);
    for (const { customer, spend, alive, low, value, high } of sized) {
      expect([customer, spend! / meanOf(customer) > 0.6 && spend! / meanOf(customer) < 1.6]).toEqual([customer, true]);
      if (alive > 0.95) expect([customer, low! <= value! && value! <= high!]).toEqual([customer, true]);
    }
    // As one population of amounts the two are refused, or the café is expected to spend several times what it does.
    const pooled = fitted(purchases.map((each) => ({ ...each, size: null }))).filter(({ repeats }) => repeats > 0);
    expect(pooled.some(({ customer, spend }) => spend === null || spend / meanOf(customer) > 4)).toBe(true);
  });

  it('tells how far it is', () => {
    const shares: number[] = [];
    const purchases = Array.from({ length: 60 }, (_, i) => ({
      customer: `c${i % 30}`,
      on: `2025-0${1 + (i % 7)}-1${i % 9}`,
      amount: 10 + (i % 13),
    }));
    fitPurchases({ purchases, until: '2026-06-01', terms: { months: 12, discount: 0.1, margin: 1 } }, (share) =>
      shares.push(share),
    );
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(4);
  });
});

describe('2,357 real customers, brought in through the import', () => {
  itOnRealData(
    'cdnow/CDNOW_sample.txt',
    'have the published chances to be active and the lifetime value that follows from them',
    async (text) => {
      await world.reset();
      owner = await world.as('owner');
      const lines = text
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/));
      const names = [...new Set(lines.map((cells) => `Customer ${cells[1]}`))];
      const day = (cell: string) => `${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6, 8)}`;
      const orders = lines.map((cells, i) => `${i + 1},Customer ${cells[1]},${day(cells[2]!)},${cells[4]}`);
      const imported = await bring(world, owner, [
        { name: 'accounts.csv', text: `Account name\n${names.join('\n')}\n` },
        { name: 'orders.csv', text: `Order number,Account name,Order date,Total\n${orders.join('\n')}\n` },
      ]);
      expect(imported.report?.files.map((file) => [file.file, file.created])).toEqual([
        ['accounts.csv', 2357],
        ['orders.csv', 6919],
      ]);

      const done = await fit('1997-09-30');
      expect(done).toMatchObject({ state: 'done', customers: 2357, untilOn: '1997-09-30' });
      const published = {
        'MBG/NBD': [{ r: 0.52484, alpha: 6.18299, a: 0.89136, b: 1.614 }, -9582.1327],
        'BG/NBD': [{ r: 0.24259, alpha: 4.41353, a: 0.79289, b: 2.42576 }, -9582.4256],
        'Pareto/NBD': [{ r: 0.55328, alpha: 10.57761, s: 0.60621, beta: 11.66791 }, -9594.9739],
        'Gamma–Gamma': [{ p: 6.2488, q: 3.7446, v: 15.4477 }, -4055.9232],
      } as const;
      for (const model of done.models!) {
        const [parameters, logLikelihood] = published[model.model];
        for (const [name, value] of Object.entries(parameters))
          expect([model.model, name, model.parameters![name]!.toFixed(2)]).toEqual([
            model.model,
            name,
            value.toFixed(2),
          ]);
        expect(Math.abs(model.logLikelihood! - logLikelihood)).toBeLessThan(0.01);
      }

      const valueOf = async (name: string) => {
        const { items } = await owner.call(peopleContract.listAccounts, { query: { text: name } });
        return (await owner.call(api.readCustomerValue, { params: { id: items[0]!.id } })).value!;
      };
      const [one, two, three] = [
        await valueOf('Customer 0001'),
        await valueOf('Customer 0002'),
        await valueOf('Customer 0003'),
      ];
      for (const [value, alive] of [
        [one, 0.70613],
        [two, 0.17082],
        [three, 0.38971],
      ] as const)
        expect(value.alive).toBeCloseTo(alive, 3);
      expect(Number(one.spend)).toBeCloseTo(24.65, 0);
      expect(one).toMatchObject({ purchases: 3, firstOn: '1997-01-01', lastOn: '1997-08-02' });

      // By hand, from the published parameters: three years by the month, ten percent a year, all of the revenue.
      const model = { variant: 'MBG/NBD', r: 0.52484, alpha: 6.18299, a: 0.89136, b: 1.614 } as const;
      const history = { repeats: 2, lastAt: 213 / 7, observedFor: 272 / 7 };
      const byHand = lifetimeValue(
        (months) => betaGeometricExpected(model, history, (months * 365.25) / 12 / 7),
        24.6519,
        { periods: 36, discount: 1.1 ** (1 / 12) - 1, margin: 1 },
      );
      expect(Math.abs(Number(one.value) / byHand - 1)).toBeLessThan(0.005);
      expect(Number(one.low)).toBeLessThanOrEqual(Number(one.value));
      expect(Number(one.high)).toBeGreaterThan(Number(one.value));

      const best = await owner.call(api.listCustomerValues, { query: { limit: 3 } });
      expect(best.items.map((each) => Number(each.value))).toEqual(
        best.items.map((each) => Number(each.value)).toSorted((a, b) => b - a),
      );
      const fading = await owner.call(peopleContract.listAccounts, { query: { aliveTo: 0.2, limit: 200 } });
      expect(fading.items.length).toBeGreaterThan(100);
      expect(fading.items.some((each) => each.name === 'Customer 0002')).toBe(true);
      expect(fading.items.some((each) => each.name === 'Customer 0001')).toBe(false);
    },
  );
});
