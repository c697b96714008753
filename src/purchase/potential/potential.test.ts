import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { demoContract } from '../../workspace/demo/contract.ts';
import { purchaseContract } from '../contract.ts';
import { messageContract } from '../message/contract.ts';
import { processContract } from '../process/contract.ts';
import { potentialContract as api } from './contract.ts';

let world: World;
let owner: Person;
/** Sales of the demo company that are decided, and lost. */
let decided: number;
let lost: number;

beforeAll(async () => {
  world = await openWorld();
  await world.reset();
  owner = await world.as('owner');
  await owner.call(demoContract.loadDemo);
  decided = (await countOf({ outcome: 'won' })) + (await countOf({ outcome: 'lost' }));
  lost = await countOf({ outcome: 'lost' });
});
afterAll(() => world.close());

const solution = {
  buyer: 'organization',
  supply: 'new',
  weight: 'investment',
  decision: 'several',
  want: 'change',
} as const;
const openSale = (body: object = {}) =>
  owner.call(purchaseContract.createOpportunity, { body: { name: 'Dosing skid', answers: solution, ...body } });
const countOf = async (query: object) =>
  (await owner.call(purchaseContract.listOpportunities, { query: { limit: 200, ...query } })).items.length;
const read = (id: string, person = owner) => person.call(purchaseContract.readOpportunity, { params: { id } });

describe('the chance to win, learnt from own sales', () => {
  it('stays with the shipped weights while there are fewer events than weights ask for, and says how many', async () => {
    const fit = await owner.call(api.fitWinModel);
    expect(fit).toMatchObject({
      version: 1,
      status: 'shipped defaults',
      sales: decided,
      events: lost,
      outOfTime: null,
    });
    expect(fit.eventsNeeded).toBeGreaterThan(lost);
    const model = await owner.call(api.readWinModel);
    expect(model).toMatchObject({ inUse: 'shipped defaults', decided, sinceLastFit: 0 });
    expect(model.odds.every((odd) => odd.low < odd.ratio && odd.ratio < odd.high)).toBe(true);
  });

  it('is fitted by those who look after the process, not by a seller', async () => {
    const seller = await world.as('seller');
    await expect(seller.call(api.fitWinModel)).rejects.toMatchObject({ status: 403 });
  });
});

describe('the claim that potential rises with alignment', () => {
  it('is tested on the alignment at half-time, with n and intervals, and opens down to the sales', async () => {
    const claim = await owner.call(api.testAlignment, { query: { threshold: 0.5 } });
    expect(claim).toMatchObject({ decided, withRecord: decided });
    const rate = claim.comparisons.find((each) => each.measure === 'win rate')!;
    const aligned = claim.sales.filter((sale) => sale.alignment >= 0.5);
    expect(rate.aligned).toEqual({
      n: aligned.length,
      value: aligned.filter((sale) => sale.won).length / aligned.length,
    });
    expect(rate.aligned.n + rate.misaligned.n).toBe(decided);
    expect(rate).toMatchObject({ holds: 'more' });
    expect(rate.interval.low).toBeGreaterThan(0);
    expect(claim.comparisons.find((each) => each.measure === 'margin')).toBeUndefined();
  });

  it('counts only the sales that a person may see', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    expect(await stranger.call(api.testAlignment)).toMatchObject({ decided: 0, comparisons: [], sales: [] });
  });
});

describe('who else fits', () => {
  it('names colleagues whose profile or record fits this type and who have room, to whom may see it', async () => {
    const { items } = await owner.call(purchaseContract.listOpportunities, {
      query: { saleType: ['commercial'] as never, outcome: ['open'] as never, limit: 1 },
    });
    const fits = await owner.call(api.whoFits, { params: { id: items[0]!.id } });
    for (const each of fits.items) {
      expect(each.fit > (fits.presentFit ?? 0) || each.fit >= 0.5).toBe(true);
      expect(each.room).toBeGreaterThan(0);
      if (each.profile === null) expect(each.fit).toBeCloseTo((each.won + 1) / (each.decided + 2), 12);
      else expect(each.profile.answered + each.profile.closed).toBeGreaterThan(0);
    }
    const orphan = await openSale();
    expect((await owner.call(api.whoFits, { params: { id: orphan.id } })).items.length).toBeGreaterThan(0);
  });
});

