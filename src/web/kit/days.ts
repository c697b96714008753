import { daysAfter } from '../../platform/days.ts';

/** The day that it is, and others as seen from it, as the server writes them. */

export const today = (): string => inDays(0);
export const inDays = (days: number): string => daysAfter(new Date(), days);
