import { keepAllPromises, keepManyPromises, keepPromises } from './ownership/promises/fromLedger.api.ts';
import { addNoticedAccount } from './people/reactions.ts';
import type { Reaction } from './platform/serve.ts';
import { openNoticedSale } from './purchase/reactions.ts';
import { beginRelationship, comeBack, fallSilent, mirrorMany, mirrorOwner, mirrorSales, noteClose, noteSpotted, openSale, planApproach, planFirstCall } from './relationship/reactions.ts';
import { followSale } from './usage/spotted/reactions.ts';
import { visitMade } from './purchase/reactions.ts';
import { approvalDecided, askApprover, beginRelationship, comeBack, fallSilent, mirrorMany, mirrorOwner, mirrorSales, noteClose, openSale, planApproach, planClose, planReassurance } from './relationship/reactions.ts';

/** The one list of event → what happens with it, inside the same transaction. */
export const reactions: Record<string, readonly Reaction[]> = {
  'account.created': [beginRelationship],
  'account.changed': [mirrorOwner],
  'account.deleted': [fallSilent],
  'account.restored': [comeBack],
  'account.bulk changed': [mirrorMany],
  'account.bulk undone': [mirrorMany],
  'opportunity.created': [openSale, mirrorSales],
  'opportunity.changed': [mirrorSales, followSale],
  'opportunity.deleted': [mirrorSales],
  'opportunity.restored': [mirrorSales],
  'opportunity.reopened': [mirrorSales, followSale],
  'opportunity.stage changed': [followSale],
  'opportunity.won': [noteClose, mirrorSales, followSale],
  'opportunity.lost': [noteClose, planApproach, mirrorSales, followSale],
  'touchpoint.logged': [keepPromises],
  'touchpoint.corrected': [keepPromises],
  'touchpoint.taken back': [keepPromises],
  'touchpoints.taken in': [keepManyPromises],
  'demo.loaded': [keepAllPromises],
  'spotted.noted': [noteSpotted],
  'spotted.accepted': [addNoticedAccount, openNoticedSale, planFirstCall],
  'opportunity.reopened': [mirrorSales],
  'opportunity.won': [noteClose, mirrorSales, planReassurance],
  'touchpoint.logged': [visitMade],
  'quote.approval asked': [askApprover],
  'quote.approved': [approvalDecided],
  'quote.declined': [approvalDecided],
  'quote.withdrawn': [approvalDecided],
  'quote.accepted': [planClose],
  'opportunity.lost': [noteClose, planApproach, mirrorSales],
};
