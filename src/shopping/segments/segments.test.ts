import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { segmentContract as c } from './contract.ts';
import { keepSegments } from './members.api.ts';
import type { Condition, Rule } from './rule.ts';

let world: World;
let marketing: Person;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  marketing = await world.as('marketing');
  owner = await world.as('owner');
});
afterAll(() => world.close());

const all = (...parts: (Condition | Rule)[]): Rule => ({ match: 'all', parts });
const any = (...parts: (Condition | Rule)[]): Rule => ({ match: 'any', parts });
const industry = (...values: string[]): Condition => ({ about: 'text', field: 'industry', is: 'one of', values });
const account = (name: string, more: object = {}) =>
  owner.call(peopleContract.createAccount, { body: { name, ownerId: owner.memberId, ...more } });
const log = (
  accountId: string,
  kind: 'inquiry' | 'call' | 'outreach' | 'reply' | 'visit',
  at = world.now().toISOString(),
) => owner.call(relationshipContract.logTouchpoint, { body: { accountId, kind, subject: `A ${kind}`, at } });
const count = async (rule: Rule) => (await marketing.call(c.countSegment, { body: { rule } })).count;
const keep = () => keepSegments(connect(world.engine), world.house.serving);
const members = async (id: string) =>
  (await marketing.call(c.listSegmentMembers, { params: { id }, query: { limit: '200' } })).items
    .map((item) => item.account.name)
    .toSorted();
const segment = async (rule: Rule | null, more: object = {}) => {
  const made = await marketing.call(c.createSegment, {
    body: { name: 'Breweries', rule, need: 'Clean water without a plant', ...more },
  });
  await keep();
  return made;
};

