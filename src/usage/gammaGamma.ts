import { logGamma } from '../statistics/specialFunctions.ts';
import { fitPositive, type Fitted } from './positiveFit.ts';

/**
 * What a customer spends per purchase: amounts are Gamma(p, ν) around the customer's own mean p/ν, and ν ~ Gamma(q, v)
 * over customers. Assumes that spend and frequency do not go together: show their correlation beside any use.
 * Source: Colombo & Jiang 1999, Fader, Hardie & Lee 2005.
 */
export type GammaGamma = { p: number; q: number; v: number };

/** A customer with at least one repeat purchase, and the mean amount of the repeats (> 0). */
export type RepeatSpend = { repeats: number; meanSpend: number };

/** Maximum likelihood. Refused below 20 customers with a repeat, or where the data do not tell the parameters apart. */
export function fitGammaGamma(spends: readonly RepeatSpend[]): Fitted<GammaGamma> {
  const customers = spends.length;
  if (customers < 20) return { refused: 'too few customers', customers };
  const mean = spends.reduce((sum, spend) => sum + spend.meanSpend, 0) / customers;
  return fitPositive(
    { p: 4, q: 4, v: (mean * 3) / 4 },
    (parameters) => spends.reduce((sum, spend) => sum + gammaGammaLogLikelihood(parameters, spend), 0),
    customers,
  );
}

/** ln of the density of one customer's mean spend given the number of repeats. */
export function gammaGammaLogLikelihood({ p, q, v }: GammaGamma, { repeats: x, meanSpend: m }: RepeatSpend): number {
  return (
    logGamma(p * x + q) -
    logGamma(p * x) -
    logGamma(q) +
    q * Math.log(v) +
    (p * x - 1) * Math.log(m) +
    p * x * Math.log(x) -
    (p * x + q) * Math.log(x * m + v)
  );
}

/**
 * The amount expected per future purchase: the customer's own mean, shrunk toward everybody's by how little is known.
 * Without a repeat (null) it is everybody's mean p·v/(q−1), infinite for q ≤ 1.
 */
export function expectedSpend({ p, q, v }: GammaGamma, known: RepeatSpend | null): number {
  const x = known?.repeats ?? 0;
  const total = known ? x * known.meanSpend : 0;
  const remaining = p * x + q - 1;
  return remaining > 0 ? (p * (v + total)) / remaining : Number.POSITIVE_INFINITY;
}
