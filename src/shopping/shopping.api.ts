import type { Handlers } from '../platform/serve.ts';
import type { shoppingContract } from './contract.ts';
import { campaignHandlers } from './campaigns/campaigns.api.ts';
import { campaignLetterHandlers } from './campaigns/letters.api.ts';
import { campaignMemberHandlers } from './campaigns/members.api.ts';
import { consentHandlers } from './consent/consent.api.ts';
import { formHandlers } from './forms/forms.api.ts';
import { needHandlers } from './segments/needs.api.ts';
import { prospectHandlers } from './segments/prospects.api.ts';
import { segmentHandlers } from './segments/segments.api.ts';

export const shoppingHandlers: Handlers<typeof shoppingContract> = {
  ...segmentHandlers,
  ...needHandlers,
  ...prospectHandlers,
  ...consentHandlers,
  ...formHandlers,
  ...campaignHandlers,
  ...campaignMemberHandlers,
  ...campaignLetterHandlers,
};
