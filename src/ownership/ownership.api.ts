import type { Serving } from '../platform/serve.ts';
import { alarmHandlers } from './alarms/alarms.api.ts';
import { customerHandlers } from './customers/customers.api.ts';
import { handoffHandlers } from './handoffs/handoffs.api.ts';
import { planHandlers } from './plans/plans.api.ts';
import { playHandlers } from './plays/plays.api.ts';
import { promiseHandlers } from './promises/promises.api.ts';

/** The page of the buyer works outside of any person's request, so that part asks for the house late. */
export const ownershipHandlers = (serving: () => Serving) => ({
  ownership: customerHandlers,
  promises: promiseHandlers,
  handoffs: handoffHandlers,
  alarms: alarmHandlers,
  plays: playHandlers,
  plans: planHandlers(serving),
});
