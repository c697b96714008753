import { daysAfter } from '../../platform/days.ts';
import { buyingStages, type BuyingStage } from '../../purchase/stages.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { shareDifferenceInterval, wilsonInterval, type Interval } from '../../statistics/interval.ts';

/** The twelve months until now, and those before. */
export const passageSpans = ['now', 'before'] as const;

/** The months from which now and before are counted. */
export const spanOf = (now: Date): { from: string; until: string; beforeFrom: string } => ({
  from: daysAfter(now, -365),
  until: daysAfter(now, 1),
  beforeFrom: daysAfter(now, -730),
});

/** Closed sales by the stage in which they ended. */
export type Ended = { saleType: SaleType; stage: BuyingStage; outcome: 'won' | 'lost'; n: number };

export type Share = { passed: number; reached: number; share: number | null; interval: Interval };

export type Passage = {
  saleType: SaleType;
  stage: BuyingStage;
  now: Share;
  /** The same person in the year before. */
  before: Share;
  /** Colleagues who sell the same type. */
  peers: Share;
  /** Own share less that of the peers. */
  difference: (Interval & { difference: number }) | null;
  /** `behind` and `ahead` only where the interval excludes nothing; else chance explains it as well. */
  standing: 'behind' | 'ahead' | 'as usual' | 'too few';
};

/**
 * How many of the sales that reached a stage went beyond it. A won sale has passed all five; a lost one all before the stage
 * in which it was lost. Only types that the person has closed at least one sale of.
 */
export function passagesOf(now: readonly Ended[], before: readonly Ended[], peers: readonly Ended[]): Passage[] {
  const types = [...new Set(now.map((ended) => ended.saleType))];
  return types.flatMap((saleType) =>
    buyingStages.map((stage): Passage => {
      const mine = shareOf(now, saleType, stage);
      const theirs = shareOf(peers, saleType, stage);
      const enough = mine.reached >= fewest && theirs.reached >= fewest;
      const difference =
        mine.reached > 0 && theirs.reached > 0
          ? shareDifferenceInterval(
              { successes: mine.passed, trials: mine.reached },
              { successes: theirs.passed, trials: theirs.reached },
              0.9,
            )
          : null;
      return {
        saleType,
        stage,
        now: mine,
        before: shareOf(before, saleType, stage),
        peers: theirs,
        difference,
        standing:
          !enough || difference === null
            ? 'too few'
            : difference.high < 0
              ? 'behind'
              : difference.low > 0
                ? 'ahead'
                : 'as usual',
      };
    }),
  );
}

/** Fewer sales than these say nothing of a person. */
const fewest = 5;

function shareOf(ended: readonly Ended[], saleType: SaleType, stage: BuyingStage): Share {
  const at = buyingStages.indexOf(stage);
  const these = ended.filter((each) => each.saleType === saleType);
  const reached = count(these.filter((each) => each.outcome === 'won' || buyingStages.indexOf(each.stage) >= at));
  const passed = count(these.filter((each) => each.outcome === 'won' || buyingStages.indexOf(each.stage) > at));
  return {
    passed,
    reached,
    share: reached > 0 ? passed / reached : null,
    interval: wilsonInterval(passed, reached, 0.9),
  };
}

const count = (ended: readonly Ended[]) => ended.reduce((sum, { n }) => sum + n, 0);
