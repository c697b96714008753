import { logHypergeometric } from '../statistics/hypergeometric.ts';
import { logAddExp, logGamma, logSubExp } from '../statistics/specialFunctions.ts';
import { fitPositive, type Fitted } from './positiveFit.ts';
import type { PurchaseHistory, WeightedHistory } from './purchaseHistory.ts';

/**
 * Repeat purchases at a rate λ ~ Gamma(r, α) until the customer leaves, which can happen at any moment, at a rate
 * μ ~ Gamma(s, β). Everything in log space: nothing underflows at hundreds of purchases.
 * Source: Schmittlein, Morrison & Colombo 1987, in the form of Fader & Hardie 2005.
 */
export type ParetoNbd = { r: number; alpha: number; s: number; beta: number };

/** Maximum likelihood. Refused below 20 customers, without a repeat, or where the data do not tell the parameters apart. */
export function fitParetoNbd(histories: readonly WeightedHistory[]): Fitted<ParetoNbd> {
  const customers = histories.reduce((sum, history) => sum + history.weight, 0);
  if (customers < 20) return { refused: 'too few customers', customers };
  if (histories.every((history) => history.repeats === 0)) return { refused: 'no repeat purchase', customers };
  const meanObserved = histories.reduce((sum, h) => sum + h.weight * h.observedFor, 0) / customers;
  return fitPositive(
    { r: 0.5, alpha: meanObserved / 4, s: 0.6, beta: meanObserved / 3 },
    (parameters) => histories.reduce((sum, h) => sum + h.weight * paretoLogLikelihood(parameters, h), 0),
    customers,
  );
}

/** ln of the density of one history. */
export function paretoLogLikelihood(model: ParetoNbd, history: PurchaseHistory): number {
  const { r, alpha, s, beta } = model;
  const x = history.repeats;
  return (
    logGamma(r + x) -
    logGamma(r) +
    r * Math.log(alpha) +
    s * Math.log(beta) +
    logActive(model, history) +
    logAddExp(0, logOddsGone(model, history))
  );
}

/** P(still active now). */
export function paretoAlive(model: ParetoNbd, history: PurchaseHistory): number {
  return 1 / (1 + Math.exp(logOddsGone(model, history)));
}

/** Purchases expected in the next `horizon` time units. Exact where s passes through 1. */
export function paretoExpected(model: ParetoNbd, history: PurchaseHistory, horizon: number): number {
  const { r, alpha, s, beta } = model;
  const { repeats, observedFor } = history;
  const rate = (r + repeats) / (alpha + observedFor);
  return rate * activeTime(beta + observedFor, s, horizon) * paretoAlive(model, history);
}

/** Repeat purchases expected of a new customer up to `time` after the first purchase. */
export function paretoExpectedOfNew({ r, alpha, s, beta }: ParetoNbd, time: number): number {
  return (r / alpha) * activeTime(beta, s, time);
}

/** β/(s−1) · [1 − (β/(β+t))^(s−1)]: the time a customer who is active now will stay so, up to the horizon. */
function activeTime(beta: number, s: number, horizon: number): number {
  const logRatio = Math.log1p(horizon / beta);
  const exponent = (1 - s) * logRatio;
  return Math.abs(exponent) < 1e-12 ? beta * logRatio : (beta * Math.expm1(exponent)) / (1 - s);
}

/** ln of the likelihood's part for a customer still active. */
const logActive = ({ r, alpha, s, beta }: ParetoNbd, { repeats, observedFor }: PurchaseHistory) =>
  -(r + repeats) * Math.log(alpha + observedFor) - s * Math.log(beta + observedFor);

/** ln of the odds that the customer left between the last purchase and now. */
function logOddsGone(model: ParetoNbd, history: PurchaseHistory): number {
  const { r, s } = model;
  const { repeats, lastAt, observedFor } = history;
  const left = logSubExp(logTail(model, repeats, lastAt), logTail(model, repeats, observedFor));
  return Math.log(s / (r + s + repeats)) + left - logActive(model, history);
}

/**
 * ln of ₂F₁(r+s+x, b; r+s+x+1; |α−β|/(max+t)) / (max+t)^(r+s+x), which is (r+s+x) times the chance of leaving after t:
 * b is s + 1 where α ≥ β and r + x where α < β.
 */
function logTail({ r, alpha, s, beta }: ParetoNbd, repeats: number, time: number): number {
  const larger = Math.max(alpha, beta) + time;
  const total = r + s + repeats;
  const other = alpha >= beta ? s + 1 : r + repeats;
  return logHypergeometric(total, other, total + 1, Math.abs(alpha - beta) / larger) - total * Math.log(larger);
}
