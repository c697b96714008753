import type { Reaction } from './platform/serve.ts';
import { beginRelationship, comeBack, fallSilent, mirrorMany, mirrorOwner, noteClose } from './relationship/reactions.ts';

/** The one list of event → what happens with it, inside the same transaction. */
export const reactions: Record<string, readonly Reaction[]> = {
  'account.created': [beginRelationship],
  'account.changed': [mirrorOwner],
  'account.deleted': [fallSilent],
  'account.restored': [comeBack],
  'account.bulk changed': [mirrorMany],
  'account.bulk undone': [mirrorMany],
  'opportunity.won': [noteClose],
  'opportunity.lost': [noteClose],
};
