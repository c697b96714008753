import type { SellingRules } from './contract.ts';
import { usualCoolingOff } from './coolingOff.ts';

/** What holds until a workspace changes it. */
export const shippedRules: SellingRules = {
  discountLimit: 15,
  quoteDays: 30,
  quoteTerms: null,
  coolingOff: { ...usualCoolingOff },
  wonReasons: ['offering', 'price', 'relationship', 'service', 'delivery time', 'reference', 'no alternative'],
  lostReasons: [
    'price',
    'offering',
    'competitor',
    'no decision',
    'no budget',
    'timing',
    'relationship',
    'procedure',
    'withdrew',
    'other',
  ],
  version: 0,
};
