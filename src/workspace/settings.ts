import { z } from 'zod';
import { channels } from '../relationship/vocabulary.ts';

/** A time in which touchpoints of a channel reach us; `until` null: still. */
const connection = z
  .object({ from: z.iso.date(), until: z.iso.date().nullable() })
  .refine(({ from, until }) => until === null || until >= from, 'Ends before it begins');

/** When each channel was connected. Silence counts only while we would have heard the customer. */
export const channelTimes = z.partialRecord(z.enum(channels), z.array(connection).max(50));
export type ChannelTimes = z.infer<typeof channelTimes>;

/** What a workspace decides for itself. Unknown keys in the database are kept out of answers. */
export const workspaceSettings = z.object({ channels: channelTimes.default({}) });
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

/** The settings as stored, read leniently: a damaged part counts as not set. */
export const settingsOf = (stored: unknown): WorkspaceSettings => {
  const read = workspaceSettings.safeParse(stored ?? {});
  return read.success ? read.data : { channels: {} };
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
