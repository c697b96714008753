import { describe, expect, it } from 'vitest';
import { choose, type AssignmentCandidate } from './assign.ts';
import { mixOf } from './mix.ts';
import { rolledUp, territoryOf, type Placed, type Territory } from './territories.ts';

const account = (more: Partial<Placed>): Placed => ({
  id: 'a',
  country: 'AT',
  city: 'Graz',
  industry: 'Dairy',
  tags: [],
  employees: 80,
  segmentIds: [],
  ...more,
});

describe('territories', () => {
  const tree: Territory[] = [
    { id: 'alps', name: 'Alps', parentId: null, rule: { countries: ['AT', 'CH'] } },
    { id: 'dairies', name: 'Alpine dairies', parentId: 'alps', rule: { countries: ['at'], industries: ['dairy'] } },
    { id: 'large', name: 'Large', parentId: null, rule: { minEmployees: 500 } },
    { id: 'named', name: 'Named', parentId: null, rule: { accountIds: ['key'] } },
    { id: 'world', name: 'World', parentId: null, rule: {} },
  ];
  const of = (more: Partial<Placed>) => territoryOf(account(more), tree)?.id ?? null;

  it('hold an account in the deepest one whose rule it meets, and a named account where it is named', () => {
    expect(of({})).toBe('dairies');
    expect(of({ industry: 'Brewery' })).toBe('alps');
    expect(of({ country: 'SE', employees: 900 })).toBe('large');
    expect(of({ country: 'SE' })).toBeNull();
    expect(of({ id: 'key' })).toBe('named');
    expect(of({ country: null, industry: null, employees: null })).toBeNull();
  });

  it('count what their children hold', () => {
    const sums = rolledUp(
      tree,
      new Map([
        ['alps', { n: 2 }],
        ['dairies', { n: 5 }],
      ]),
      { n: 0 },
    );
    expect([sums.get('alps'), sums.get('dairies'), sums.get('world')]).toEqual([{ n: 7 }, { n: 5 }, { n: 0 }]);
  });
});

describe('assignment', () => {
  const of = (id: string, more: Partial<AssignmentCandidate> = {}): AssignmentCandidate => ({
    id,
    name: id,
    openSales: 4,
    capacity: 10,
    fit: null,
    covers: false,
    lastAt: null,
    ...more,
  });
  const about = { profile: 'consultative' as const, territory: 'Alps' };

  it('goes round, and to whoever waited longest', () => {
    expect(
      choose('round robin', [of('ann', { lastAt: 5 }), of('bob', { lastAt: 2 }), of('cid', { lastAt: 9 })], about)?.id,
    ).toBe('bob');
    expect(choose('round robin', [of('ann', { lastAt: 5 }), of('new')], about)?.id).toBe('new');
  });
  it('goes to who carries least against what they can, not to who has fewest sales', () => {
    expect(
      choose(
        'load',
        [of('part time', { openSales: 3, capacity: 4 }), of('full time', { openSales: 5, capacity: 12 })],
        about,
      )?.id,
    ).toBe('full time');
  });
  it('goes to who fits best, where unknown counts as middling', () => {
    const found = choose('fit', [of('ann', { fit: 0.3 }), of('bob'), of('cid', { fit: 0.8, openSales: 9 })], about);
    expect(found).toMatchObject({ id: 'cid', why: { fit: 0.8, profile: 'consultative', among: 3 } });
  });
  it('goes to nobody who is full, says who was passed over, and to nobody at all rather than outside of the territory', () => {
    expect(choose('load', [of('ann', { openSales: 10 }), of('bob')], about)).toMatchObject({
      id: 'bob',
      why: { full: ['ann'] },
    });
    expect(choose('territory', [of('ann')], about)).toBeNull();
    expect(choose('territory', [of('ann'), of('bob', { covers: true, openSales: 9 })], about)?.id).toBe('bob');
  });
});

describe('the mix of the pipeline', () => {
  it('says where sales of a type ask for more than the people who sell it can carry', () => {
    const mix = mixOf(
      [
        { saleType: 'commercial', sales: 6, amount: 900 },
        { saleType: 'retail', sales: 4, amount: 100 },
      ],
      [
        { profile: 'consultative', capacity: 10 },
        { profile: 'display', capacity: 20 },
        { profile: 'route', capacity: 20 },
      ],
    );
    expect(mix.map((row) => [row.saleType, row.salesShare, row.capacityShare, row.verdict])).toEqual([
      ['commercial', 0.6, 0.2, 'short'],
      ['relationship', 0, 0.4, 'idle'],
      ['consumer', 0, 0, 'even'],
      ['retail', 0.4, 0.4, 'even'],
    ]);
  });
  it('says nothing where either side is not known', () => {
    expect(mixOf([{ saleType: 'retail', sales: 4, amount: 1 }], []).every((row) => row.verdict === 'even')).toBe(true);
  });
});
