import type { Handlers } from '../../platform/serve.ts';
import { askingHandlers } from './asking.api.ts';
import type { circleContract } from './contract.ts';
import { edgeHandlers } from './edges.api.ts';
import { exportHandlers } from './export.api.ts';
import { readingHandlers } from './reading.api.ts';
import { suggestionHandlers } from './suggestions.api.ts';

export const circleHandlers: Handlers<typeof circleContract> = {
  ...readingHandlers,
  ...edgeHandlers,
  ...askingHandlers,
  ...suggestionHandlers,
  ...exportHandlers,
};
