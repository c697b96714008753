import { complementOverB } from '../statistics/hypergeometric.ts';
import { incompleteBeta } from '../statistics/incompleteBeta.ts';
import { logAddExp, logBeta, logGamma } from '../statistics/specialFunctions.ts';
import { fitPositive, type Fitted } from './positiveFit.ts';
import type { PurchaseHistory, WeightedHistory } from './purchaseHistory.ts';

/**
 * Repeat purchases until the customer silently leaves. While active, a customer buys at a rate λ ~ Gamma(r, α); after a
 * purchase he leaves with chance p ~ Beta(a, b). The two variants differ in one thing: in MBG/NBD the customer may also
 * leave right after the first purchase, in BG/NBD only after a repeat, so that there a one-time buyer counts as active
 * for ever: never use its chance of being active as a warning.
 *
 * Sources: BG/NBD Fader, Hardie & Lee 2005; MBG/NBD Batislam, Denizel & Filiztekin 2007.
 */
export type BetaGeometricVariant = 'BG/NBD' | 'MBG/NBD';

export type BetaGeometricParameters = { r: number; alpha: number; a: number; b: number };

export type BetaGeometric = BetaGeometricParameters & { variant: BetaGeometricVariant };

/** Maximum likelihood. Refused below 20 customers, without a repeat, or where the data do not tell the parameters apart. */
export function fitBetaGeometric(
  variant: BetaGeometricVariant,
  histories: readonly WeightedHistory[],
): Fitted<BetaGeometricParameters> {
  const customers = histories.reduce((sum, history) => sum + history.weight, 0);
  if (customers < 20) return { refused: 'too few customers', customers };
  if (histories.every((history) => history.repeats === 0)) return { refused: 'no repeat purchase', customers };
  const meanObserved = histories.reduce((sum, h) => sum + h.weight * h.observedFor, 0) / customers;
  return fitPositive(
    { r: 0.5, alpha: meanObserved / 5, a: 0.8, b: 2 },
    (parameters) =>
      histories.reduce((sum, h) => sum + h.weight * betaGeometricLogLikelihood({ ...parameters, variant }, h), 0),
    customers,
  );
}

/** ln of the density of one history. */
export function betaGeometricLogLikelihood(model: BetaGeometric, history: PurchaseHistory): number {
  const { r, alpha, a, b } = model;
  const { repeats: x } = history;
  return (
    logBeta(a, chancesToStay(model, x)) -
    logBeta(a, b) +
    logGamma(r + x) -
    logGamma(r) +
    r * Math.log(alpha) -
    (r + x) * Math.log(alpha + history.observedFor) +
    logAddExp(0, logOddsGone(model, history))
  );
}

/** P(still active now). 1 for every one-time buyer under BG/NBD. */
export function betaGeometricAlive(model: BetaGeometric, history: PurchaseHistory): number {
  return 1 / (1 + Math.exp(logOddsGone(model, history)));
}

/**
 * Purchases expected in the next `horizon` time units. Nothing overflows at x = 500; exact where a passes through 1.
 * NaN where the horizon is more than about 10,000 times α + the time observed.
 */
export function betaGeometricExpected(model: BetaGeometric, history: PurchaseHistory, horizon: number): number {
  const { r, alpha, a } = model;
  const c = a + chancesToStay(model, history.repeats) - 1;
  const z = horizon / (alpha + history.observedFor + horizon);
  return c * complementOverB(c - r - history.repeats, a - 1, c, z) * betaGeometricAlive(model, history);
}

const newcomer: PurchaseHistory = { repeats: 0, lastAt: 0, observedFor: 0 };

/** Repeat purchases expected of a new customer up to `time` after the first purchase. */
export function betaGeometricExpectedOfNew(model: BetaGeometric, time: number): number {
  return betaGeometricExpected(model, newcomer, time);
}

/** P(a new customer makes exactly `repeats` repeat purchases up to `time`). */
export function betaGeometricProbability(model: BetaGeometric, repeats: number, time: number): number {
  const { r, alpha, a, b, variant } = model;
  const stay = chancesToStay(model, repeats);
  const share = time / (alpha + time);
  const logCount =
    logGamma(r + repeats) -
    logGamma(r) -
    logGamma(repeats + 1) -
    r * Math.log1p(time / alpha) +
    (repeats === 0 ? 0 : repeats * Math.log(share));
  const active = Math.exp(logBeta(a, stay) - logBeta(a, b) + logCount);
  if (variant === 'BG/NBD' && repeats === 0) return active;
  const arrived = repeats === 0 ? 1 : incompleteBeta(share, repeats, r);
  return active + Math.exp(logBeta(a + 1, stay - 1) - logBeta(a, b)) * arrived;
}

/** The second parameter of the beta distribution of p for a customer who has stayed `repeats` times so far. */
const chancesToStay = ({ b, variant }: BetaGeometric, repeats: number) => b + repeats + (variant === 'MBG/NBD' ? 1 : 0);

/** ln of the odds that the customer left after the last purchase; −∞ where the variant does not allow it. */
function logOddsGone(model: BetaGeometric, { repeats, lastAt, observedFor }: PurchaseHistory): number {
  if (model.variant === 'BG/NBD' && repeats === 0) return Number.NEGATIVE_INFINITY;
  const { r, alpha, a } = model;
  return (
    Math.log(a / (chancesToStay(model, repeats) - 1)) +
    (r + repeats) * (Math.log(alpha + observedFor) - Math.log(alpha + lastAt))
  );
}
