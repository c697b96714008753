import { dot, quadraticForm } from '../statistics/linearAlgebra.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { logistic } from '../statistics/specialFunctions.ts';
import { columnsOf, rowOf, unknown, type Field, type SaleFacts } from './saleFeatures.ts';
import { buyingStages } from './stages.ts';

/** logit P(won) = base + Σ weight · column. A model carries where its weights come from. */
export type WinModel = {
  fields: readonly Field[];
  /** The base, then one per column of the fields. */
  coefficients: readonly number[];
  covariance: readonly (readonly number[])[];
  origin: 'shipped defaults' | 'calibrated';
};

/** The base stays within a few units of even odds unless the data say otherwise. */
export const baseSpread = 2;

/**
 * The fields that ship: sale type, evidence times profile match of each stage (`fit interest` … `fit action`, 0–1), the
 * relationship's interest and trust (0–100), and the sale's age in median cycles of its type. Alignment starts modest and
 * earns its weight from the organization's own sales; trust starts stronger, since relationship features predict best.
 */
export const shippedFields: readonly Field[] = [
  {
    name: 'sale type',
    kind: 'category',
    weights: { commercial: -0.6, relationship: 0.5, consumer: -0.3, retail: 0.2 },
    spread: 0.7,
  },
  ...buyingStages.map((stage): Field => ({
    name: `fit ${stage}`,
    kind: 'number',
    centre: 0.5,
    scale: 0.5,
    limit: 1,
    weight: 0.25,
    spread: 0.35,
  })),
  { name: 'interest', kind: 'number', centre: 50, scale: 25, limit: 2, weight: 0.35, spread: 0.35 },
  { name: 'trust', kind: 'number', centre: 50, scale: 25, limit: 2, weight: 0.5, spread: 0.35 },
  { name: 'age', kind: 'number', centre: 1, scale: 1, limit: 3, weight: -0.35, spread: 0.35 },
];

/** The model before any data of the organization. */
export function shippedWinModel(fields: readonly Field[] = shippedFields): WinModel {
  const columns = columnsOf(fields);
  const variances = [baseSpread ** 2, ...columns.map((column) => column.spread ** 2)];
  return {
    fields,
    coefficients: [0, ...columns.map((column) => column.weight)],
    covariance: variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0))),
    origin: 'shipped defaults',
  };
}

export type WinExplanation = {
  probability: number;
  low: number;
  high: number;
  /** Log-odds of a sale about which nothing speaks either way; base and contributions sum to logit P exactly. */
  base: number;
  /** Strongest first. `level` is the category, `unknown`, or null for a number. */
  contributions: { field: string; level: string | null; contribution: number }[];
};

/** P(won) with its interval (default 80 %) and what each fact adds to it in log-odds. */
export function winProbability(model: WinModel, facts: SaleFacts, level = 0.8): WinExplanation {
  const row = [1, ...rowOf(model.fields, facts)];
  const logOdds = dot(model.coefficients, row);
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(quadraticForm(model.covariance, row));
  const contributions = columnsOf(model.fields).flatMap((column, j) => {
    const value = row[j + 1]!;
    if (value === 0 && column.level !== null) return [];
    return { field: column.field, level: column.level, contribution: model.coefficients[j + 1]! * value };
  });
  return {
    probability: logistic(logOdds),
    low: logistic(logOdds - half),
    high: logistic(logOdds + half),
    base: model.coefficients[0]!,
    contributions: contributions
      .filter((part) => part.level !== null || isKnown(facts[part.field]))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}

const isKnown = (value: SaleFacts[string]) => value !== null && value !== undefined && value !== unknown;

export type OddsRatio = { field: string; level: string | null; ratio: number; low: number; high: number };

/** Per column: by what factor one unit (or this category) multiplies the odds of winning, with its interval. */
export function oddsRatios(model: WinModel, level = 0.95): OddsRatio[] {
  const z = normalQuantile(0.5 + level / 2);
  return columnsOf(model.fields).map((column, j) => {
    const weight = model.coefficients[j + 1]!;
    const half = z * Math.sqrt(model.covariance[j + 1]![j + 1]!);
    return {
      field: column.field,
      level: column.level,
      ratio: Math.exp(weight),
      low: Math.exp(weight - half),
      high: Math.exp(weight + half),
    };
  });
}
