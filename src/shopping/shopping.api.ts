import type { Handlers } from '../platform/serve.ts';
import type { shoppingContract } from './contract.ts';
import { needHandlers } from './segments/needs.api.ts';
import { prospectHandlers } from './segments/prospects.api.ts';
import { segmentHandlers } from './segments/segments.api.ts';

export const shoppingHandlers: Handlers<typeof shoppingContract> = {
  ...segmentHandlers,
  ...needHandlers,
  ...prospectHandlers,
};
