import type { Handlers } from '../../platform/serve.ts';
import { assignmentHandlers } from './assignment.api.ts';
import type { forceContract } from './contract.ts';
import { costContactHandlers } from './costContacts.api.ts';
import { furtherCostHandlers } from './furtherCosts.api.ts';
import { goalHandlers } from './goals.api.ts';
import { inTerritoryHandlers } from './inTerritory.api.ts';
import { overviewHandlers } from './overview.api.ts';
import { territoryHandlers } from './territories.api.ts';

export const forceHandlers: Handlers<typeof forceContract> = {
  ...overviewHandlers,
  ...costContactHandlers,
  ...furtherCostHandlers,
  ...territoryHandlers,
  ...inTerritoryHandlers,
  ...goalHandlers,
  ...assignmentHandlers,
};
