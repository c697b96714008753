import type { Handlers } from '../platform/serve.ts';
import type { insightContract } from './contract.ts';
import { flowHandlers } from './flow.api.ts';
import { salesHandlers } from './sales.api.ts';
import { trustHandlers } from './trustMovers.api.ts';

export const insightHandlers: Handlers<typeof insightContract> = {
  ...trustHandlers,
  ...flowHandlers,
  ...salesHandlers,
};
