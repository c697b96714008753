import { logBeta } from '../statistics/specialFunctions.ts';
import { fitPositive, type Fitted } from './positiveFit.ts';

/**
 * Contracts: at each renewal a customer leaves with a chance of his own, Beta(α, β) over customers. Those likely to leave
 * leave first, so the renewal rate rises with tenure without anyone changing.
 * Source: shifted-beta-geometric, Fader & Hardie 2007; residual value Fader & Hardie 2010.
 */
export type RenewalCurve = { alpha: number; beta: number };

/** Customers by tenure: `lost[t]` left at renewal t + 1, `kept[t]` are still there after t + 1 renewals and were last seen so. */
export type Tenures = { lost: readonly number[]; kept: readonly number[] };

/** Maximum likelihood. Refused below 20 customers, or where fewer than two different tenures tell the parameters apart. */
export function fitRenewalCurve({ lost, kept }: Tenures): Fitted<RenewalCurve> {
  const customers = [...lost, ...kept].reduce((sum, count) => sum + count, 0);
  if (customers < 20) return { refused: 'too few customers', customers };
  return fitPositive(
    { alpha: 1, beta: 2 },
    (curve) =>
      lost.reduce((sum, count, t) => sum + (count > 0 ? count * logLostAt(curve, t + 1) : 0), 0) +
      kept.reduce((sum, count, t) => sum + (count > 0 ? count * logSurvival(curve, t + 1) : 0), 0),
    customers,
  );
}

/** P(a new customer is still there after `renewals` renewals). */
export function survivalAfter(curve: RenewalCurve, renewals: number): number {
  return Math.exp(logSurvival(curve, renewals));
}

/** P(renews next | `renewals` renewals so far). */
export function renewalRate({ alpha, beta }: RenewalCurve, renewals: number): number {
  return (beta + renewals) / (alpha + beta + renewals);
}

/**
 * Discounted expected number of further renewals for a customer with `renewals` so far who is about to decide on the next:
 * Σ S(renewals + 1 + k) / S(renewals) / (1+d)^k for k = 0, 1 … Needs a discount rate d > 0 per period.
 */
export function discountedRenewals(curve: RenewalCurve, renewals: number, discount: number): number {
  if (!(discount > 0)) throw new RangeError('Without a discount the sum of future renewals may have no end');
  let sum = 0;
  let factor = 1;
  for (let done = renewals; factor > 1e-14 * (1 + sum); done++) {
    factor *= renewalRate(curve, done);
    sum += factor;
    factor /= 1 + discount;
  }
  return sum;
}

const logSurvival = ({ alpha, beta }: RenewalCurve, renewals: number) =>
  logBeta(alpha, beta + renewals) - logBeta(alpha, beta);

const logLostAt = ({ alpha, beta }: RenewalCurve, renewal: number) =>
  logBeta(alpha + 1, beta + renewal - 1) - logBeta(alpha, beta);
