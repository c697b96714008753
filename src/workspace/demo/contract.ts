import { z } from 'zod';
import { endpoint } from '../../platform/contract.ts';

const standing = z.object({
  loaded: z.boolean(),
  /** Accounts of the demo that are still there. */
  accounts: z.number(),
  /** Whether the workspace holds accounts of its own as well. */
  ownAccounts: z.boolean(),
});

/** The demo company: an invented firm with two years of history, to look around in before the own data come. */
export const demoContract = {
  readDemo: endpoint({
    method: 'GET',
    path: '/demo',
    summary: 'See whether the demo company is loaded.',
    may: 'workspace:read',
    answer: standing,
  }),
  loadDemo: endpoint({
    method: 'POST',
    path: '/demo',
    summary: 'Load the demo company.',
    may: 'workspace:write',
    status: 201,
    deadline: 60,
    answer: standing,
  }),
  removeDemo: endpoint({
    method: 'DELETE',
    path: '/demo',
    summary: 'Remove the demo company and everything attached to it.',
    may: 'workspace:delete',
    answer: standing,
    ownTransactions: true,
  }),
};
