import { askRules } from '../referralAsk.ts';

/** What a workspace decides about its circle of influence. */
export interface CircleRules {
  /** Margin in percent of revenue; null: not said, so revenue itself stands for it and the screens say so. */
  marginPercent: number | null;
  /** What it costs to win a customer without help; null: taken from the campaigns' costs. */
  acquisitionCost: number | null;
  daysBetweenAsks: number;
  /** References that one customer gives within a year before they are tired of it. */
  referencesPerYear: number;
  minimumTrust: number;
}

export const usualCircleRules: CircleRules = { marginPercent: null, acquisitionCost: null, ...askRules };
