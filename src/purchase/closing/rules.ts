import type { SellingRules } from './contract.ts';
import { usualCoolingOff } from './coolingOff.ts';
import { lossReasons, winReasons } from './reasons.ts';

/** What holds until a workspace changes it. */
export const shippedRules: SellingRules = {
  discountLimit: 15,
  quoteDays: 30,
  quoteTerms: null,
  coolingOff: { ...usualCoolingOff },
  wonReasons: [...winReasons],
  lostReasons: [...lossReasons],
  version: 0,
};
