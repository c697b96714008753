import type { Handlers } from '../../platform/serve.ts';
import type { leadershipContract } from './contract.ts';
import { forecastHandlers } from './forecast.api.ts';
import { reviewHandlers } from './review.api.ts';

export const leadershipHandlers: Handlers<typeof leadershipContract> = { ...reviewHandlers, ...forecastHandlers };
