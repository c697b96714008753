import { campaignContract } from './campaigns/contract.ts';
import { consentContract } from './consent/contract.ts';
import { formContract } from './forms/contract.ts';
import { segmentContract } from './segments/contract.ts';

/** Phase 1: targeted consumers, from the first awareness to the need that they express. */
export const shoppingContract = { ...segmentContract, ...consentContract, ...campaignContract, ...formContract };
