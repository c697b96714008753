import { lineTotal, sumOf } from '../lineTotal.ts';
import type { QuoteLine, quoteStandings, quoteStates } from './contract.ts';

/** What a quote says and in which state it may do what: no I/O. */

export type QuoteState = (typeof quoteStates)[number];
export type QuoteStanding = (typeof quoteStandings)[number];

/** A sent quote whose last day has passed holds no more. `today` and `validUntil` are days, 2026-06-11. */
export const standingOf = (state: QuoteState, validUntil: string, today: string): QuoteStanding =>
  state === 'sent' && validUntil < today ? 'expired' : state;

/** Sums of what is paid once, each month and each year. */
export function sumsOf(lines: readonly Pick<QuoteLine, 'recurring' | 'total'>[]) {
  const of = (period: QuoteLine['recurring']) =>
    sumOf(lines.filter((line) => line.recurring === period).map((line) => line.total));
  return { once: of(null), month: of('month'), year: of('year') };
}

/**
 * The largest discount of the lines in percent, two decimals: what the line says, or what the price is below the
 * catalogue's, whichever is larger; a lowered price is a discount by another name.
 */
export function largestDiscount(lines: readonly Pick<QuoteLine, 'discount' | 'price' | 'listPrice'>[]): number {
  return lines.reduce((largest, line) => Math.max(largest, discountOf(line)), 0);
}

function discountOf({ discount, price, listPrice }: Pick<QuoteLine, 'discount' | 'price' | 'listPrice'>): number {
  const list = Number(listPrice ?? 0);
  if (list <= 0) return discount;
  const real = (1 - (Number(price) * (1 - discount / 100)) / list) * 100;
  return Math.max(discount, Math.round(real * 100) / 100);
}

/** Whether a manager must say yes first. */
export const needsApproval = (discount: number, limit: number | null): boolean => limit !== null && discount > limit;

/** Steps of a plan that a signed quote proves by itself: the buyer took the offer, agreed to the reorder, or signed. */
const provenBySigning = new Set(['consumer.offer', 'relationship.proposal', 'commercial.close']);
export const stepsProven = <S extends { id: string; inPlan: boolean; proof: unknown }>(steps: readonly S[]): S[] =>
  steps.filter((step) => step.inPlan && step.proof === null && provenBySigning.has(step.id));

/** "Q-2026-0007": counted per year within the workspace. */
export const quoteNumber = (year: number, count: number): string => `Q-${year}-${String(count).padStart(4, '0')}`;

interface SoldLine {
  name: string;
  quantity: string;
  price: string;
  discount: number;
  recurring: 'month' | 'year' | null;
  code: string | null;
  unit: string | null;
  listPrice: string | null;
}

export const offeredLine = (line: SoldLine): QuoteLine => ({ ...line, total: lineTotal(line) });
