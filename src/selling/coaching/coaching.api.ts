import type { Handlers } from '../../platform/serve.ts';
import type { coachingContract } from './contract.ts';
import { meetingHandlers } from './meetings.api.ts';
import { salesOfPassage } from './passageSales.api.ts';
import { peopleHandlers } from './people.api.ts';

export const coachingHandlers: Handlers<typeof coachingContract> = {
  ...peopleHandlers,
  ...meetingHandlers,
  listPassageSales: (call, { params, query }) => salesOfPassage(call, params.id, query),
};
