import { z } from 'zod';
import { byId, done, endpoint, flag, id, instant, page, paging, several, text } from '../../platform/contract.ts';
import { cannedAnswer, caseDetail, caseFields, caseItem, caseMessage, publicCase } from './records.ts';
import { serviceLevel } from './serviceLevel.ts';
import { caseChannels, caseKinds, caseStates, messageKinds, queues, severities } from './words.ts';

/** Service: cases with their conversation and clocks, what we promise, and the page that a customer opens by a link. */

export const caseFilterShape = {
  queue: z.enum(queues).optional(),
  /** A fragment of the subject or of the account's name. */
  text: text(100).optional(),
  /** Without it: those that are not solved. */
  state: several(z.enum(caseStates)).optional(),
  severity: several(z.enum(severities)).optional(),
  kind: several(z.enum(caseKinds)).optional(),
  owner: several(id).optional(),
  account: id.optional(),
  /** A promise ran out. */
  late: flag.optional(),
  unread: flag.optional(),
  deleted: flag.optional(),
};
export const caseSorts = ['due', 'opened', 'changed'] as const;

const secret = z.string().min(20).max(100);
const changing = { params: byId, may: 'case:write' as const, versioned: true as const, answer: caseItem };

export const caseContract = {
  listCases: endpoint({
    method: 'GET',
    path: '/cases',
    summary: 'List cases; whose promise runs out first comes first.',
    may: 'case:read',
    query: z.object({
      ...paging,
      ...caseFilterShape,
      sort: z.enum(caseSorts).default('due'),
      descending: flag.optional(),
    }),
    whole: { state: caseStates.join(',') },
    answer: page(caseItem),
  }),
  caseQueues: endpoint({
    method: 'GET',
    path: '/cases/queues',
    summary: 'Count the open cases per queue, and how many promises of the last 90 days were kept.',
    may: 'case:read',
    answer: z.object({
      queues: z.array(z.object({ queue: z.enum(queues), open: z.number().int(), late: z.number().int() })),
      /** Of the promises whose time came within 90 days. */
      firstResponse: z.object({ promised: z.number().int(), kept: z.number().int() }),
      resolution: z.object({ promised: z.number().int(), kept: z.number().int() }),
      asOf: instant,
    }),
  }),
  createCase: endpoint({
    method: 'POST',
    path: '/cases',
    summary: 'Open a case; its clocks start.',
    may: 'case:write',
    body: z
      .object(caseFields)
      .partial()
      .required({ subject: true })
      .extend({ body: text(20_000).optional(), openedAt: instant.optional() }),
    answer: caseItem,
    status: 201,
  }),
  readCase: endpoint({
    method: 'GET',
    path: '/cases/:id',
    summary: 'Read a case with its conversation, clocks and customer.',
    may: 'case:read',
    params: byId,
    answer: caseDetail,
  }),
  changeCase: endpoint({
    method: 'PATCH',
    path: '/cases/:id',
    summary: 'Change fields of a case; another kind or severity is another promise.',
    ...changing,
    body: z
      .object(caseFields)
      .partial()
      .extend({ solution: text(20_000).nullable().optional() }),
  }),
  deleteCase: endpoint({
    method: 'DELETE',
    path: '/cases/:id',
    summary: 'Delete a case; it can be restored.',
    may: 'case:delete',
    params: byId,
    answer: caseItem,
  }),
  restoreCase: endpoint({
    method: 'POST',
    path: '/cases/:id/restore',
    summary: 'Restore a deleted case.',
    may: 'case:delete',
    params: byId,
    answer: caseItem,
  }),
  writeMessage: endpoint({
    method: 'POST',
    path: '/cases/:id/messages',
    summary: 'Write to the customer, note something for us, or note what the customer said.',
    may: 'case:write',
    params: byId,
    body: z.object({
      kind: z.enum(messageKinds),
      body: text(20_000),
      channel: z.enum(caseChannels).optional(),
      minutes: z.number().int().min(0).max(10_000).optional(),
      /** What follows: it is the customer's turn, or it is solved. */
      next: z.enum(['wait', 'solve']).optional(),
    }),
    answer: caseMessage.extend({
      /** To whom it went by mail; null where the server sends none, or no address is known. */
      mailedTo: z.string().nullable(),
    }),
    status: 201,
  }),
  waitForCustomer: endpoint({
    method: 'POST',
    path: '/cases/:id/wait',
    summary: 'Wait for the customer; the clock of the solution stands.',
    ...changing,
  }),
  resumeCase: endpoint({
    method: 'POST',
    path: '/cases/:id/resume',
    summary: 'Go on: it is our turn again.',
    ...changing,
  }),
  solveCase: endpoint({
    method: 'POST',
    path: '/cases/:id/solve',
    summary: 'Solve a case and say how.',
    ...changing,
    body: z.object({ solution: text(20_000).optional() }),
  }),
  closeCase: endpoint({ method: 'POST', path: '/cases/:id/close', summary: 'Close a solved case.', ...changing }),
  reopenCase: endpoint({
    method: 'POST',
    path: '/cases/:id/reopen',
    summary: 'Open a solved or closed case again and say why.',
    ...changing,
    body: z.object({ reason: text(1000, 3) }),
  }),
  mergeCase: endpoint({
    method: 'POST',
    path: '/cases/:id/merge',
    summary: 'Merge a case into another one of the same customer.',
    ...changing,
    body: z.object({ intoId: id }),
  }),
  unmergeCase: endpoint({
    method: 'POST',
    path: '/cases/:id/unmerge',
    summary: 'Take a merged case out again.',
    ...changing,
  }),
  makeCaseLink: endpoint({
    method: 'POST',
    path: '/cases/:id/link',
    summary: "Make a link to the customer's own page of a case.",
    may: 'case:write',
    params: byId,
    answer: z.object({ path: z.string() }),
  }),
  endCaseLink: endpoint({
    method: 'DELETE',
    path: '/cases/:id/link',
    summary: 'End all links of the customer to a case.',
    may: 'case:write',
    params: byId,
    answer: done,
  }),

  listCannedAnswers: endpoint({
    method: 'GET',
    path: '/canned-answers',
    summary: 'List the canned answers.',
    may: 'case:read',
    answer: z.object({ items: z.array(cannedAnswer) }),
  }),
  addCannedAnswer: endpoint({
    method: 'POST',
    path: '/canned-answers',
    summary: 'Keep an answer for the next time.',
    may: 'case:write',
    body: cannedAnswer.pick({ name: true, body: true }),
    answer: cannedAnswer,
    status: 201,
  }),
  changeCannedAnswer: endpoint({
    method: 'PATCH',
    path: '/canned-answers/:id',
    summary: 'Change a canned answer.',
    may: 'case:write',
    params: byId,
    body: cannedAnswer.pick({ name: true, body: true }).partial(),
    answer: cannedAnswer,
    versioned: true,
  }),
  removeCannedAnswer: endpoint({
    method: 'DELETE',
    path: '/canned-answers/:id',
    summary: 'Remove a canned answer.',
    may: 'case:write',
    params: byId,
    answer: done,
  }),
  readServiceLevel: endpoint({
    method: 'GET',
    path: '/service-level',
    summary: 'Read what is promised in service: hours, holidays, targets.',
    may: 'case:read',
    answer: z.object({ level: serviceLevel, version: z.number().int(), shipped: z.boolean() }),
  }),
  saveServiceLevel: endpoint({
    method: 'PUT',
    path: '/service-level',
    summary: 'Say what is promised in service; open cases keep what they were promised.',
    may: 'team:write',
    body: z.object({ level: serviceLevel, basedOn: z.number().int().min(0) }),
    answer: z.object({ level: serviceLevel, version: z.number().int(), shipped: z.boolean() }),
  }),

  seeCase: endpoint({
    method: 'POST',
    path: '/case-page',
    summary: 'See your case, with the secret of its link.',
    may: 'anyone',
    body: z.object({ secret }),
    answer: publicCase,
  }),
  replyToCase: endpoint({
    method: 'POST',
    path: '/case-page/reply',
    summary: 'Reply to your case, with the secret of its link; a solved one is opened again.',
    may: 'anyone',
    body: z.object({ secret, body: text(10_000) }),
    answer: publicCase,
  }),
};
