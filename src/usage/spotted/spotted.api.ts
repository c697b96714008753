import type { Handlers } from '../../platform/serve.ts';
import { answerHandlers } from './answers.api.ts';
import type { spottedContract } from './contract.ts';
import { exportHandlers } from './export.api.ts';
import { noteHandlers } from './notes.api.ts';
import { readingHandlers } from './read.api.ts';

export const spottedHandlers: Handlers<typeof spottedContract> = {
  ...noteHandlers,
  ...readingHandlers,
  ...answerHandlers,
  ...exportHandlers,
};
