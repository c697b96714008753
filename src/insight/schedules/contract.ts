import { z } from 'zod';
import { byId, done, endpoint, id, instant, text } from '../../platform/contract.ts';
import { isTimeZone } from './when.ts';

/** Reports that go out by e-mail by themselves. */

const search = z
  .record(z.string().max(60), z.string().max(500))
  .refine((it) => Object.keys(it).length <= 50, 'At most 50 conditions');
const draft = {
  name: text(100),
  /** Which reports, in this order; see `listSchedulable`. */
  reports: z.array(z.string().min(1).max(60)).min(1).max(20),
  /** The filter of the screen as it stands in its address. */
  search,
  every: z.enum(['day', 'week', 'month']),
  weekday: z.number().int().min(1).max(7),
  monthday: z.number().int().min(1).max(31),
  hour: z.number().int().min(0).max(23),
  timeZone: z.string().max(60).refine(isTimeZone, 'Write a time zone such as Europe/Vienna'),
  memberIds: z.array(id).min(1).max(100),
};

const schedule = z.object({
  id,
  name: z.string(),
  reports: z.array(z.string()),
  search: z.record(z.string(), z.string()),
  every: z.enum(['day', 'week', 'month']),
  weekday: z.number().int(),
  monthday: z.number().int(),
  hour: z.number().int(),
  timeZone: z.string(),
  by: z.object({ id, name: z.string() }),
  mine: z.boolean(),
  recipients: z.array(z.object({ id, name: z.string(), stopped: z.boolean() })),
  /** Whether it goes to the person who asks; null: not one of the recipients. */
  toMe: z.boolean().nullable(),
  paused: z.boolean(),
  nextAt: instant,
  lastAt: instant.nullable(),
  /** Letters of the last run, and what went wrong in it. */
  lastSent: z.number().int().nullable(),
  lastError: z.string().nullable(),
  version: z.number().int(),
});
export type ScheduleRecord = z.output<typeof schedule>;

const table = z.object({
  title: z.string(),
  about: z.string().optional(),
  columns: z.array(z.string()),
  shares: z.array(z.number().int()).optional(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});

const secret = z.object({ secret: z.string().regex(/^[\w-]{43}$/) });

export const scheduleContract = {
  listSchedulable: endpoint({
    method: 'GET',
    path: '/report-schedules/reports',
    summary: 'List the reports that can be sent by themselves, and whether letters leave this house.',
    may: 'view:read',
    answer: z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })), letters: z.boolean() }),
  }),
  readReport: endpoint({
    method: 'GET',
    path: '/reports',
    summary: 'Read a report as plain tables, as letters and files have it; see `listSchedulable`.',
    may: 'view:read',
    query: z.object({
      report: z.string().min(1).max(60),
      /** The filter as it stands in the address of the screen: `days=365&type=retail`. */
      search: z.string().max(2000).default(''),
    }),
    ownTransactions: true,
    report: true,
    answer: z.object({ title: z.string(), tables: z.array(table) }),
  }),
  listSchedules: endpoint({
    method: 'GET',
    path: '/report-schedules',
    summary: 'List the scheduled reports that one has set up or gets, with the next run and how the last went.',
    may: 'view:read',
    answer: z.object({ items: z.array(schedule) }),
  }),
  createSchedule: endpoint({
    method: 'POST',
    path: '/report-schedules',
    summary: 'Schedule reports to members; each gets what he may see.',
    may: 'view:write',
    body: z.strictObject(draft),
    status: 201,
    answer: schedule,
  }),
  changeSchedule: endpoint({
    method: 'PATCH',
    path: '/report-schedules/:id',
    summary: 'Change a schedule, pause it or let it go on.',
    may: 'view:write',
    params: byId,
    versioned: true,
    body: z.strictObject({ ...draft, paused: z.boolean() }).partial(),
    answer: schedule,
  }),
  removeSchedule: endpoint({
    method: 'DELETE',
    path: '/report-schedules/:id',
    summary: 'Remove a schedule.',
    may: 'view:delete',
    params: byId,
    answer: done,
  }),
  sendNow: endpoint({
    method: 'POST',
    path: '/report-schedules/:id/send',
    summary: 'Send a scheduled report now, to oneself alone, to see what it looks like.',
    may: 'view:write',
    params: byId,
    status: 202,
    answer: done,
  }),
  stopForMe: endpoint({
    method: 'PUT',
    path: '/report-schedules/:id/me',
    summary: 'Say that one does not want a scheduled report any more, or wants it again.',
    may: 'view:write',
    params: byId,
    body: z.strictObject({ wanted: z.boolean() }),
    answer: schedule,
  }),
  stopLetters: endpoint({
    method: 'POST',
    path: '/report-letters/:secret/stop',
    summary: 'End the letters of one scheduled report, with the secret that stands in them.',
    may: 'anyone',
    params: secret,
    answer: z.object({ name: z.string() }),
  }),
};
