import { describe, expect, it } from 'vitest';
import { agendaOf, type AgendaRelationship, type AgendaSale } from './agenda.ts';
import { passagesOf, type Ended } from './passage.ts';
import { profileOf } from './profile.ts';

const ended = (stage: Ended['stage'], outcome: Ended['outcome'], n: number): Ended => ({
  saleType: 'commercial',
  stage,
  outcome,
  n,
});

describe('stage conversion', () => {
  const peers = [ended('action', 'won', 60), ended('assessment', 'lost', 20), ended('commitment', 'lost', 20)];

  it('counts a won sale through all five stages, and a lost one up to the stage in which it was lost', () => {
    const passages = passagesOf([ended('action', 'won', 6), ended('involvement', 'lost', 4)], [], peers);
    expect(passages.map(({ stage, now }) => [stage, now.passed, now.reached])).toEqual([
      ['interest', 10, 10],
      ['assessment', 10, 10],
      ['involvement', 6, 10],
      ['commitment', 6, 6],
      ['action', 6, 6],
    ]);
  });

  it('calls somebody behind only where chance does not explain it as well, and says nothing of a few sales', () => {
    const of = (own: Ended[], stage: Ended['stage']) =>
      passagesOf(own, [], peers).find((each) => each.stage === stage)!.standing;
    expect(of([ended('action', 'won', 4), ended('commitment', 'lost', 16)], 'commitment')).toBe('behind');
    expect(of([ended('action', 'won', 7), ended('commitment', 'lost', 3)], 'commitment')).toBe('as usual');
    expect(of([ended('action', 'won', 1), ended('commitment', 'lost', 2)], 'commitment')).toBe('too few');
  });
});

describe('the profile of a seller', () => {
  const everybody = [{ saleType: 'commercial' as const, won: 50, closed: 100 }];

  it('rests on little where little is known, and says so by its interval', () => {
    const [after3] = profileOf([], [{ saleType: 'commercial', won: 3, closed: 3 }], everybody);
    const [after30] = profileOf([], [{ saleType: 'commercial', won: 28, closed: 30 }], everybody);
    expect(after3!.observed.share).toBeLessThan(0.65);
    expect(after30!.score).toBeGreaterThan(after3!.score!);
    expect(after3!.high - after3!.low).toBeGreaterThan(after30!.high - after30!.low);
    expect(after3!.low).toBeLessThan(0.5);
    expect(after30!.low).toBeGreaterThan(0.5);
  });

  it('comes from answers before there are results, and is not known without either', () => {
    const scores = profileOf(
      [{ 'asks before proposing': 5, 'brings the deciders together': 5, 'stays with a long decision': 4 }],
      [],
      [],
    );
    const consultative = scores.find((score) => score.profile === 'consultative')!;
    expect(consultative.score).toBeCloseTo(11 / 12, 10);
    expect(consultative.answered.people).toBe(1);
    expect(scores.find((score) => score.profile === 'route')!.score).toBeNull();
  });

  it('lets a year of results outweigh opinions', () => {
    const flattering = {
      'asks before proposing': 5,
      'brings the deciders together': 5,
      'stays with a long decision': 5,
    } as const;
    const [seen] = profileOf([flattering], [{ saleType: 'commercial', won: 6, closed: 40 }], everybody);
    expect(seen!.score).toBeLessThan(0.5);
  });
});

describe('the agenda of a one-to-one', () => {
  const now = new Date('2026-06-11T09:00:00Z');
  const sale = (id: string, more: Partial<AgendaSale>): AgendaSale => ({
    id,
    name: id,
    accountName: null,
    saleType: 'commercial',
    stage: 'commitment',
    amount: 10_000,
    daysInStage: 5,
    stuck: false,
    expectedCloseOn: '2026-09-01',
    slipped: 0,
    nextStepDue: '2026-06-20',
    ...more,
  });
  const relationship = (accountId: string, more: Partial<AgendaRelationship>): AgendaRelationship => ({
    accountId,
    name: accountId,
    phase: 'usage',
    position: 'realized',
    probability: 0.9,
    trust: 70,
    trustMove: 0,
    revenue: 50_000,
    lastTouchAt: '2026-06-01T09:00:00Z',
    nextStepDue: '2026-06-20',
    ...more,
  });

  it('takes the three sales with most at stake and most that speaks for it, never one that runs well', () => {
    const { sales } = agendaOf(
      {
        sales: [
          sale('runs well', { amount: 500_000 }),
          sale('small and stuck', { amount: 100, stuck: true }),
          sale('passed', { amount: 80_000, expectedCloseOn: '2026-06-01', stuck: true }),
          sale('no step', { amount: 40_000, nextStepDue: null }),
          sale('slipped twice', { amount: 60_000, slipped: 2, nextStepDue: '2026-06-01' }),
        ].filter((each) => each.id !== 'runs well' || each.amount > 0),
        relationships: [],
        passages: [],
        ratings: [],
      },
      now,
    );
    expect(sales.map((each) => each.id)).not.toContain('small and stuck');
    expect(sales.find((each) => each.id === 'passed')!.reasons).toEqual(['date passed', 'stuck']);
    expect(sales).toHaveLength(3);
  });

  it('takes the relationship in trouble before a larger one that is only silent, and a skill where the figures show it', () => {
    const passages = passagesOf(
      [ended('action', 'won', 4), ended('commitment', 'lost', 16)],
      [],
      [ended('action', 'won', 80), ended('commitment', 'lost', 20)],
    );
    const agenda = agendaOf(
      {
        sales: [],
        relationships: [
          relationship('fine', {}),
          relationship('silent', { revenue: 60_000, lastTouchAt: '2026-02-01T09:00:00Z' }),
          relationship('trouble', { position: 'disillusionment', probability: 0.8, trustMove: -12 }),
        ],
        passages,
        ratings: [{ saleType: 'commercial', stage: 'interest', rating: 2 }],
      },
      now,
    );
    expect(agenda.relationships.map((each) => [each.accountId, each.reasons])).toEqual([
      ['trouble', ['in trouble', 'falling']],
      ['silent', ['silent']],
    ]);
    expect(agenda.skill).toMatchObject({ stage: 'commitment', reason: 'behind peers' });
  });
});
