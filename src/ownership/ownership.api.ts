import { handoffHandlers } from './handoffs/handoffs.api.ts';
import { promiseHandlers } from './promises/promises.api.ts';

export const ownershipHandlers = { promises: promiseHandlers, handoffs: handoffHandlers };
