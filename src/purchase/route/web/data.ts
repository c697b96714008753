import { relationshipContract } from '../../../relationship/contract.ts';
import { readAgain } from '../../../web/api.ts';
import { readSalesAgain } from '../../web/data.ts';
import { routeContract as api } from '../contract.ts';

/** Whatever shows a route, after a visit or a stop was changed. */
export const readRouteAgain = () =>
  Promise.all([
    readAgain(api.listRoute, api.listReorders, api.readLoop, relationshipContract.listTouchpoints),
    readSalesAgain(),
  ]);
