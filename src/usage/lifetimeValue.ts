import type { Interval } from '../statistics/interval.ts';
import { drawBeta, drawExponential, drawGamma, seededRandom, type Random } from '../statistics/randomness.ts';
import { mean, quantile } from '../statistics/summary.ts';
import { betaGeometricAlive, type BetaGeometric } from './betaGeometric.ts';
import type { GammaGamma, RepeatSpend } from './gammaGamma.ts';
import type { PurchaseHistory } from './purchaseHistory.ts';

/** What the figure rests on, always shown beside it. Discount per period; margin as a share of spend. */
export type ValueTerms = { periods: number; discount: number; margin: number };

/**
 * Σ (E(k) − E(k−1)) · margin · spend / (1+d)^k for k = 1 … periods, where `expectedPurchases` counts those up to the end
 * of period k. Source: Fader, Hardie & Lee 2005.
 */
export function lifetimeValue(
  expectedPurchases: (periods: number) => number,
  spend: number,
  terms: ValueTerms,
): number {
  let value = 0;
  let before = 0;
  for (let k = 1; k <= terms.periods; k++) {
    const upToHere = expectedPurchases(k);
    value += ((upToHere - before) * terms.margin * spend) / (1 + terms.discount) ** k;
    before = upToHere;
  }
  return value;
}

/**
 * Where one customer's own value will lie: futures drawn from what is known of this customer (active or not, rate, chance
 * to leave, spend) under MBG/NBD or BG/NBD and Gamma–Gamma. Wide, and rightly so: most of it is chance, not ignorance of
 * the parameters. `periodLength` is one period in the model's time unit. Reproducible from the seed.
 */
export function lifetimeValueInterval(
  customer: { history: PurchaseHistory; spend: RepeatSpend | null },
  models: { purchases: BetaGeometric; spend: GammaGamma; periodLength: number },
  terms: ValueTerms,
  options: { draws: number; seed: number; level?: number },
): Interval & { mean: number } {
  const random = seededRandom(options.seed);
  const alive = betaGeometricAlive(models.purchases, customer.history);
  const draws = Array.from({ length: options.draws }, () => {
    if (random() >= alive) return 0;
    const perPurchase = terms.margin * drawSpend(random, models.spend, customer.spend);
    return perPurchase * drawDiscountedPurchases(random, models, customer.history, terms);
  });
  const level = options.level ?? 0.8;
  return { mean: mean(draws), low: quantile(draws, (1 - level) / 2), high: quantile(draws, (1 + level) / 2) };
}

function drawSpend(random: Random, { p, q, v }: GammaGamma, known: RepeatSpend | null): number {
  const x = known?.repeats ?? 0;
  return p / drawGamma(random, q + p * x, v + (known ? x * known.meanSpend : 0));
}

function drawDiscountedPurchases(
  random: Random,
  { purchases: { r, alpha, a, b, variant }, periodLength }: { purchases: BetaGeometric; periodLength: number },
  { repeats, observedFor }: PurchaseHistory,
  terms: ValueTerms,
): number {
  const rate = drawGamma(random, r + repeats, alpha + observedFor);
  const leaving = drawBeta(random, a, b + repeats + (variant === 'MBG/NBD' ? 1 : 0));
  let total = 0;
  let at = drawExponential(random, rate);
  while (at <= terms.periods * periodLength) {
    total += (1 + terms.discount) ** -Math.ceil(at / periodLength);
    if (random() < leaving) break;
    at += drawExponential(random, rate);
  }
  return total;
}
