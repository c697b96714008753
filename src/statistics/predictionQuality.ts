import { mean } from './summary.ts';

/** What every claim about a prediction of yes or no is shown with. `constant` is the forecast "everyone alike". */
export type PredictionQuality = {
  n: number;
  events: number;
  auc: number;
  brier: number;
  logLoss: number;
  constant: { auc: number; brier: number; logLoss: number };
};

/** Quality of predicted probabilities against outcomes (0 or 1), n of each, beside the constant forecast. */
export function predictionQuality(probabilities: readonly number[], outcomes: readonly number[]): PredictionQuality {
  const base = mean(outcomes);
  const constant = outcomes.map(() => base);
  return {
    n: outcomes.length,
    events: outcomes.reduce((sum, outcome) => sum + outcome, 0),
    auc: areaUnderCurve(probabilities, outcomes),
    brier: brierScore(probabilities, outcomes),
    logLoss: logLoss(probabilities, outcomes),
    constant: { auc: 0.5, brier: brierScore(constant, outcomes), logLoss: logLoss(constant, outcomes) },
  };
}

/**
 * Chance that a random event scores above a random non-event, ties half (Mann & Whitney); NaN without both kinds.
 * O(n log n).
 */
export function areaUnderCurve(scores: readonly number[], outcomes: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let events = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to += 1;
    const sharedRank = (from + to + 1) / 2;
    for (let i = from; i < to; i++) {
      if (outcomes[order[i]!]! > 0) {
        events += 1;
        rankSum += sharedRank;
      }
    }
    from = to;
  }
  return (rankSum - (events * (events + 1)) / 2) / (events * (order.length - events));
}

/** Mean squared error of the probabilities. */
export function brierScore(probabilities: readonly number[], outcomes: readonly number[]): number {
  return mean(probabilities.map((p, i) => (p - outcomes[i]!) ** 2));
}

/** Mean negative log-likelihood in nats; probabilities are kept 1e-15 away from 0 and 1. */
export function logLoss(probabilities: readonly number[], outcomes: readonly number[]): number {
  return mean(
    probabilities.map((p, i) => {
      const kept = Math.min(1 - 1e-15, Math.max(1e-15, p));
      return -(outcomes[i]! * Math.log(kept) + (1 - outcomes[i]!) * Math.log1p(-kept));
    }),
  );
}

export type CalibrationBin = { n: number; predicted: number; observed: number };

/** Predicted against observed share in `bins` groups of equal size, from the least to the most probable. */
export function calibrationBins(
  probabilities: readonly number[],
  outcomes: readonly number[],
  bins = 10,
): CalibrationBin[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  return Array.from({ length: bins }, (_, bin) =>
    order.slice(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins)),
  )
    .filter((members) => members.length > 0)
    .map((members) => ({
      n: members.length,
      predicted: mean(members.map((i) => probabilities[i]!)),
      observed: mean(members.map((i) => outcomes[i]!)),
    }));
}
