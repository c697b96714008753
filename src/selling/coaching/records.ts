import { z } from 'zod';
import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { buyingStages } from '../../purchase/stages.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { currency, day, decimal, id, instant } from '../../platform/contract.ts';
import { relationshipReasons, saleReasons } from './agenda.ts';

/** The records of the contract: what a person's profile, stages, agenda and one-to-ones look like. */

export const saleType = z.enum(saleTypes);
export const stage = z.enum(buyingStages);
const profile = z.enum(Object.values(sellerProfiles) as [SellerProfile, ...SellerProfile[]]);
const interval = z.object({ low: z.number(), high: z.number() });
const share = z.object({ passed: z.number(), reached: z.number(), share: z.number().nullable(), interval });

const score = z.object({
  profile,
  saleType,
  score: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  answered: z.object({ score: z.number().nullable(), people: z.number() }),
  observed: z.object({
    won: z.number(),
    closed: z.number(),
    share: z.number().nullable(),
    everybody: z.number().nullable(),
  }),
});

const passage = z.object({
  saleType,
  stage,
  now: share,
  before: share,
  peers: share,
  difference: interval.extend({ difference: z.number() }).nullable(),
  standing: z.enum(['behind', 'ahead', 'as usual', 'too few']),
});

const rating = z.object({
  saleType,
  stage,
  rating: z.number(),
  seenIn: z.string().nullable(),
  raterName: z.string(),
  own: z.boolean(),
  at: instant,
});

const agendaSale = z.object({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  saleType,
  stage,
  amount: z.number(),
  daysInStage: z.number(),
  stuck: z.boolean(),
  expectedCloseOn: day.nullable(),
  slipped: z.number(),
  nextStepDue: day.nullable(),
  reasons: z.array(z.enum(saleReasons)),
});
const agendaRelationship = z.object({
  accountId: id,
  name: z.string(),
  phase: z.string(),
  position: z.string(),
  probability: z.number(),
  trust: z.number(),
  trustMove: z.number(),
  revenue: z.number(),
  lastTouchAt: instant.nullable(),
  nextStepDue: day.nullable(),
  reasons: z.array(z.enum(relationshipReasons)),
});
export const agenda = z.object({
  sales: z.array(agendaSale),
  relationships: z.array(agendaRelationship),
  skill: z
    .object({
      saleType,
      stage,
      rating: z.number().nullable(),
      reason: z.enum(['behind peers', 'behind own past', 'lowest rating', 'lowest share']),
      passage: passage.nullable(),
    })
    .nullable(),
});

export const commitment = z.object({
  id,
  oneToOneId: id,
  memberId: id,
  memberName: z.string(),
  kind: z.enum(['work', 'development']),
  what: z.string(),
  programmeId: id.nullable(),
  programmeName: z.string().nullable(),
  dueOn: day,
  state: z.enum(['open', 'kept', 'broken', 'dropped']),
  version: z.number(),
});
export type Commitment = z.output<typeof commitment>;

const meeting = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  coachId: id,
  coachName: z.string(),
  plannedOn: day,
  heldAt: instant.nullable(),
  version: z.number(),
});
const note = z.object({
  id,
  authorId: id,
  authorName: z.string(),
  body: z.string(),
  touchpoint: z.object({ id, subject: z.string(), at: instant, accountId: id, accountName: z.string() }).nullable(),
  at: instant,
});
export const oneToOne = meeting.extend({ agenda, notes: z.array(note), commitments: z.array(commitment) });
export type OneToOne = z.output<typeof oneToOne>;

export const person = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  businessRole: z.string().nullable(),
  /** The profile that fits best, where anything is known. */
  best: z.object({ profile, score: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Null where figures about single people are kept from those who lead them. */
  openSales: z.number().nullable(),
  openAmount: decimal.nullable(),
  stuck: z.number().nullable(),
  wonLastYear: z.number().nullable(),
  closedLastYear: z.number().nullable(),
  /** With you: of a pair to which you belong. */
  lastHeldOn: day.nullable(),
  nextOn: day.nullable(),
  openCommitments: z.number(),
});
export type CoachedPerson = z.output<typeof person>;

export const detail = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  isMe: z.boolean(),
  mayCoach: z.boolean(),
  /** Hidden: this workspace shows figures about single people to nobody but themselves. */
  figures: z.enum(['shown', 'hidden']),
  currency,
  profile: z.array(score),
  answers: z.array(
    z.object({ raterName: z.string(), own: z.boolean(), at: instant, answers: z.record(z.string(), z.number()) }),
  ),
  passages: z.array(passage),
  /** How many colleagues the peers are, by type of sale. */
  ratings: z.array(rating),
  meetings: z.array(meeting),
  commitments: z.array(commitment),
  /** The months from which now and before are counted. */
  span: z.object({ from: day, until: day, beforeFrom: day }),
});
export type PersonDetail = z.output<typeof detail>;

export const sums = z.object({
  teamId: id,
  teamName: z.string(),
  people: z.number(),
  held: z.number(),
  agreed: z.number(),
  kept: z.number(),
  broken: z.number(),
});
