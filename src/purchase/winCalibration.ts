import { groupedFolds } from '../statistics/resampling.ts';
import { predictionQuality, type PredictionQuality } from '../statistics/predictionQuality.ts';
import { fitRidgeLogistic } from '../statistics/ridgeLogistic.ts';
import { columnsOf, rowOf, type Field, type SaleFacts } from './saleFeatures.ts';
import { baseSpread, shippedFields, shippedWinModel, winProbability, type WinModel } from './winProbability.ts';

/** A sale that was decided, with its facts as they were when a prediction would have been made. */
export type ClosedSale = { account: string; closedAt: Date; won: boolean; facts: SaleFacts };

export type Calibration = {
  /** What to use now. */
  model: WinModel;
  /**
   * `shipped defaults`: fewer than 10 events per free parameter, not yet calibrated on your data.
   * `defaults do better`: enough events, but on the latest sales the defaults predicted better.
   */
  status: 'shipped defaults' | 'defaults do better' | 'calibrated';
  sales: number;
  /** The rarer of won and lost. */
  events: number;
  freeParameters: number;
  eventsNeeded: number;
  /** On the latest sales, predicted from the earlier ones of other accounts; null below the minimum of events. */
  outOfTime: { calibrated: PredictionQuality; shipped: PredictionQuality } | null;
};

const eventsPerParameter = 10;

/** Fits the organization's own model, and adopts it only where it may be believed. */
export function calibrateWinModel(
  sales: readonly ClosedSale[],
  fields: readonly Field[] = shippedFields,
  report: (share: number) => void = () => {},
): Calibration {
  const shipped = shippedWinModel(fields);
  const won = sales.filter((sale) => sale.won).length;
  const events = Math.min(won, sales.length - won);
  const freeParameters = parametersThatVary(sales, fields);
  const eventsNeeded = eventsPerParameter * freeParameters;
  const known = { sales: sales.length, events, freeParameters, eventsNeeded };
  if (events < eventsNeeded || events === 0)
    return { ...known, model: shipped, status: 'shipped defaults', outOfTime: null };
  const outOfTime = compareOutOfTime(sales, fields, shipped);
  report(0.45);
  if (outOfTime.calibrated.logLoss > outOfTime.shipped.logLoss)
    return { ...known, model: shipped, status: 'defaults do better', outOfTime };
  return { ...known, model: fitWinModel(sales, fields), status: 'calibrated', outOfTime };
}

/** The maximum of the posterior: the shipped weights, moved as far as the sales justify. */
export function fitWinModel(sales: readonly ClosedSale[], fields: readonly Field[] = shippedFields): WinModel {
  const columns = columnsOf(fields);
  const fit = fitRidgeLogistic(
    sales.map((sale) => [1, ...rowOf(fields, sale.facts)]),
    sales.map(outcomeOf),
    {
      means: [0, ...columns.map((column) => column.weight)],
      precisions: [baseSpread ** -2, ...columns.map((column) => column.spread ** -2)],
    },
  );
  return { fields, coefficients: fit.coefficients, covariance: fit.covariance, origin: 'calibrated' };
}

/** Quality of predictions for sales whose account the model has not seen, over `folds` parts. */
export function crossValidatedQuality(
  sales: readonly ClosedSale[],
  fields: readonly Field[],
  options: { folds: number; seed: number },
): PredictionQuality {
  const fold = groupedFolds(
    sales.map((sale) => sale.account),
    options.folds,
    options.seed,
  );
  const probabilities = sales.map(() => 0);
  for (let part = 0; part < options.folds; part++) {
    const model = fitWinModel(
      sales.filter((_, i) => fold[i] !== part),
      fields,
    );
    sales.forEach((sale, i) => {
      if (fold[i] === part) probabilities[i] = winProbability(model, sale.facts).probability;
    });
  }
  return predictionQuality(probabilities, sales.map(outcomeOf));
}

/** The latest 30 % predicted from the earlier 70 %, without the accounts to be predicted. */
function compareOutOfTime(sales: readonly ClosedSale[], fields: readonly Field[], shipped: WinModel) {
  const byTime = [...sales].sort((a, b) => a.closedAt.getTime() - b.closedAt.getTime());
  const later = byTime.slice(Math.floor(0.7 * byTime.length));
  const accounts = new Set(later.map((sale) => sale.account));
  const earlier = byTime.slice(0, byTime.length - later.length).filter((sale) => !accounts.has(sale.account));
  const model = fitWinModel(earlier, fields);
  const qualityOf = (judged: WinModel) =>
    predictionQuality(
      later.map((sale) => winProbability(judged, sale.facts).probability),
      later.map(outcomeOf),
    );
  return { calibrated: qualityOf(model), shipped: qualityOf(shipped) };
}

/** The base and every column that is not the same in all sales. */
function parametersThatVary(sales: readonly ClosedSale[], fields: readonly Field[]): number {
  const rows = sales.map((sale) => rowOf(fields, sale.facts));
  return 1 + columnsOf(fields).filter((_, j) => rows.some((row) => row[j] !== rows[0]![j])).length;
}

const outcomeOf = (sale: ClosedSale) => (sale.won ? 1 : 0);
