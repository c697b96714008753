import { daysAfter } from '../../platform/days.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';

/** The time in which a consumer may withdraw, and how it is used to reassure: no I/O. */

/** European distance and doorstep law gives fourteen days; a workspace says otherwise per country. */
export const usualCoolingOff: Readonly<Record<string, number>> = { '*': 14 };

/** Days to withdraw: only people who bought for themselves have them, and only on what is no everyday purchase. */
export function coolingOffDays(
  saleType: SaleType,
  country: string | null,
  rules: Readonly<Record<string, number>>,
): number {
  if (saleType !== 'consumer') return 0;
  return rules[country ?? '*'] ?? rules['*'] ?? usualCoolingOff['*']!;
}

/** The first day on which the sale is firm. Days as 2026-06-11. */
export const firmOn = (closedOn: string, days: number): string | null =>
  days === 0 ? null : daysAfter(closedOn, days + 1);

/** Touchpoints that reassure a buyer who may still withdraw: soon after the signature, half-way, and when it is firm. */
export function reassurance(closedOn: string, days: number): { what: 'thank' | 'doubts' | 'firm'; on: string }[] {
  if (days === 0) return [];
  const steps = [
    { what: 'thank' as const, on: daysAfter(closedOn, 1) },
    ...(days >= 6 ? [{ what: 'doubts' as const, on: daysAfter(closedOn, Math.round(days / 2)) }] : []),
    { what: 'firm' as const, on: daysAfter(closedOn, days + 1) },
  ];
  return steps;
}
