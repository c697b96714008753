import { alarmsContract } from './alarms/contract.ts';
import { customersContract } from './customers/contract.ts';
import { handoffsContract } from './handoffs/contract.ts';
import { plansContract } from './plans/contract.ts';
import { playsContract } from './plays/contract.ts';
import { promisesContract } from './promises/contract.ts';

/** What the ownership of a customer consists of: one contract per area. */
export const ownershipContracts = {
  ownership: customersContract,
  promises: promisesContract,
  handoffs: handoffsContract,
  alarms: alarmsContract,
  plays: playsContract,
  plans: plansContract,
};
