import { caseRecordHandlers } from './cases/cases.api.ts';
import { customerPageHandlers } from './cases/customerPage.api.ts';
import { promiseHandlers } from './cases/promises.api.ts';
import { workingHandlers } from './cases/working.api.ts';

export const usageHandlers = {
  cases: { ...caseRecordHandlers, ...workingHandlers, ...promiseHandlers, ...customerPageHandlers },
};
