import { z } from 'zod';
import { byId, endpoint, id, instant, page, paging, flag, text } from '../../platform/contract.ts';
import { positions, touchpointKinds } from '../vocabulary.ts';

/** The relationship's weights, learnt from what became of the organization's own customers. */

const quality = z.object({
  n: z.number(),
  events: z.number(),
  auc: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  constant: z.object({ auc: z.number(), brier: z.number(), logLoss: z.number() }),
});
const gain = { gain: z.number(), se: z.number() };

const result = z.object({
  /** Customers looked at, at all dates together. */
  looks: z.number().int(),
  accounts: z.number().int(),
  /** The rarer of stayed and not; below `eventsNeeded` nothing is said. */
  events: z.number().int(),
  eventsNeeded: z.number().int(),
  from: z.number().nullable(),
  /** Learnt from what became of customers before, tested on those from then on. */
  splitAt: z.number().nullable(),
  /** Log-loss that the new set saves per customer looked at, on outcomes that it has not seen. */
  test: z
    .object({
      ...gain,
      looks: z.number().int(),
      accounts: z.number().int(),
      events: z.number().int(),
      inUse: quality,
      learnt: quality,
    })
    .nullable(),
  learnt: z
    .object({
      trustHalfLife: z.number(),
      interestHalfLife: z.number(),
      asymmetry: z.number(),
      factors: z.partialRecord(z.enum(touchpointKinds), z.number()),
    })
    .nullable(),
  /** Whether the probability of disillusionment adds to knowing how long it has been quiet. */
  positionsAdd: z.object({ ...gain, adds: z.boolean() }).nullable(),
  positions: z.array(z.object({ position: z.enum(positions), looks: z.number().int(), stayed: z.number().int() })),
});
export type CalibrationResult = z.output<typeof result>;

export const modelRecord = z.object({
  id,
  version: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  progress: z.number(),
  horizonDays: z.number().int(),
  verdict: z.enum(['too few', 'better', 'not better']).nullable(),
  comparedWith: z.string().nullable(),
  result: result.nullable(),
  reason: z.string().nullable(),
  memberName: z.string().nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
  inUse: z.boolean(),
  /** When it was first taken into use. */
  adoptedAt: instant.nullable(),
});
export type ModelRecord = z.output<typeof modelRecord>;

const use = z.object({
  id,
  modelId: id.nullable(),
  version: z.string(),
  why: z.string().nullable(),
  memberName: z.string().nullable(),
  begunAt: instant,
  endedAt: instant.nullable(),
  /** Relationships folded anew with it, of how many; done when `replayedAt` is told. */
  replayed: z.number().int(),
  toReplay: z.number().int(),
  replayedAt: instant.nullable(),
});
export type ModelUse = z.output<typeof use>;

const oneCase = z.object({
  account: z.object({ id, name: z.string() }),
  at: instant,
  position: z.enum(positions),
  stayed: z.boolean(),
  saidBefore: z.number(),
  saidAfter: z.number(),
});

export const calibrationContract = {
  readModelInUse: endpoint({
    method: 'GET',
    path: '/relationship-models/in-use',
    summary: 'See which set of weights the relationships are read with, since when and why.',
    may: 'process:read',
    answer: z.object({ version: z.string(), use: use.nullable(), uses: z.array(use), customers: z.number().int() }),
  }),
  listModels: endpoint({
    method: 'GET',
    path: '/relationship-models',
    summary: 'List the sets of weights that were learnt, newest first, with their data, gain and verdict.',
    may: 'process:read',
    query: z.object(paging),
    answer: page(modelRecord),
  }),
  readModel: endpoint({
    method: 'GET',
    path: '/relationship-models/:id',
    summary: 'Read one set of weights: what it was learnt from, tested on and what it changes.',
    may: 'process:read',
    params: byId,
    answer: modelRecord,
  }),
  startCalibration: endpoint({
    method: 'POST',
    path: '/relationship-models',
    summary:
      'Learn a set of weights from what became of the own customers; in the background, and not used before somebody adopts it.',
    may: 'process:write',
    body: z.strictObject({ horizonDays: z.number().int().min(30).max(730).default(180) }),
    status: 201,
    answer: modelRecord,
  }),
  cancelCalibration: endpoint({
    method: 'POST',
    path: '/relationship-models/:id/cancel',
    summary: 'Stop a calibration that waits or runs.',
    may: 'process:write',
    params: byId,
    answer: modelRecord,
  }),
  goBackToShipped: endpoint({
    method: 'POST',
    path: '/relationship-models/shipped/adopt',
    summary: 'Go back to the shipped weights.',
    may: 'process:write',
    body: z.strictObject({ why: text(500).nullish() }),
    answer: use,
  }),
  adoptModel: endpoint({
    method: 'POST',
    path: '/relationship-models/:id/adopt',
    summary:
      'Read all relationships with this set of weights from now on; only one that has proved better, or that was in use before.',
    may: 'process:write',
    params: byId,
    body: z.strictObject({ why: text(500).nullish() }),
    answer: use,
  }),
  listModelCases: endpoint({
    method: 'GET',
    path: '/relationship-models/:id/cases',
    summary: 'List the customers that a set was tested on: where they stood, what was said, and what they did.',
    may: 'process:read',
    params: byId,
    query: z.object({ ...paging, position: z.enum(positions).optional(), stayed: flag.optional() }),
    answer: page(oneCase),
  }),
};