describe('a rule', () => {
  it('finds accounts by what is known of them, in groups of all and any', async () => {
    await account('Hopfield', {
      industry: 'Brewery',
      city: 'Linz',
      employees: 40,
      tags: ['key'],
      custom: { litres: 900 },
    });
    await account('Maltings', { industry: 'Brewery', city: 'Graz', employees: 400 });
    await account('Dairyland', {
      industry: 'Dairy',
      city: 'Linz',
      contact: { name: 'Ida', title: 'Head of Production' },
    });
    expect(await count(all(industry('brewery')))).toBe(2);
    expect(
      await count(all(industry('Brewery'), { about: 'number', field: 'employees', is: 'at least', value: 100 })),
    ).toBe(1);
    expect(
      await count(any({ about: 'tag', in: ['key'] }, { about: 'contact', field: 'title', values: ['production'] })),
    ).toBe(2);
    expect(await count(all({ ...industry('Brewery'), not: true }))).toBe(1);
    expect(
      await count(
        all(
          industry('Brewery'),
          any(
            { about: 'text', field: 'city', is: 'contains', values: ['raz'] },
            { about: 'custom', field: 'litres', is: 'at least', value: 500 },
          ),
        ),
      ),
    ).toBe(2);
    expect(await count(all({ about: 'phase', in: ['shopping'] }, { about: 'position', in: ['skepticism'] }))).toBe(3);
  });

  it('finds who owns an offering, by a line of a won sale', async () => {
    const hopfield = await account('Hopfield');
    await account('Maltings');
    await owner.call(purchaseContract.sell, {
      body: {
        name: 'Filter',
        accountId: hopfield.id,
        amount: '50',
        lines: [{ name: 'Filter 200', quantity: '1', price: '50' }],
      },
    });
    expect(await count(all({ about: 'offering', names: ['filter 200'] }))).toBe(1);
    expect(await count(all({ about: 'offering', names: ['Filter 200'], not: true }))).toBe(1);
  });

  it('never becomes part of a statement, whatever is typed', async () => {
    await account("O'Hara'); drop table account; --");
    expect(
      await count(all({ about: 'text', field: 'name', is: 'contains', values: ["'); drop table account; --"] })),
    ).toBe(1);
    expect(await count(all({ about: 'custom', field: "x' or '1'='1", is: 'equals', value: '%' }))).toBe(0);
  });

  it('is refused when it is too deep or too long', async () => {
    const deep = all(any(all(any(industry('a')))));
    await expect(count(deep)).rejects.toMatchObject({ status: 422 });
    await expect(
      count(all(...Array.from({ length: 5 }, () => any(...Array.from({ length: 9 }, () => industry('a')))))),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe('a segment', () => {
  it('follows each account that changes, and looks at no other', async () => {
    const hopfield = await account('Hopfield', { industry: 'Brewery' });
    const dairy = await account('Dairyland', { industry: 'Dairy' });
    const { id } = await segment(all(industry('Brewery')));
    expect(await members(id)).toEqual(['Hopfield']);
    await owner.call(
      peopleContract.changeAccount,
      { params: { id: dairy.id }, body: { industry: 'Brewery' } },
      { ifMatch: dairy.version },
    );
    const due = () =>
      connect(world.engine).asOwner((tx) => tx.selectFrom('segment_look').select('account_id').execute());
    expect(await due()).toEqual([{ account_id: dairy.id }]);
    expect(await members(id)).toEqual(['Dairyland', 'Hopfield']);
    expect(await due()).toEqual([]);
    await owner.call(peopleContract.changeMany, {
      body: { kind: 'account', ids: [hopfield.id], change: { action: 'delete' } },
    });
    expect(await members(id)).toEqual(['Dairyland']);
  });

  it('follows the calendar: who was touched leaves again when the days are over', async () => {
    const hopfield = await account('Hopfield');
    const { id } = await segment(
      all({
        about: 'touchpoint',
        kinds: ['visit'],
        channels: [],
        startedBy: 'anyone',
        withinDays: 30,
        is: 'at least',
        count: 1,
      }),
    );
    expect(await members(id)).toEqual([]);
    await log(hopfield.id, 'visit', '2026-06-01T09:00:00Z');
    expect(await members(id)).toEqual(['Hopfield']);
    world.setNow('2026-06-30T09:00:00Z');
    expect(await members(id)).toEqual(['Hopfield']);
    world.setNow('2026-07-01T09:00:02Z');
    expect(await members(id)).toEqual([]);
  });

  it('is counted anew when its rule changes', async () => {
    await account('Hopfield', { industry: 'Brewery' });
    await account('Dairyland', { industry: 'Dairy' });
    const made = await segment(all(industry('Brewery')));
    const changed = await marketing.call(
      c.changeSegment,
      { params: { id: made.id }, body: { rule: all(industry('Dairy')) } },
      { ifMatch: made.version },
    );
    expect(changed.progress).not.toBeNull();
    await keep();
    expect(await marketing.call(c.readSegment, { params: { id: made.id } })).toMatchObject({ progress: null });
    expect(await members(made.id)).toEqual(['Dairyland']);
  });

  it('is counted no further once it was deleted, and wholly when it is restored', async () => {
    await account('Hopfield', { industry: 'Brewery' });
    const made = await marketing.call(c.createSegment, { body: { name: 'Breweries', rule: all(industry('Brewery')) } });
    const database = connect(world.engine);
    let begun = false;
    const transact: typeof database.transact = async (...asked) => {
      const result = await database.transact(...asked);
      if (!begun) await (await world.as('owner')).call(c.deleteSegment, { params: { id: made.id } });
      begun = true;
      return result;
    };
    await keepSegments({ ...database, transact }, world.house.serving);
    const inIt = () =>
      database.asOwner(
        async (tx) =>
          (await tx.selectFrom('segment_member').select('account_id').where('segment_id', '=', made.id).execute())
            .length,
      );
    expect([begun, await inIt()]).toEqual([true, 0]);
    await (await world.as('owner')).call(c.restoreSegment, { params: { id: made.id } });
    await keep();
    expect(await members(made.id)).toEqual(['Hopfield']);
  });

  it('of a list holds whom people put into it', async () => {
    const hopfield = await account('Hopfield');
    const list = await segment(null);
    expect(
      (await marketing.call(c.addToSegment, { params: { id: list.id }, body: { accountIds: [hopfield.id] } })).added,
    ).toEqual([hopfield.id]);
    expect(
      (await marketing.call(c.addToSegment, { params: { id: list.id }, body: { accountIds: [hopfield.id] } })).added,
    ).toEqual([]);
    expect(await members(list.id)).toEqual(['Hopfield']);
    await marketing.call(c.removeFromSegment, { params: { id: list.id }, body: { accountIds: [hopfield.id] } });
    expect(await members(list.id)).toEqual([]);
  });

  it('shows a seller only the members that are theirs', async () => {
    const seller = await world.as('seller');
    await account('Hopfield', { industry: 'Brewery' });
    await account('Maltings', { industry: 'Brewery', ownerId: seller.memberId });
    const { id } = await segment(all(industry('Brewery')));
    expect((await seller.call(c.listSegmentMembers, { params: { id } })).items.map((i) => i.account.name)).toEqual([
      'Maltings',
    ]);
    expect(await members(id)).toEqual(['Hopfield', 'Maltings']);
    expect(await seller.call(c.readSegmentFigures, { params: { id } })).toMatchObject({ members: 1 });
  });
});

describe('a suspect', () => {
  it('is an organization with a need; a household only once somebody there opted in', async () => {
    await account('Hopfield');
    await account('The Brewers', { kind: 'household' });
    const { id } = await segment(all({ about: 'phase', in: ['shopping'] }));
    const stages = Object.fromEntries(
      (await marketing.call(c.listSegmentMembers, { params: { id } })).items.map((i) => [
        i.account.name,
        [i.stage, i.advice],
      ]),
    );
    expect(stages).toEqual({ Hopfield: ['suspect', 'introduce'], 'The Brewers': ['member', 'ask for consent'] });
  });

  it('becomes a prospect on evidence alone, which is shown', async () => {
    const hopfield = await account('Hopfield');
    const other = await account('Maltings');
    const { id } = await segment(all({ about: 'phase', in: ['shopping'] }));
    const { touchpoint } = await log(hopfield.id, 'inquiry', '2026-06-08T09:00:00Z');
    const [first] = (await owner.call(c.listNeeds, {})).items;
    expect(first).toMatchObject({
      account: { name: 'Hopfield' },
      stage: 'suspect',
      advice: 'ask about the need',
      signal: { touchpointId: touchpoint.id },
    });
    const move = (accountId: string, touchpointId: string) =>
      owner.call(c.makeProspect, {
        body: { segmentId: id, accountId, need: 'expressed', touchpointId, note: 'Asked for a plant' },
      });
    await expect(move(other.id, touchpoint.id)).rejects.toMatchObject({ status: 422 });
    const made = await move(hopfield.id, touchpoint.id);
    expect(made).toMatchObject({
      since: '2026-06-08T09:00:00.000Z',
      preference: 'unknown',
      evidence: [
        { what: 'need expressed', note: 'Asked for a plant', touchpoint: { id: touchpoint.id, subject: 'A inquiry' } },
      ],
    });
    const { touchpoint: call } = await log(hopfield.id, 'call');
    const preferred = await owner.call(
      c.notePreference,
      { params: { id: made.id }, body: { preference: 'yes', touchpointId: call.id } },
      { ifMatch: made.version },
    );
    expect(preferred.preference).toBe('yes');
    expect((await owner.call(c.listNeeds, { query: { stage: ['prospect'] } })).items).toMatchObject([
      { account: { name: 'Hopfield' }, advice: 'open a sale' },
    ]);
  });

  it('turns buyer when a sale is opened, and the segment tells how many did and how long it took', async () => {
    const hopfield = await account('Hopfield');
    await account('Maltings');
    const { id } = await segment(all({ about: 'phase', in: ['shopping'] }));
    world.setNow('2026-06-21T09:00:00Z');
    const { touchpoint } = await log(hopfield.id, 'inquiry');
    await owner.call(c.makeProspect, {
      body: { segmentId: id, accountId: hopfield.id, need: 'expressed', touchpointId: touchpoint.id },
    });
    world.setNow('2026-07-01T09:00:00Z');
    await owner.call(purchaseContract.createOpportunity, { body: { name: 'A plant', accountId: hopfield.id } });
    const figures = await owner.call(c.readSegmentFigures, { params: { id } });
    // Hopfield buys now, so the rule does not find it any more; what became of it is told all the same.
    expect(figures).toMatchObject({
      members: 1,
      suspects: 1,
      prospects: 0,
      buyers: 1,
      reached: 0,
      toProspect: { n: 1, of: 2, medianDays: 10 },
      toBuyer: { n: 1, of: 1 },
    });
    expect(figures.toBuyer.medianDays).toBeCloseTo(9.6, 0);
  });
});
