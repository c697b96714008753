import { z } from 'zod';
import { usualOwnershipRules, type OwnershipRules } from '../ownership/rules.ts';
import { channels } from '../relationship/vocabulary.ts';
import { usualCircleRules, type CircleRules } from '../usage/circle/rules.ts';
import { usualRules, type SpottedRules } from '../usage/spotted/spotted.ts';

/** A time in which touchpoints of a channel reach us; `until` null: still. */
const connection = z
  .object({ from: z.iso.date(), until: z.iso.date().nullable() })
  .refine(({ from, until }) => until === null || until >= from, 'Ends before it begins');

/** When each channel was connected. Silence counts only while we would have heard the customer. */
export const channelTimes = z.partialRecord(z.enum(channels), z.array(connection).max(50));
export type ChannelTimes = z.infer<typeof channelTimes>;

const days = z.number().int().min(1).max(365);
const spotted: z.ZodType<SpottedRules, SpottedRules> = z.object({
  leaderboard: z.boolean(),
  firstNoteDays: days,
  answerDays: z.object({ now: days, soon: days, 'some day': days }),
  recipientId: z.uuid().nullable(),
});
const circle: z.ZodType<CircleRules, CircleRules> = z.object({
  marginPercent: z.number().min(0).max(100).nullable(),
  acquisitionCost: z.number().min(0).max(1e9).nullable(),
  daysBetweenAsks: days,
  referencesPerYear: z.number().int().min(1).max(100),
  minimumTrust: z.number().min(0).max(100),
});

const ownership: z.ZodType<OwnershipRules, OwnershipRules> = z.object({
  contactCost: z.number().positive().max(1e9).nullable(),
  savePercent: z.number().min(1).max(100).nullable(),
  customersPerFarmer: z.number().int().min(1).max(10_000),
});

const parts = { channels: channelTimes, spotted, circle, ownership };

/** What a workspace decides for itself. Unknown keys in the database are kept out of answers. */
export const workspaceSettings = z.object({
  channels: channelTimes.default({}),
  spotted: spotted.default(usualRules),
  circle: circle.default(usualCircleRules),
  ownership: ownership.default(usualOwnershipRules),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

/** What an edit brings: only the parts that it names. A part that is left out is not filled in, or it would be reset. */
export const settingsChange = z.object(parts).partial();

/** The settings as stored, read leniently: a damaged part counts as not set. */
export const settingsOf = (stored: unknown): WorkspaceSettings => {
  const given = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const sound = given.filter(
    ([name, part]) => name in parts && parts[name as keyof typeof parts].safeParse(part).success,
  );
  return workspaceSettings.parse(Object.fromEntries(sound));
};

/**
 * The times in which at least one channel was connected, in milliseconds, sorted and not overlapping: what the
 * relationship model takes as `listening`. Days count in UTC; the day of `until` is included. A channel in which only we
 * speak tells nothing of the customer's silence: notes are left out.
 */
export function listeningTo(times: ChannelTimes): { from: number; until: number | null }[] {
  const spans = channels
    .filter((channel) => channel !== 'note')
    .flatMap((channel) => times[channel] ?? [])
    .map(({ from, until }) => ({ from: Date.parse(from), until: until === null ? Infinity : Date.parse(until) + day }))
    .toSorted((a, b) => a.from - b.from);
  const joined: { from: number; until: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else joined.push({ ...span });
  }
  return joined.map(({ from, until }) => ({ from, until: until === Infinity ? null : until }));
}

const day = 86_400_000;
