/**
 * The expected course of trust and interest for each sale type, as a band by days from the close. Shipped templates,
 * used until the organization has closed enough sales of its own; they follow the course of the relationship cycle:
 * up to the close, down after it, up again to more than before.
 */
import { daysBetween, type CycleState } from './cycle.ts';
import type { Standing } from './position.ts';
import type { LineName } from './model.ts';
import type { SaleType } from './vocabulary.ts';

export interface Band {
  /** 0–100. */
  low: number;
  high: number;
}

export type Knot = readonly [day: number, low: number, high: number];
type Template = Record<LineName, readonly Knot[]>;

const templates: Record<SaleType, Template> = {
  commercial: {
    trust: [
      [-210, 15, 30],
      [-120, 34, 48],
      [-60, 45, 60],
      [0, 55, 70],
      [30, 53, 68],
      [110, 42, 60],
      [200, 52, 69],
      [300, 60, 77],
      [540, 62, 80],
    ],
    interest: [
      [-210, 12, 34],
      [-120, 36, 60],
      [-60, 46, 70],
      [0, 66, 88],
      [30, 46, 70],
      [110, 26, 50],
      [200, 36, 62],
      [300, 42, 68],
      [540, 42, 68],
    ],
  },
  relationship: {
    trust: [
      [-90, 18, 34],
      [-30, 34, 52],
      [0, 44, 62],
      [30, 42, 60],
      [75, 38, 57],
      [150, 50, 68],
      [270, 60, 78],
      [540, 66, 84],
    ],
    interest: [
      [-90, 14, 36],
      [-30, 36, 60],
      [0, 54, 78],
      [30, 40, 66],
      [75, 34, 58],
      [150, 42, 66],
      [270, 46, 70],
      [540, 48, 72],
    ],
  },
  consumer: {
    trust: [
      [-30, 18, 34],
      [-10, 30, 48],
      [0, 40, 60],
      [10, 38, 58],
      [30, 32, 52],
      [75, 38, 58],
      [180, 42, 64],
      [365, 42, 64],
    ],
    interest: [
      [-30, 14, 36],
      [-10, 40, 66],
      [0, 62, 86],
      [10, 48, 74],
      [30, 28, 52],
      [75, 26, 50],
      [180, 24, 50],
      [365, 24, 50],
    ],
  },
  retail: {
    trust: [
      [-14, 18, 34],
      [0, 30, 50],
      [14, 28, 48],
      [45, 26, 46],
      [120, 32, 54],
      [365, 36, 60],
    ],
    interest: [
      [-14, 14, 36],
      [0, 48, 74],
      [14, 36, 62],
      [45, 22, 46],
      [120, 26, 52],
      [365, 28, 54],
    ],
  },
};

type Side = 1 | 2;

function slope(left: Knot | undefined, right: Knot | undefined, side: Side): number {
  return left && right ? (right[side] - left[side]) / (right[0] - left[0]) : 0;
}

/** Slope of the curve in knot k: the harmonic mean of its neighbours' slopes, 0 at a turn, so that it never overshoots. */
function tangent(knots: readonly Knot[], k: number, side: Side): number {
  const before = slope(knots[k - 1], knots[k], side);
  const after = slope(knots[k], knots[k + 1], side);
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
}

function through(knots: readonly Knot[], days: number, side: Side): number {
  const next = knots.findIndex(([day]) => day > days);
  if (next === -1) return knots.at(-1)![side];
  const right = knots[next]!;
  const left = knots[next - 1];
  if (!left) return right[side];
  const width = right[0] - left[0];
  const t = (days - left[0]) / width;
  return (
    (1 + 2 * t) * (1 - t) ** 2 * left[side] +
    t * (1 - t) ** 2 * width * tangent(knots, next - 1, side) +
    t * t * (3 - 2 * t) * right[side] +
    t * t * (t - 1) * width * tangent(knots, next, side)
  );
}

/**
 * The band `days` from the close (negative before it): a smooth curve through the template, or through the organization's own knots,
 * constant beyond its ends.
 * @see Fritsch & Butland 1984 (monotone piecewise cubic interpolation).
 */
export function expectedBand(saleType: SaleType, line: LineName, days: number, own?: readonly Knot[]): Band {
  const knots = own ?? templates[saleType][line];
  return { low: through(knots, days, 1), high: through(knots, days, 2) };
}

export const templateDays = (saleType: SaleType, line: LineName): number[] =>
  templates[saleType][line].map(([day]) => day);

/** What places an account on the template: its first touchpoint and its closes, sorted. */
export interface Course {
  saleType: SaleType;
  standing: Standing;
  startedAt: number;
  closes: readonly number[];
}

export function courseOf(state: CycleState): Course {
  const { saleType, standing, startedAt, closedAt } = state;
  return { saleType, standing, startedAt, closes: closedAt === null ? [] : [closedAt] };
}

/**
 * Where the account is on the template at `at`, in days from the close. The way up to a close is stretched to the time
 * that this sale took; an open sale is where a usual sale of that age would be, and never past the close; a customer from
 * before our records is at the far end.
 */
export function daysFromClose({ saleType, standing, startedAt, closes }: Course, at: number): number {
  const { trust } = templates[saleType];
  const usualStart = trust[0]![0];
  const past = closes.findLast((close) => close <= at);
  if (past !== undefined) return daysBetween(past, at);
  const next = closes[0];
  if (next !== undefined && next > startedAt) return (usualStart * (next - at)) / (next - startedAt);
  if (standing !== 'prospect') return trust.at(-1)![0];
  return Math.min(0, usualStart + daysBetween(startedAt, at));
}
