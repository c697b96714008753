import { handoffsContract } from './handoffs/contract.ts';
import { promisesContract } from './promises/contract.ts';

/** What the ownership of a customer consists of: one contract per area. */
export const ownershipContracts = { promises: promisesContract, handoffs: handoffsContract };
