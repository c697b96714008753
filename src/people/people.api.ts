import type { Handlers } from '../platform/serve.ts';
import { accountHandlers } from './accounts.api.ts';
import { affiliationHandlers } from './affiliations.api.ts';
import { bulkHandlers } from './bulk.api.ts';
import { contactHandlers } from './contacts.api.ts';
import type { peopleContract } from './contract.ts';
import { exportHandlers } from './export.api.ts';
import { listHandlers } from './lists.api.ts';
import { searchHandlers } from './search.api.ts';
import { similarHandlers } from './similar.api.ts';

export const peopleHandlers: Handlers<typeof peopleContract> = {
  ...accountHandlers,
  ...contactHandlers,
  ...affiliationHandlers,
  ...listHandlers,
  ...exportHandlers,
  ...bulkHandlers,
  ...searchHandlers,
  ...similarHandlers,
};
