import type { ChannelTimes } from '../settings.ts';

/** Marks what belongs to the demo company: its external keys and the evidence keys of its touchpoints begin so. */
export const demoKey = (key: string): string => `demo:${key}`;

/** The key of the channel settings that the demo made; it says which they were, so that later ones are not taken for them. */
export const channelsKey = (channels: ChannelTimes): string =>
  demoKey(`channels/${Object.keys(channels).sort().join(',')}/${channels.call?.[0]?.from ?? ''}`);
