import { z } from 'zod';
import { done, endpoint, id, instant, byId, text } from '../../platform/contract.ts';

const key = text(80);
const playStep = z.object({
  what: text(300),
  who: z.enum(['owner', 'leader', 'hunter']),
  afterDays: z.number().int().min(0).max(365),
});
const share = z.object({ share: z.number().nullable(), low: z.number(), high: z.number(), n: z.number() });

export const playRecord = z.object({
  key,
  name: z.string(),
  situation: z.string(),
  steps: z.array(playStep),
  /** Changed or made here; otherwise as it ships. */
  changed: z.boolean(),
  version: z.number().int(),
  running: z.number(),
  /** Of its runs that ended, the share in which the customer came back. An association: who is played is not drawn by lot. */
  recovered: share,
});
export type PlayRecord = z.output<typeof playRecord>;

export const runRecord = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  alarmId: id.nullable(),
  play: z.string(),
  name: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z.enum(['recovered', 'lost', 'false alarm', 'stopped']).nullable(),
  steps: z.array(
    z.object({
      what: z.string(),
      memberName: z.string().nullable(),
      dueAt: instant,
      state: z.enum(['open', 'done', 'dropped']),
      nextStepId: id,
      version: z.number().int(),
    }),
  ),
  version: z.number().int(),
});
export type RunRecord = z.output<typeof runRecord>;

/** What to do when a relationship needs a person: a library that everybody reads and leaders keep, and its uses. */
export const playsContract = {
  listPlays: endpoint({
    method: 'GET',
    path: '/plays',
    summary: 'List the plays, and what each of them did.',
    may: 'process:read',
    answer: z.object({ items: z.array(playRecord) }),
  }),
  savePlay: endpoint({
    method: 'PUT',
    path: '/plays',
    summary: 'Change a play, or add one of your own.',
    may: 'process:write',
    body: z.strictObject({
      key,
      name: text(120),
      situation: text(300),
      steps: z.array(playStep).min(1).max(20),
      basedOn: z.number().int().min(0),
    }),
    answer: playRecord,
  }),
  removePlay: endpoint({
    method: 'POST',
    path: '/play-resets',
    summary: 'Go back to the play as it ships, or remove one of your own.',
    may: 'process:write',
    body: z.strictObject({ key }),
    answer: done,
  }),
  startPlay: endpoint({
    method: 'POST',
    path: '/play-runs',
    summary: 'Start a play: its steps become next steps with their people and dates.',
    may: 'alarm:write',
    body: z.strictObject({ accountId: id, play: key }),
    status: 201,
    answer: runRecord,
  }),
  listRuns: endpoint({
    method: 'GET',
    path: '/play-runs',
    summary: 'List the plays that were used with an account, the latest first.',
    may: 'alarm:read',
    query: z.object({ account: id }),
    answer: z.object({ items: z.array(runRecord) }),
  }),
  stopPlay: endpoint({
    method: 'POST',
    path: '/play-runs/:id/stop',
    summary: 'Stop a play; what is left of its steps is dropped.',
    may: 'alarm:write',
    params: byId,
    versioned: true,
    answer: runRecord,
  }),
};
