import { caseContract } from './cases/contract.ts';

/** The contracts of the fourth phase, by what they are about. */
export const usageContracts = { cases: caseContract };
