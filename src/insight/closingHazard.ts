/**
 * How fast sales are won and lost at each age: cause-specific hazards, constant within bins of age, from everything that
 * was known on a day. Source: Holford 1980 (piecewise constant hazards); competing risks Prentice et al. 1978.
 */
export type SaleHistory = {
  openedOn: Date;
  closedOn: Date | null;
  won: boolean;
  /** What it was worth when won, else what it is offered at; together, where it stands for several. */
  amount: number;
  /** How many sales of the same days it stands for; one, where nothing is said. */
  sales?: number;
};

export type ClosingHazard = {
  binDays: number;
  /** Per day and bin of age; the last bin holds for all older ages. */
  winning: readonly number[];
  losing: readonly number[];
};

const day = 86_400_000;
export const ageInDays = (sale: Pick<SaleHistory, 'openedOn'>, at: Date) =>
  (at.getTime() - sale.openedOn.getTime()) / day;

/** A bin borrows this many days of exposure from the average over all ages, so that thin bins say nothing wild. */
const borrowedDays = 60;

/** Hazards as known on the day `asOf`: what closed or opened later is not looked at. */
export function closingHazard(sales: readonly SaleHistory[], asOf: Date, binDays = 10, bins = 40): ClosingHazard {
  const exposure = zeros(bins);
  const wins = zeros(bins);
  const losses = zeros(bins);
  for (const sale of sales) {
    if (sale.openedOn >= asOf) continue;
    const { sales: n = 1 } = sale;
    const isClosed = sale.closedOn !== null && sale.closedOn < asOf;
    const age = ageInDays(sale, isClosed ? sale.closedOn! : asOf);
    for (let bin = 0; bin < bins; bin++) {
      const from = bin * binDays;
      if (age <= from && bin > 0) break;
      exposure[bin]! += n * Math.max(0, (bin === bins - 1 ? age : Math.min(age, from + binDays)) - from);
    }
    if (!isClosed) continue;
    const bin = Math.min(bins - 1, Math.floor(age / binDays));
    if (sale.won) wins[bin]! += n;
    else losses[bin]! += n;
  }
  return { binDays, winning: shrunk(wins, exposure), losing: shrunk(losses, exposure) };
}

/** P(won within the next `days` | open at this age), and P(won within `days` of opening) at age 0. */
export function chanceToWinWithin(hazard: ClosingHazard, age: number, days: number): number {
  const last = hazard.winning.length - 1;
  let open = 1;
  let won = 0;
  let at = age;
  const end = age + days;
  while (at < end) {
    const bin = Math.min(last, Math.floor(at / hazard.binDays));
    const next = bin === last ? end : Math.min(end, (bin + 1) * hazard.binDays);
    const winning = hazard.winning[bin]!;
    const total = winning + hazard.losing[bin]!;
    const leaving = -Math.expm1(-total * (next - at));
    if (total > 0) won += (open * leaving * winning) / total;
    open *= 1 - leaving;
    at = next;
  }
  return won;
}

function shrunk(events: readonly number[], exposure: readonly number[]): number[] {
  const days = exposure.reduce((sum, value) => sum + value, 0);
  const average = days > 0 ? events.reduce((sum, value) => sum + value, 0) / days : 0;
  return events.map((count, bin) => (count + average * borrowedDays) / (exposure[bin]! + borrowedDays));
}

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
