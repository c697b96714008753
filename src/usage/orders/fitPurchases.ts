import { dayOf } from '../../platform/days.ts';
import {
  betaGeometricAlive,
  betaGeometricExpected,
  fitBetaGeometric,
  type BetaGeometric,
  type BetaGeometricParameters,
} from '../betaGeometric.ts';
import { expectedSpend, fitGammaGamma, type GammaGamma } from '../gammaGamma.ts';
import { lifetimeValue, lifetimeValueInterval } from '../lifetimeValue.ts';
import { fitParetoNbd, paretoAlive, type ParetoNbd } from '../paretoNbd.ts';
import type { Fitted } from '../positiveFit.ts';
import { purchaseHistories, weighted, type CustomerPurchases } from '../purchaseHistory.ts';

/** What the lifetime value rests on, shown beside it. */
export interface Terms {
  months: number;
  /** A year, .1 for ten percent. */
  discount: number;
  /** Of the revenue, 0 to 1. */
  margin: number;
}

/** One fit over all customers. Days are `2026-06-11`; a purchase without a known amount has null. `size`: customers of the same size of purchase, by type of sale. */
export interface FitInput {
  purchases: readonly { customer: string; on: string; amount: number | null; size?: string | null }[];
  until: string;
  terms: Terms;
  /** Draws per customer for the interval. */
  draws?: number;
}

export interface FittedModel {
  model: 'MBG/NBD' | 'BG/NBD' | 'Pareto/NBD' | 'Gamma–Gamma';
  /** Null where it was refused. */
  parameters: Record<string, number> | null;
  standardErrors: Record<string, number> | null;
  logLikelihood: number | null;
  customers: number;
  refused: string | null;
}

export interface CustomerWorth {
  customer: string;
  repeats: number;
  firstOn: string;
  lastOn: string;
  alive: number;
  /** Purchases in the next twelve months. */
  expected: number;
  spend: number | null;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Chance to be still a customer by the other models. */
  others: Record<string, number>;
}

export interface PurchaseFit {
  models: FittedModel[];
  customers: number;
  purchases: number;
  worths: CustomerWorth[];
  /** Why there is nothing to say. */
  refused: string | null;
}

const daysPerWeek = 7;
const weeksPerMonth = 365.25 / 12 / daysPerWeek;
const day = 86_400_000;

/**
 * Fits MBG/NBD (the default), BG/NBD and Pareto/NBD to when customers bought, Gamma–Gamma to what they spent, and works out what each is
 * worth. Times in weeks, one purchase a day, the first purchase is no repeat. A café and a works are not of one population of amounts: those
 * of each size are divided by their usual amount before they are fitted together, and multiplied again. Runs for seconds: in a thread of its own.
 */
