import { z } from 'zod';
import { endpoint, id, instant, text } from '../../platform/contract.ts';

/** Satisfaction and effort at the end of a case, and now and then whether they would recommend us. */

const secret = z.string().min(20).max(100);
const score = z.object({
  /** Null without an answer. */
  value: z.number().nullable(),
  asked: z.number().int(),
  answered: z.number().int(),
});
const programme = z.object({
  everyDays: z.number().int().min(30).max(1000),
  afterDays: z.number().int().min(0).max(1000),
  quarantineDays: z.number().int().min(0).max(365),
  automatic: z.boolean(),
  sharePercent: z.number().int().min(1).max(100),
});

export const voice = z.object({
  since: instant,
  /** Share of satisfied (4 or 5 of 5); mean effort (1 easy to 5 hard); net promoter score. */
  satisfaction: score,
  effort: score,
  recommend: score,
  answers: z.array(
    z.object({
      id,
      kind: z.enum(['case', 'nps']),
      account: z.object({ id, name: z.string() }),
      contactName: z.string(),
      caseId: id.nullable(),
      satisfaction: z.number().nullable(),
      effort: z.number().nullable(),
      recommend: z.number().nullable(),
      comment: z.string().nullable(),
      answeredAt: instant,
    }),
  ),
  programme: programme.extend({
    version: z.number().int(),
    ranAt: instant.nullable(),
    askedLast: z.number().int().nullable(),
    mails: z.boolean(),
  }),
});

export const surveyContract = {
  readVoice: endpoint({
    method: 'GET',
    path: '/voice',
    summary: 'Read what customers said in the last twelve months, with the response rate beside every score.',
    may: 'account:read',
    answer: voice,
  }),
  listToAsk: endpoint({
    method: 'GET',
    path: '/voice/to-ask',
    summary: 'List whom to ask now whether they recommend us, and what stands against the others.',
    may: 'contact:read',
    answer: z.object({
      items: z.array(
        z.object({
          contact: z.object({ id, name: z.string() }),
          account: z.object({ id, name: z.string() }),
          against: z.array(z.string()),
          lastAskedAt: instant.nullable(),
        }),
      ),
    }),
  }),
  askToRecommend: endpoint({
    method: 'POST',
    path: '/voice/ask',
    summary:
      'Ask a person whether they recommend us: by mail where the server sends mail, else with the link that is answered.',
    may: 'touchpoint:write',
    body: z.object({ contactId: id }),
    answer: z.object({ path: z.string(), mailedTo: z.string().nullable() }),
  }),
  saveProgramme: endpoint({
    method: 'PUT',
    path: '/voice/programme',
    summary:
      'Say whom the programme asks: how often at most, how long after the close the first time, what share, and whether it asks by itself.',
    may: 'team:write',
    body: programme.extend({ basedOn: z.number().int().min(0) }),
    answer: programme.extend({
      version: z.number().int(),
      ranAt: instant.nullable(),
      askedLast: z.number().int().nullable(),
      mails: z.boolean(),
    }),
  }),
  rateCase: endpoint({
    method: 'POST',
    path: '/case-page/rating',
    summary: 'Say how your case went, with the secret of its link.',
    may: 'anyone',
    body: z.object({
      secret,
      satisfaction: z.number().int().min(1).max(5),
      effort: z.number().int().min(1).max(5),
      comment: text(5000).optional(),
    }),
    answer: z.object({ thanked: z.literal(true) }),
  }),
  seeSurvey: endpoint({
    method: 'POST',
    path: '/survey-page',
    summary: 'See the question that you were asked, with the secret of its link.',
    may: 'anyone',
    body: z.object({ secret }),
    answer: z.object({ firm: z.string(), contactName: z.string(), answered: z.boolean() }),
  }),
  answerSurvey: endpoint({
    method: 'POST',
    path: '/survey-page/answer',
    summary: 'Answer whether you recommend us, with the secret of the link; or ask not to be asked again.',
    may: 'anyone',
    body: z.object({
      secret,
      recommend: z.number().int().min(0).max(10).nullable(),
      comment: text(5000).optional(),
      stop: z.boolean().default(false),
    }),
    answer: z.object({ thanked: z.literal(true) }),
  }),
};
