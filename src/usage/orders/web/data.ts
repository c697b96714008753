import { peopleContract } from '../../../people/contract.ts';
import { readAgain } from '../../../web/api.ts';
import { queries } from '../../../web/queries.ts';
import { orderContract as api } from '../contract.ts';

/** Whatever shows an order, after one was changed. */
export async function readOrdersAgain(): Promise<void> {
  await Promise.all([
    readAgain(api.listOrders, peopleContract.readAccount),
    queries.invalidateQueries({ queryKey: ['account'] }),
  ]);
}
