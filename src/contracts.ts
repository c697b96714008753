import type { Contract } from './platform/contract.ts';
import { liveContract } from './live/contract.ts';
import { ownershipContracts } from './ownership/contract.ts';
import { offeringsContract } from './offerings/contract.ts';
import { peopleContract } from './people/contract.ts';
import { mergingContract } from './people/merging/contract.ts';
import { closingContract } from './purchase/closing/contract.ts';
import { purchaseContract } from './purchase/contract.ts';
import { messageContract } from './purchase/message/contract.ts';
import { potentialContract } from './purchase/potential/contract.ts';
import { processContract } from './purchase/process/contract.ts';
import { quotesContract } from './purchase/quotes/contract.ts';
import { routeContract } from './purchase/route/contract.ts';
import { calibrationContract } from './relationship/calibration/contract.ts';
import { relationshipContract } from './relationship/contract.ts';
import { shoppingContract } from './shopping/contract.ts';
import { coachingContract } from './selling/coaching/contract.ts';
import { forceContract } from './selling/force/contract.ts';
import { leadershipContract } from './selling/team/contract.ts';
import { paybackContract } from './selling/payback/contract.ts';
import { sellingContract } from './selling/contract.ts';
import { scheduleContract } from './insight/schedules/contract.ts';
import { insightContract } from './insight/contract.ts';
import { circleContract } from './usage/circle/contract.ts';
import { spottedContract } from './usage/spotted/contract.ts';
import { usageContracts } from './usage/contracts.ts';
import { workspaceContract } from './workspace/contract.ts';
import { mailContract } from './workspace/mail/contract.ts';
import { importContract } from './workspace/import/contract.ts';
import { notificationContract } from './workspace/notifications/contract.ts';
import { workContract } from './workspace/work/contract.ts';
import { demoContract } from './workspace/demo/contract.ts';

/** The one list of contracts: server, web client, command line, OpenAPI and the access test are all derived from it. */
export const contracts = {
  workspace: workspaceContract,
  people: peopleContract,
  merging: mergingContract,
  relationship: relationshipContract,
  calibration: calibrationContract,
  offerings: offeringsContract,
  purchase: purchaseContract,
  ...ownershipContracts,
  process: processContract,
  potential: potentialContract,
  message: messageContract,
  spotted: spottedContract,
  quotes: quotesContract,
  closing: closingContract,
  route: routeContract,
  shopping: shoppingContract,
  circle: circleContract,
  ...usageContracts,
  selling: sellingContract,
  training: paybackContract,
  coaching: coachingContract,
  leadership: leadershipContract,
  force: forceContract,
  insight: insightContract,
  schedules: scheduleContract,
  mail: mailContract,
  notifications: notificationContract,
  work: workContract,
  import: importContract,
  live: liveContract,
  demo: demoContract,
} satisfies Record<string, Contract>;
