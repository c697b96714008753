import { dot, quadraticForm } from '../statistics/linearAlgebra.ts';
import { fitRidgeLogistic } from '../statistics/ridgeLogistic.ts';
import { logistic } from '../statistics/specialFunctions.ts';

/**
 * The chance that one account leaves at its next renewal: a discrete-time hazard on tenure and on what is known of the
 * account at the moment of decision (trust, use, open cases), each measured in its own standard deviations.
 * Source: Allison 1982, discrete-time logistic hazard, here with a normal prior.
 */
export type RenewalHazard = {
  features: readonly string[];
  /** Intercept, ln(tenure + 1), then one per feature. */
  coefficients: readonly number[];
  covariance: readonly (readonly number[])[];
  decisions: number;
  losses: number;
  /** False while there are fewer than 10 losses per coefficient: then these are shipped defaults, hardly moved by data. */
  calibrated: boolean;
};

/** One past decision, its features frozen at that moment. `renewals` is how often the account had renewed before. */
export type RenewalDecision = { renewals: number; features: readonly number[]; lost: boolean };

/** The default before any data: about one in eight leaves at the first renewal, fewer with tenure. */
const priorIntercept = -2;
const priorTenure = -0.4;

/** Maximum of the posterior over past decisions; without any it is the shipped default. */
export function fitRenewalHazard(features: readonly string[], decisions: readonly RenewalDecision[]): RenewalHazard {
  const fit = fitRidgeLogistic(
    decisions.map(rowOf),
    decisions.map((decision) => (decision.lost ? 1 : 0)),
    {
      means: [priorIntercept, priorTenure, ...features.map(() => 0)],
      precisions: [1, 4, ...features.map(() => 4)],
    },
  );
  const losses = decisions.filter((decision) => decision.lost).length;
  return {
    features,
    coefficients: fit.coefficients,
    covariance: fit.covariance,
    decisions: decisions.length,
    losses,
    calibrated: losses >= 10 * (features.length + 2),
  };
}

/** P(leaves at the next renewal) with the parts of its log-odds, which sum up to it, and its standard error on that scale. */
export function renewalRisk(hazard: RenewalHazard, account: Omit<RenewalDecision, 'lost'>) {
  const row = rowOf(account);
  const parts = hazard.coefficients.map((coefficient, j) => coefficient * row[j]!);
  return {
    probability: logistic(dot(hazard.coefficients, row)),
    base: parts[0]!,
    tenure: parts[1]!,
    features: hazard.features.map((feature, j) => ({ feature, contribution: parts[j + 2]! })),
    standardError: Math.sqrt(quadraticForm(hazard.covariance, row)),
  };
}

const rowOf = ({ renewals, features }: Omit<RenewalDecision, 'lost'>) => [1, Math.log1p(renewals), ...features];
