import type { View } from '../../web/kit/view.ts';

/** The periods that reports offer, in days. */
export const periods = [30, 90, 180, 365, 730] as const;
const usual = 90;

export const daysOf = (view: View): number => periods.find((days) => String(days) === view['days']) ?? usual;
