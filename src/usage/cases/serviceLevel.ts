import { z } from 'zod';
import { text } from '../../platform/contract.ts';
import { isTimeZone } from '../../workspace/import/values/zone.ts';
import { always, type ServiceHours } from './serviceTime.ts';
import { caseKinds, severities, type CaseKind, type Severity } from './words.ts';

/** What we promise: how soon we answer and solve, by severity and, where it differs, by kind; and in which hours that counts. */

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time such as 08:30');
const minutes = z.number().int().min(1).max(525_600);

export const serviceTarget = z.object({
  severity: z.enum(severities),
  /** Null: every kind that has no target of its own. */
  kind: z.enum(caseKinds).nullable(),
  firstResponseMinutes: minutes,
  resolutionMinutes: minutes,
  /** Counts around the clock, holidays too. */
  aroundTheClock: z.boolean(),
});
export type ServiceTarget = z.output<typeof serviceTarget>;

export const serviceLevel = z.object({
  timeZone: z.string().max(60).refine(isTimeZone, 'Write a time zone such as Europe/Berlin'),
  hours: z
    .array(
      z
        .object({ weekday: z.number().int().min(1).max(7), from: time, to: time })
        .refine(({ from, to }) => from < to, 'Ends before it begins'),
    )
    .min(1, 'Without service hours no clock would run')
    .max(21),
  holidays: z
    .array(
      z.object({
        on: z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/, 'Write a day such as 2026-12-24, or 12-25 for every year'),
        name: text(80),
      }),
    )
    .max(200),
  targets: z
    .array(serviceTarget)
    .max(16)
    .refine(
      (targets) =>
        severities.every((severity) => targets.some((each) => each.severity === severity && each.kind === null)),
      'Each severity needs a target',
    ),
});
export type ServiceLevel = z.output<typeof serviceLevel>;

const hour = 60;
const day = 9 * hour;

/** What holds until somebody says otherwise. */
export const shippedLevel = (timeZone: string): ServiceLevel => ({
  timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '17:00' })),
  holidays: [],
  targets: [
    { severity: 'severe', kind: null, firstResponseMinutes: 30, resolutionMinutes: 8 * hour, aroundTheClock: true },
    { severity: 'high', kind: null, firstResponseMinutes: 2 * hour, resolutionMinutes: 2 * day, aroundTheClock: false },
    {
      severity: 'normal',
      kind: null,
      firstResponseMinutes: 4 * hour,
      resolutionMinutes: 5 * day,
      aroundTheClock: false,
    },
    { severity: 'low', kind: null, firstResponseMinutes: day, resolutionMinutes: 10 * day, aroundTheClock: false },
  ],
});

export const levelOf = (stored: unknown, timeZone: string): ServiceLevel => {
  const read = serviceLevel.safeParse(stored);
  return read.success ? read.data : shippedLevel(timeZone);
};

/** The target that speaks of exactly this kind, else the severity's. */
export function targetFor(level: ServiceLevel, severity: Severity, kind: CaseKind): ServiceTarget {
  const ofSeverity = level.targets.filter((each) => each.severity === severity);
  return ofSeverity.find((each) => each.kind === kind) ?? ofSeverity.find((each) => each.kind === null)!;
}

export const hoursOf = (level: ServiceLevel, target: Pick<ServiceTarget, 'aroundTheClock'>): ServiceHours =>
  target.aroundTheClock ? always : { timeZone: level.timeZone, hours: level.hours, holidays: level.holidays };
