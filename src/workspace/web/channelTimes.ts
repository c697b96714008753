import type { Channel } from '../../relationship/vocabulary.ts';
import type { ChannelTimes } from '../settings.ts';

/** The times with a channel connected from today on; one that ended today goes on. */
export function connectChannel(times: ChannelTimes, channel: Channel, today: string): ChannelTimes {
  const all = times[channel] ?? [];
  const last = all.at(-1);
  return {
    ...times,
    [channel]:
      last?.until === today ? [...all.slice(0, -1), { ...last, until: null }] : [...all, { from: today, until: null }],
  };
}

/** The times with a channel connected until today: silence before counted, and keeps counting. */
export const disconnectChannel = (times: ChannelTimes, channel: Channel, today: string): ChannelTimes => ({
  ...times,
  [channel]: (times[channel] ?? []).map((each) =>
    each.until === null ? { ...each, until: each.from > today ? each.from : today } : each,
  ),
});

/** The times with the present connection begun on another day. */
export const movedStart = (times: ChannelTimes, channel: Channel, from: string): ChannelTimes => ({
  ...times,
  [channel]: (times[channel] ?? []).map((each) => (each.until === null ? { ...each, from } : each)),
});
