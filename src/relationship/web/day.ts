import type { View } from '../../web/kit/view.ts';

/** The day that a view of the past shows, YYYY-MM-DD; undefined is today. */
export const dayOf = (view: View): string | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(view['asOf'] ?? '') ? view['asOf'] : undefined;

/** What was known when that day was over. */
export const endOf = (day: string): string => `${day}T23:59:59Z`;
