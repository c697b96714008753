import { bfgs } from '../statistics/bfgs.ts';
import { numericHessian } from '../statistics/differences.ts';
import { invertPositiveDefinite, type Vector } from '../statistics/linearAlgebra.ts';

export type Refusal = 'too few customers' | 'no repeat purchase' | 'did not converge' | 'not determined by the data';

export type Fitted<Parameters> =
  | {
      parameters: Parameters;
      logLikelihood: number;
      standardErrors: Parameters;
      /** Covariance of the logs of the parameters, in their order. */
      logCovariance: number[][];
      customers: number;
    }
  | { refused: Refusal; customers: number };

/**
 * Maximum likelihood for parameters that must stay above zero: searched on their logs, where also the scale of time is a
 * mere shift. Refused, with the reason, when the search does not arrive or the curvature there is not positive definite:
 * then the data do not tell the parameters apart, and any figure made of them would be invented.
 */
export function fitPositive<Parameters extends Record<string, number>>(
  start: Parameters,
  logLikelihood: (parameters: Parameters) => number,
  customers: number,
): Fitted<Parameters> {
  const names = Object.keys(start);
  const named = (values: Vector): Parameters => ({
    ...start,
    ...Object.fromEntries(names.map((name, i) => [name, values[i]!])),
  });
  const objective = (logs: Vector) => -logLikelihood(named(logs.map(Math.exp)));
  const minimum = bfgs(
    objective,
    names.map((name) => Math.log(start[name]!)),
    { tolerance: 1e-9 },
  );
  if (!minimum.converged) return { refused: 'did not converge', customers };
  const logCovariance = invertPositiveDefinite(numericHessian(objective, minimum.x), 1e-6);
  if (!logCovariance) return { refused: 'not determined by the data', customers };
  const values = minimum.x.map(Math.exp);
  return {
    parameters: named(values),
    logLikelihood: -minimum.value,
    standardErrors: named(values.map((value, i) => value * Math.sqrt(logCovariance[i]![i]!))),
    logCovariance,
    customers,
  };
}
