import type { Matrix } from '../../statistics/linearAlgebra.ts';
import { mean, variance } from '../../statistics/summary.ts';

/** May these two groups be compared at all? */
export type Imbalance = {
  /** Per column known before the training, the difference in means in pooled standard deviations, largest first. */
  differences: { column: string; standardised: number }[];
  /** Comparable below one quarter everywhere. */
  comparable: boolean;
};

const limit = 0.25;

/**
 * Where chance did not decide who was trained, groups that differed by a quarter of a standard deviation or more before the
 * training cannot be compared by their means: the difference is who they were, not what they learnt.
 * Source: Imbens & Rubin 2015, chapter 14.
 */
export function imbalance(columns: readonly string[], trained: Matrix, others: Matrix): Imbalance {
  const differences = columns.map((column, j) => {
    const first = trained.map((row) => row[j]!);
    const second = others.map((row) => row[j]!);
    const spread = Math.sqrt((variance(first) + variance(second)) / 2);
    const difference = mean(first) - mean(second);
    return {
      column,
      standardised: spread > 0 ? difference / spread : difference === 0 ? 0 : Math.sign(difference) * Infinity,
    };
  });
  return {
    differences: differences.sort((a, b) => Math.abs(b.standardised) - Math.abs(a.standardised)),
    comparable: differences.every(({ standardised }) => Math.abs(standardised) < limit),
  };
}

export type Claim = {
  /** `effect` where chance assigned, or a staggered roll-out passes its check before training; else at most an association. */
  word: 'effect' | 'association' | 'not shown';
  reason:
    | 'assigned by chance'
    | 'waiting list'
    | 'later groups as comparison'
    | 'the groups moved apart before the training'
    | 'nobody was assigned by chance'
    | 'the groups differed before the training';
};

export type TrainingDesign =
  | { kind: 'randomised' }
  | { kind: 'waiting list' }
  | { kind: 'staggered'; parallelBefore: boolean }
  | { kind: 'observed'; imbalance: Imbalance; adjusted: boolean };

/** How much a comparison may claim. A biased one is flagged and its number is not printed as an effect. */
export function claimOf(design: TrainingDesign): Claim {
  if (design.kind === 'randomised') return { word: 'effect', reason: 'assigned by chance' };
  if (design.kind === 'waiting list') return { word: 'effect', reason: 'waiting list' };
  if (design.kind === 'staggered')
    return design.parallelBefore
      ? { word: 'effect', reason: 'later groups as comparison' }
      : { word: 'association', reason: 'the groups moved apart before the training' };
  return design.imbalance.comparable || design.adjusted
    ? { word: 'association', reason: 'nobody was assigned by chance' }
    : { word: 'not shown', reason: 'the groups differed before the training' };
}
