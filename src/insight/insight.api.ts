import type { Handlers } from '../platform/serve.ts';
import type { insightContract } from './contract.ts';
import { evidenceHandlers } from './evidence.api.ts';
import { flowHandlers } from './flow.api.ts';
import { retentionHandlers } from './retention.api.ts';
import { salesHandlers } from './sales.api.ts';
import { sourceHandlers } from './sources.api.ts';
import { trustHandlers } from './trustMovers.api.ts';
import { valueHandlers } from './value.api.ts';

export const insightHandlers: Handlers<typeof insightContract> = {
  ...trustHandlers,
  ...flowHandlers,
  ...salesHandlers,
  ...retentionHandlers,
  ...sourceHandlers,
  ...valueHandlers,
  ...evidenceHandlers,
};
