import { assetHandlers } from './assets/assets.api.ts';
import { contractHandlers } from './assets/contracts.api.ts';
import { renewalHandlers } from './assets/renewals.api.ts';
import { caseRecordHandlers } from './cases/cases.api.ts';
import { customerPageHandlers } from './cases/customerPage.api.ts';
import { promiseHandlers } from './cases/promises.api.ts';
import { workingHandlers } from './cases/working.api.ts';
import { momentHandlers } from './moment/moment.api.ts';
import { fitHandlers } from './orders/fits.api.ts';
import { orderHandlers } from './orders/orders.api.ts';
import { reviewHandlers } from './review/review.api.ts';
import { surveyHandlers } from './surveys/surveys.api.ts';

export const usageHandlers = {
  cases: { ...caseRecordHandlers, ...workingHandlers, ...promiseHandlers, ...customerPageHandlers },
  orders: { ...orderHandlers, ...fitHandlers },
  assets: { ...assetHandlers, ...contractHandlers, ...renewalHandlers },
  moment: momentHandlers,
  review: reviewHandlers,
  surveys: surveyHandlers,
};
