import { promiseHandlers } from './promises/promises.api.ts';

export const ownershipHandlers = { promises: promiseHandlers };
