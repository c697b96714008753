import { z } from 'zod';
import { byId, currency, endpoint, flag, id, instant, page, paging, several, text } from '../../platform/contract.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { alarmStates } from '../alarm.ts';
import { signalKinds } from '../signals.ts';
import { runRecord } from '../plays/contract.ts';

const signal = z.object({
  kind: z.enum(signalKinds),
  severity: z.number().int().min(1).max(3),
  since: instant,
  evidence: z.array(z.string()),
  amount: z.number().nullable(),
});
const dip = z.object({
  dip: z.enum(['none', 'expected', 'bad']),
  because: z.enum(['no dip', 'within the norm', 'too deep', 'too long', 'severe signal']),
  depth: z.number(),
  norm: z.object({
    depth: z.number(),
    days: z.number(),
    n: z.number(),
    origin: z.enum(['shipped default', 'own past']),
  }),
});
export type DipRecord = z.output<typeof dip>;

export const alarmRecord = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  state: z.enum(alarmStates),
  severity: z.number().int().min(1).max(3),
  signals: z.array(signal),
  dip,
  probability: z.number(),
  threshold: z.number(),
  play: z.string(),
  openedAt: instant,
  answerBy: instant,
  acknowledgedAt: instant.nullable(),
  endedAt: instant.nullable(),
  note: z.string().nullable(),
  modelVersion: z.string(),
  run: runRecord.nullable(),
  version: z.number().int(),
});
export type AlarmRecord = z.output<typeof alarmRecord>;

const share = z.object({ share: z.number().nullable(), low: z.number(), high: z.number(), n: z.number() });
const customer = z.object({ accountId: id, accountName: z.string().nullable() });

export const watchRecord = z.object({
  /** What was last seen; null for an account that is no customer yet. */
  lookedAt: instant.nullable(),
  nextLookAt: instant.nullable(),
  probability: z.number().nullable(),
  saleType: z.enum(saleTypes),
  dip: dip.nullable(),
  signals: z.array(signal),
  forecastAt: instant.nullable(),
  alarm: alarmRecord.nullable(),
});
export type WatchRecord = z.output<typeof watchRecord>;

const quietCustomer = customer.extend({
  memberName: z.string().nullable(),
  signals: z.array(signal),
  dip,
  isNew: z.boolean(),
});
export const digestRecord = z.object({
  from: instant,
  to: instant,
  /** How many customers are watched, and how many alarms run. */
  customers: z.number().int(),
  running: z.number().int(),
  mild: z.array(quietCustomer),
  /** In the dip that everybody goes through. */
  dips: z.array(quietCustomer),
  ahead: z.array(
    customer.extend({ memberName: z.string().nullable(), crossesAt: instant, probability: z.number().nullable() }),
  ),
  moved: z.array(
    customer.extend({
      id,
      memberName: z.string().nullable(),
      state: z.enum(alarmStates),
      severity: z.number().int(),
      openedAt: instant,
      endedAt: instant.nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type DigestRecord = z.output<typeof digestRecord>;

const qualityRecord = z.object({
  since: instant,
  precision: share,
  recall: share,
  recovered: share,
  leadDays: z.number().nullable(),
  missed: z.array(customer.extend({ lostAt: instant })),
  falseAlarms: z.array(customer.extend({ id, openedAt: instant, note: z.string().nullable() })),
  running: z.number(),
  /** What the threshold rests on; nulls: nobody has said, and the usual one holds. */
  worth: z.object({ contactCost: z.number().nullable(), savePercent: z.number().nullable(), currency }),
});
export type QualityRecord = z.output<typeof qualityRecord>;

/** Relationships that need a person now, and how far these alarms can be trusted. */
export const alarmsContract = {
  listAlarms: endpoint({
    method: 'GET',
    path: '/alarms',
    summary: 'List alarms, the latest first.',
    may: 'alarm:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      running: flag.optional(),
      mine: flag.optional(),
      state: several(z.enum(alarmStates)).optional(),
    }),
    answer: page(alarmRecord),
  }),
  readAlarm: endpoint({
    method: 'GET',
    path: '/alarms/:id',
    summary: 'Read an alarm with its reasons, its play and how far that has come.',
    may: 'alarm:read',
    params: byId,
    answer: alarmRecord,
  }),
  moveAlarm: endpoint({
    method: 'POST',
    path: '/alarms/:id/state',
    summary: 'Take an alarm on, or say how it ended; a false alarm needs its reason. Taking it on starts its play.',
    may: 'alarm:write',
    params: byId,
    versioned: true,
    body: z.strictObject({
      to: z.enum(['acknowledged', 'in recovery', 'recovered', 'lost', 'false alarm']),
      note: text(1000).nullish(),
      play: text(80).nullish(),
    }),
    answer: alarmRecord,
  }),
  handAlarm: endpoint({
    method: 'PATCH',
    path: '/alarms/:id',
    summary: 'Name another person for an alarm.',
    may: 'alarm:write',
    params: byId,
    versioned: true,
    body: z.strictObject({ memberId: id }),
    answer: alarmRecord,
  }),
  readWatch: endpoint({
    method: 'GET',
    path: '/accounts/:id/watch',
    summary:
      'Read what the alarm sees of an account: signals, whether its dip is the expected one, and the running alarm.',
    may: 'alarm:read',
    params: byId,
    answer: watchRecord,
  }),
  listMild: endpoint({
    method: 'GET',
    path: '/mild-alarms',
    summary: 'List customers with a mild signal or in an expected dip: the weekly digest.',
    may: 'alarm:read',
    query: z.object({ mine: flag.optional() }),
    answer: z.object({
      items: z.array(
        customer.extend({ memberName: z.string().nullable(), signals: z.array(signal), dip, lookedAt: instant }),
      ),
    }),
  }),
  readDigest: endpoint({
    method: 'GET',
    path: '/alarm-digest',
    summary:
      'Read the week in one page: mild signs, usual dips, what lies ahead if nobody calls, and what became of the alarms.',
    may: 'alarm:read',
    report: true,
    query: z.object({ mine: flag.optional() }),
    answer: digestRecord,
  }),
  alarmQuality: endpoint({
    method: 'GET',
    path: '/alarm-quality',
    summary: 'Read how far the alarms of the last two years can be trusted, and which customers were lost without one.',
    may: 'alarm:read',
    answer: qualityRecord,
  }),
};
