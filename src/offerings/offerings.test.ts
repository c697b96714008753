import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { offeringsContract as api } from './contract.ts';
import { converted, inOne, rateOn } from './money.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const add = (body: object) => owner.call(api.createOffering, { body: { name: 'Softener salt, 25 kg', ...body } });

describe('the catalogue', () => {
  it('keeps a price per currency, exactly, and what an offering replaces and goes with', async () => {
    const old = await add({ name: 'Softener salt, 10 kg', active: false });
    const made = await add({
      line: 'Salt',
      price: '12.90',
      cost: '7.05',
      prices: [{ currency: 'CHF', price: '13.50' }],
      links: [{ kind: 'replaces', otherId: old.id }],
    });
    expect(made).toMatchObject({
      price: '12.90',
      currency: 'EUR',
      prices: [{ currency: 'CHF', price: '13.50' }],
      links: [{ kind: 'replaces', otherName: 'Softener salt, 10 kg' }],
    });
    const changed = await owner.call(
      api.changeOffering,
      { params: { id: made.id }, body: { price: '13.20', recurring: 'year' } },
      { ifMatch: made.version },
    );
    expect(changed).toMatchObject({ price: '13.20', recurring: 'year', prices: [{ currency: 'CHF', price: '13.50' }] });
    await expect(
      owner.call(api.changeOffering, { params: { id: made.id }, body: { price: '1' } }, { ifMatch: made.version }),
    ).rejects.toMatchObject({ status: 412 });
  });

  it('is found by a fragment of name or code, and by its line', async () => {
    await add({ line: 'Salt', code: 'SA-25' });
    await add({ name: 'Cartridge', line: 'Filters', code: 'CT-1' });
    const names = async (query: object) =>
      (await owner.call(api.listOfferings, { query })).items.map((each) => each.name);
    expect(await names({ text: 'oftener' })).toEqual(['Softener salt, 25 kg']);
    expect(await names({ text: 'ct-' })).toEqual(['Cartridge']);
    expect(await names({ line: 'Filters' })).toEqual(['Cartridge']);
    expect((await owner.call(api.listOfferingLines)).items).toEqual([
      { line: 'Filters', count: 1 },
      { line: 'Salt', count: 1 },
    ]);
  });

  it('is changed by managers; sellers read it', async () => {
    const made = await add({});
    const seller = await world.as('seller');
    await expect(seller.call(api.createOffering, { body: { name: 'Mine' } })).rejects.toMatchObject({ status: 403 });
    expect((await seller.call(api.readOffering, { params: { id: made.id } })).name).toBe('Softener salt, 25 kg');
    const manager = await world.as('manager');
    await manager.call(api.deleteOffering, { params: { id: made.id } });
    expect((await owner.call(api.listOfferings)).items).toEqual([]);
    expect((await manager.call(api.restoreOffering, { params: { id: made.id } })).deletedAt).toBeNull();
  });
});

describe('exchange rates', () => {
  it('hold from their day on, in the currency of the workspace', async () => {
    const rate = await owner.call(api.addExchangeRate, {
      body: { currency: 'CHF', from: '2026-01-01', rate: '1.0512', source: 'Central bank' },
    });
    expect(rate).toMatchObject({ into: 'EUR', rate: '1.0512' });
    await expect(
      owner.call(api.addExchangeRate, { body: { currency: 'CHF', from: '2026-01-01', rate: '1' } }),
    ).rejects.toMatchObject({ status: 409 });
    await expect(
      owner.call(api.addExchangeRate, { body: { currency: 'EUR', from: '2026-01-01', rate: '1' } }),
    ).rejects.toMatchObject({ status: 422 });
    expect(
      (await owner.call(api.changeExchangeRate, { params: { id: rate.id }, body: { rate: '1.06' } }, { ifMatch: 1 }))
        .rate,
    ).toBe('1.06');
  });

  it('the newest that has begun counts, and no cent passes through a float', () => {
    const rates = [
      { currency: 'CHF', rate: '1.05', from: '2026-01-01' },
      { currency: 'CHF', rate: '1.10', from: '2026-06-01' },
    ];
    expect(rateOn(rates, 'CHF', '2026-05-31')?.rate).toBe('1.05');
    expect(rateOn(rates, 'CHF', '2026-06-01')?.rate).toBe('1.10');
    expect(rateOn(rates, 'CHF', '2025-12-31')).toBeUndefined();
    expect(converted('9007199254740993.01', '1')).toBe('9007199254740993.01');
    expect(converted('0.05', '0.5')).toBe('0.03');
    expect(converted('-0.05', '0.5')).toBe('-0.03');
  });

  it('sums of several currencies say at which rate, and what is not in the sum', () => {
    const sum = inOne(
      [
        { currency: 'EUR', amount: '100.00', weighted: '50.00' },
        { currency: 'CHF', amount: '10.00', weighted: '5.00' },
        { currency: 'NOK', amount: '9.00', weighted: '1.00' },
      ],
      'EUR',
      [{ currency: 'CHF', rate: '1.1', from: '2026-06-01' }],
      '2026-06-11',
    );
    expect(sum).toEqual({
      currency: 'EUR',
      amount: '111.00',
      weighted: '55.50',
      rates: [{ currency: 'CHF', rate: '1.1', from: '2026-06-01' }],
      missing: ['NOK'],
    });
  });
});
