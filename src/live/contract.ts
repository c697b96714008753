import { z } from 'zod';
import { endpoint } from '../platform/contract.ts';

export const liveContract = {
  stream: endpoint({
    method: 'GET',
    path: '/events/stream',
    summary: 'Hear what happens in the workspace, as server-sent events: only what you may see.',
    may: 'member',
    ownTransactions: true,
    media: 'text/event-stream',
    answer: z.string(),
  }),
};

/** One message of the stream: what happened, to what. The client reads the rest anew. */
export interface LiveEvent {
  name: string;
  kind: string;
  id: string | null;
  accountId: string | null;
}
