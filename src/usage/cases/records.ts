import { z } from 'zod';
import { custom, id, instant, text } from '../../platform/contract.ts';
import { caseChannels, caseKinds, caseStates, clocks, messageKinds, severities } from './words.ts';

/** A case as it travels. */

const named = z.object({ id, name: z.string() });

/** What a person writes on a case. */
export const caseFields = {
  subject: text(300),
  kind: z.enum(caseKinds),
  severity: z.enum(severities),
  channel: z.enum(caseChannels).nullable(),
  accountId: id.nullable(),
  contactId: id.nullable(),
  ownerId: id.nullable(),
  teamId: id.nullable(),
  custom,
};

export const caseItem = z.object({
  id,
  subject: z.string(),
  kind: z.enum(caseKinds),
  severity: z.enum(severities),
  state: z.enum(caseStates),
  /** As an import or a person told it. */
  channel: z.string().nullable(),
  account: named.nullable(),
  contact: named.nullable(),
  owner: named.nullable(),
  team: named.nullable(),
  openedAt: instant,
  solvedAt: instant.nullable(),
  /** The clock that runs out next, and when; null while none runs. */
  dueAt: instant.nullable(),
  clock: z.enum(clocks).nullable(),
  waitingSince: instant.nullable(),
  breachedAt: instant.nullable(),
  breached: z.enum(clocks).nullable(),
  reopened: z.number().int(),
  /** The customer wrote last. */
  unread: z.boolean(),
  lastMessageAt: instant.nullable(),
  mergedIntoId: id.nullable(),
  version: z.number().int(),
  updatedAt: instant,
  deletedAt: instant.nullable(),
});
export type CaseItem = z.output<typeof caseItem>;

export const caseMessage = z.object({
  id,
  at: instant,
  kind: z.enum(messageKinds),
  channel: z.string().nullable(),
  author: z.string(),
  memberId: id.nullable(),
  contactId: id.nullable(),
  body: z.string(),
  minutes: z.number().int().nullable(),
  /** The merged case in which it was said. */
  from: named.nullable(),
});
export type CaseMessage = z.output<typeof caseMessage>;

export const caseDetail = caseItem.extend({
  description: z.string().nullable(),
  solution: z.string().nullable(),
  custom,
  accountId: id.nullable(),
  contactId: id.nullable(),
  ownerId: id.nullable(),
  teamId: id.nullable(),
  contactEmails: z.array(z.string()),
  firstResponseDueAt: instant.nullable(),
  firstRespondedAt: instant.nullable(),
  resolutionDueAt: instant.nullable(),
  /** What was promised, in minutes of service time. */
  promised: z
    .object({ firstResponseMinutes: z.number(), resolutionMinutes: z.number(), timeZone: z.string() })
    .nullable(),
  pausedMinutes: z.number().int(),
  /** In which position the customer is: whoever answers should know. */
  position: z.string().nullable(),
  phase: z.string().nullable(),
  messages: z.array(caseMessage),
  merged: z.array(z.object({ id, subject: z.string(), version: z.number().int() })),
  /** Other cases of the account that are not closed. */
  others: z.array(z.object({ id, subject: z.string(), state: z.enum(caseStates), openedAt: instant })),
  link: z.object({ madeAt: instant, seenAt: instant.nullable() }).nullable(),
  mayChange: z.boolean(),
});
export type CaseDetail = z.output<typeof caseDetail>;

export const cannedAnswer = z.object({ id, name: text(120), body: text(8000), version: z.number().int() });

/** What the customer sees: no note, no name of ours beyond who wrote, nothing of other records. */
export const publicCase = z.object({
  firm: z.string(),
  subject: z.string(),
  state: z.enum(caseStates),
  openedAt: instant,
  solvedAt: instant.nullable(),
  /** The customer's own name, to sign a reply with. */
  contactName: z.string().nullable(),
  /** Solved, and not rated yet. */
  mayRate: z.boolean(),
  messages: z.array(z.object({ at: instant, from: z.enum(['us', 'you']), author: z.string(), body: z.string() })),
});
export type PublicCase = z.output<typeof publicCase>;
