import type { Handlers } from '../platform/serve.ts';
import { accountHandlers } from './account.api.ts';
import { boardHandlers } from './board.api.ts';
import { replayHandlers } from './replay.api.ts';
import type { relationshipContract } from './contract.ts';
import { nextStepHandlers } from './nextSteps.api.ts';
import { todayHandlers } from './today.api.ts';
import { touchpointHandlers } from './touchpoints.api.ts';

export const relationshipHandlers: Handlers<typeof relationshipContract> = {
  ...touchpointHandlers,
  ...accountHandlers,
  ...nextStepHandlers,
  ...boardHandlers,
  ...replayHandlers,
  ...todayHandlers,
};
