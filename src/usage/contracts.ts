import { assetContract } from './assets/contract.ts';
import { caseContract } from './cases/contract.ts';
import { momentContract } from './moment/contract.ts';
import { orderContract } from './orders/contract.ts';
import { reviewContract } from './review/contract.ts';
import { surveyContract } from './surveys/contract.ts';

/** The contracts of the fourth phase, by what they are about. */
export const usageContracts = {
  cases: caseContract,
  orders: orderContract,
  assets: assetContract,
  moment: momentContract,
  review: reviewContract,
  surveys: surveyContract,
};