describe('the process that a manager edits', () => {
  it('holds for open sales at once and loses nothing that was done; resetting it brings back what ships', async () => {
    const sale = await openSale();
    const first = (await read(sale.id)).stages[0]!.steps[0]!;
    await owner.call(purchaseContract.writeStep, {
      params: { id: sale.id, step: first.id },
      body: { proof: { what: 'They told us' } },
    });
    const commercial = (await owner.call(processContract.listProcesses)).items.find(
      (each) => each.saleType === 'commercial',
    )!;
    expect(commercial).toMatchObject({ shipped: true, version: 0 });
    const { shipped: _, memberName: __, updatedAt: ___, saleType: ____, version, ...library } = commercial;
    const steps = library.steps.map((step) =>
      step.id === first.id
        ? { ...step, id: 'commercial.visit', title: 'See the plant', evidence: 'They showed us the plant' }
        : step,
    );
    const guides = { ...library.guides, interest: { ...library.guides.interest, skills: ['listening at the pump'] } };
    const saved = await owner.call(processContract.saveProcess, {
      body: { saleType: 'commercial', steps, guides, basedOn: version },
    });
    expect(saved).toMatchObject({ shipped: false, version: 1 });
    await expect(
      owner.call(processContract.saveProcess, {
        body: { saleType: 'commercial', steps, guides, basedOn: 0 },
      }),
    ).rejects.toMatchObject({ status: 412 });

    const after = await read(sale.id);
    expect(after.stages[0]!.steps.map((step) => step.title)).toContain('See the plant');
    expect(after.stages[0]!.guide.skills).toEqual(['listening at the pump']);
    expect(after.setAside.map((step) => step.proof?.what)).toEqual(['They told us']);
    await owner.call(processContract.resetProcess, { query: { saleType: 'commercial' } });
    const back = await read(sale.id);
    expect(back.stages[0]!.steps.find((step) => step.id === first.id)!.proof!.what).toBe('They told us');
    expect(back.setAside).toEqual([]);
  });

  it('is refused where a stage would be left without buyer evidence, and by whoever may not edit it', async () => {
    const retail = (await owner.call(processContract.listProcesses)).items.find((each) => each.saleType === 'retail')!;
    const body = {
      saleType: 'retail' as const,
      steps: retail.steps.map((step) => ({ ...step, required: false })),
      guides: retail.guides,
      basedOn: 0,
    };
    await expect(owner.call(processContract.saveProcess, { body })).rejects.toMatchObject({ status: 422 });
    const seller = await world.as('seller');
    await expect(seller.call(processContract.saveProcess, { body })).rejects.toMatchObject({ status: 403 });
    expect((await seller.call(processContract.listProcesses)).items).toHaveLength(4);
  });
});

describe('the message of a sale', () => {
  it('offers what the buyers did and what was learnt, and is saved over nobody else’s version', async () => {
    const account = await owner.call(peopleContract.createAccount, { body: { name: 'Norwick Dairy' } });
    const sale = await openSale({ accountId: account.id });
    const step = (await read(sale.id)).stages[0]!.steps[0]!;
    await owner.call(purchaseContract.writeStep, {
      params: { id: sale.id, step: step.id },
      body: { proof: { what: 'Two stops in March' } },
    });
    const begun = await owner.call(messageContract.readMessage, { params: { id: sale.id } });
    expect(begun).toMatchObject({ version: 0, message: { shape: 'inductive' } });
    expect(begun.known).toContainEqual({
      text: 'Two stops in March',
      evidence: expect.stringContaining(step.title),
      requirement: null,
    });
    const message = {
      shape: 'inductive' as const,
      facts: [{ id: 'a', text: 'Two stops in March', evidence: 'Plant log' }],
      pattern: { text: null, from: [] },
      conclusion: { text: null, evidence: null },
    };
    const saved = await owner.call(messageContract.saveMessage, {
      params: { id: sale.id },
      body: { message, basedOn: 0 },
    });
    expect(saved.gaps.map((gap) => gap.gap)).toEqual(['too few facts', 'no pattern', 'no conclusion']);
    await expect(
      owner.call(messageContract.saveMessage, { params: { id: sale.id }, body: { message, basedOn: 0 } }),
    ).rejects.toMatchObject({ status: 412 });
  });
});