export function fitPurchases(
  { purchases, until, terms, draws }: FitInput,
  report: (share: number) => void = () => {},
): PurchaseFit {
  const histories = purchaseHistories(
    purchases.map(({ customer, on, amount }) => ({ customer, on: new Date(`${on}T12:00:00Z`), amount: amount ?? 0 })),
    new Date(`${until}T12:00:00Z`),
    daysPerWeek,
  );
  const distinct = weighted(histories);
  report(0.05);
  const mbg = fitBetaGeometric('MBG/NBD', distinct);
  report(0.3);
  const bg = fitBetaGeometric('BG/NBD', distinct);
  report(0.45);
  const pareto = fitParetoNbd(distinct);
  report(0.65);
  const unitOf = unitsOf(histories, purchases);
  // Means are rounded to cents, as amounts are.
  const gamma = fitGammaGamma(
    histories.flatMap(({ customer, repeats, meanSpend }) =>
      meanSpend === null ? [] : [{ repeats, meanSpend: Math.round(meanSpend * 100 + 1e-7) / 100 / unitOf(customer) }],
    ),
  );
  report(0.75);
  const models = [
    modelOf('MBG/NBD', mbg),
    modelOf('BG/NBD', bg),
    modelOf('Pareto/NBD', pareto),
    modelOf('Gamma–Gamma', gamma),
  ];
  const known = { models, customers: histories.length, purchases: purchases.length };
  if ('refused' in mbg) return { ...known, worths: [], refused: mbg.refused };

  const main: BetaGeometric = { variant: 'MBG/NBD', ...mbg.parameters };
  const spendModel = 'refused' in gamma ? null : gamma.parameters;
  const firstDay = Date.parse(`${until}T00:00:00Z`);
  const worths = histories.map((history, i) => {
    if (i % 200 === 0) report(0.75 + (0.25 * i) / histories.length);
    return {
      customer: history.customer,
      repeats: history.repeats,
      firstOn: dayText(firstDay - history.observedFor * daysPerWeek * day),
      lastOn: dayText(firstDay - (history.observedFor - history.lastAt) * daysPerWeek * day),
      alive: betaGeometricAlive(main, history),
      expected: betaGeometricExpected(main, history, 12 * weeksPerMonth),
      ...worthOf(
        history,
        main,
        spendModel,
        unitOf(history.customer),
        terms,
        draws ?? (histories.length > 20_000 ? 100 : 400),
        i,
      ),
      others: {
        ...('refused' in bg ? {} : { 'BG/NBD': betaGeometricAlive({ variant: 'BG/NBD', ...bg.parameters }, history) }),
        ...('refused' in pareto ? {} : { 'Pareto/NBD': paretoAlive(pareto.parameters, history) }),
      },
    };
  });
  report(1);
  return { ...known, worths, refused: null };
}

function worthOf(
  history: CustomerPurchases,
  purchases: BetaGeometric,
  spend: GammaGamma | null,
  unit: number,
  terms: Terms,
  draws: number,
  seed: number,
) {
  const nothing = { spend: null, value: null, low: null, high: null };
  if (!spend) return nothing;
  const own = history.meanSpend === null ? null : { repeats: history.repeats, meanSpend: history.meanSpend / unit };
  const each = unit * expectedSpend(spend, own);
  if (!Number.isFinite(each)) return nothing;
  const monthly = { periods: terms.months, discount: (1 + terms.discount) ** (1 / 12) - 1, margin: terms.margin };
  const value = lifetimeValue(
    (months) => betaGeometricExpected(purchases, history, months * weeksPerMonth),
    each,
    monthly,
  );
  const { low, high } = lifetimeValueInterval(
    { history, spend: own },
    { purchases, spend, periodLength: weeksPerMonth },
    monthly,
    { draws, seed: seed + 1 },
  );
  return { spend: each, value, low: unit * low, high: unit * high };
}

/** By what the amounts of each customer are divided: the geometric mean of those of the same size against that of all; 1 where there is one size, or nothing known of it. */
function unitsOf(
  histories: readonly CustomerPurchases[],
  purchases: FitInput['purchases'],
): (customer: string) => number {
  const sizeOf = new Map(purchases.map(({ customer, size }) => [customer, size ?? '']));
  const spending = histories.filter(({ meanSpend }) => meanSpend !== null && meanSpend > 0);
  const geometric = (of: typeof spending) =>
    Math.exp(of.reduce((sum, { meanSpend }) => sum + Math.log(meanSpend!), 0) / of.length);
  const all = geometric(spending);
  const units = new Map(
    [...Map.groupBy(spending, ({ customer }) => sizeOf.get(customer)!)].map(([size, of]) => [
      size,
      geometric(of) / all,
    ]),
  );
  return (customer) => units.get(sizeOf.get(customer)!) ?? 1;
}

function modelOf(
  model: FittedModel['model'],
  fit: Fitted<BetaGeometricParameters> | Fitted<ParetoNbd> | Fitted<GammaGamma>,
): FittedModel {
  if ('refused' in fit)
    return {
      model,
      parameters: null,
      standardErrors: null,
      logLikelihood: null,
      customers: fit.customers,
      refused: fit.refused,
    };
  return {
    model,
    parameters: { ...fit.parameters },
    standardErrors: { ...fit.standardErrors },
    logLikelihood: fit.logLikelihood,
    customers: fit.customers,
    refused: null,
  };
}

const dayText = (at: number) => dayOf(new Date(Math.round(at / day) * day));
