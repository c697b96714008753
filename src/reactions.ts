import { lookSoon } from './ownership/alarms/assess.api.ts';
import { lookAtAllSoon } from './ownership/alarms/worth.api.ts';
import { noteIntroduction, openHandoff, voidHandoff } from './ownership/handoffs/reactions.ts';
import { beginPlanOfSale } from './ownership/plans/plans.api.ts';
import { dropRest } from './ownership/plays/reactions.ts';
import { keepAllPromises, keepManyPromises, keepPromises } from './ownership/promises/fromLedger.api.ts';
import { takeMergesApart } from './people/merging/merges.api.ts';
import { addNoticedAccount, giveAccount, takeAccount } from './people/reactions.ts';
import type { Reaction } from './platform/serve.ts';
import { openNoticedSale, visitMade, takeSale } from './purchase/reactions.ts';
import {
  approvalDecided,
  askApprover,
  beginRelationship,
  comeBack,
  fallSilent,
  mirrorMany,
  mirrorOwner,
  mirrorSales,
  noteAsk,
  noteClose,
  noteSpotted,
  noteThanks,
  openSale,
  planApproach,
  planAsk,
  planClose,
  planFirstCall,
  planReassurance,
} from './relationship/reactions.ts';
import { suggestChampion } from './usage/circle/reactions.ts';
import { countMoneySoon } from './relationship/money.api.ts';
import { learnBandsSoon } from './relationship/ownBands.api.ts';
import { joinLedgers, partLedgers } from './relationship/mergedLedgers.api.ts';
import { assignSoon } from './selling/force/arrivals.api.ts';
import { takeCase } from './usage/cases/reactions.ts';
import { followSale } from './usage/spotted/reactions.ts';
import { askHowItWent, askLater } from './usage/surveys/reactions.ts';

/** The one list of event → what happens with it, inside the same transaction. */
export const reactions: Record<string, readonly Reaction[]> = {
  'assignment.made': [takeAccount, takeSale, takeCase],
  'account.created': [beginRelationship, assignSoon],
  'account.changed': [mirrorOwner],
  'account.deleted': [fallSilent],
  'account.restored': [comeBack],
  'demo.removing': [takeMergesApart],
  'account.merged': [joinLedgers],
  'account.unmerged': [partLedgers],
  'account.bulk changed': [mirrorMany],
  'account.bulk undone': [mirrorMany],
  'opportunity.created': [openSale, mirrorSales, assignSoon],
  'opportunity.changed': [mirrorSales, followSale],
  'opportunity.deleted': [mirrorSales],
  'opportunity.restored': [mirrorSales],
  'opportunity.reopened': [mirrorSales, followSale, voidHandoff],
  'opportunity.stage changed': [followSale],
  'opportunity.won': [noteClose, mirrorSales, followSale, openHandoff, planReassurance],
  'opportunity.lost': [noteClose, planApproach, mirrorSales, followSale],
  'order.created': [mirrorSales],
  'order.changed': [mirrorSales],
  'order.deleted': [mirrorSales],
  'order.restored': [mirrorSales],
  'case.solved': [askHowItWent, lookSoon],
  'case.link made': [askHowItWent],
  'case.reopened': [askLater, lookSoon],
  'handoff.opened': [beginPlanOfSale],
  'handoff.accepted': [giveAccount],
  'handoff.introduced': [lookSoon],
  'promise.settled': [lookSoon],
  'promise.reopened': [lookSoon],
  'case.created': [lookSoon, assignSoon],
  'form.submitted': [assignSoon],
  'case.changed': [lookSoon],
  'play.ended': [dropRest],
  'touchpoint.logged': [keepPromises, noteIntroduction, visitMade, lookSoon],
  'touchpoint.corrected': [keepPromises, lookSoon],
  'touchpoint.taken back': [keepPromises, lookSoon],
  'workspace.changed': [lookAtAllSoon, countMoneySoon],
  'exchange rate.added': [countMoneySoon],
  'exchange rate.changed': [countMoneySoon],
  'exchange rate.removed': [countMoneySoon],
  'touchpoints.taken in': [keepManyPromises],
  'import.finished': [learnBandsSoon, assignSoon, lookSoon],
  'demo.loaded': [learnBandsSoon, keepAllPromises, lookSoon],
  'contact.moved': [suggestChampion],
  'ask.planned': [planAsk],
  'ask.made': [noteAsk],
  'influence.thanked': [noteThanks],
  'spotted.noted': [noteSpotted],
  'spotted.accepted': [addNoticedAccount, openNoticedSale, planFirstCall],
  'quote.approval asked': [askApprover],
  'quote.approved': [approvalDecided],
  'quote.declined': [approvalDecided],
  'quote.withdrawn': [approvalDecided],
  'quote.accepted': [planClose],
};
