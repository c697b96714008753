/** How sure the picture of a relationship is: what we can hear, how fresh it is, how much it has settled. */
import { advance, daysBetween, type CycleState } from './cycle.ts';
import type { Model } from './model.ts';

export interface Hearing {
  /** Channels of this account that are connected, and those that it could have. */
  connected: number;
  possible: number;
}

export interface Confidence {
  /** 0–1, and in a word. */
  score: number;
  grade: 'low' | 'fair' | 'good';
  /** 0–1 each. */
  parts: { channels: number; recency: number; certainty: number };
  /** The part that holds it back most. */
  weakest: 'channels' | 'recency' | 'certainty';
}

/** Days after which the last touchpoint counts half as fresh. */
const freshness = 60;
const fair = 0.4;
const good = 0.65;

/** The geometric mean of the three parts: one that is missing cannot be made up for by the others. */
export function confidence(state: CycleState, at: number, hearing: Hearing, model: Model): Confidence {
  const days = Math.max(0, daysBetween(state.at, at));
  const now = advance(state, days, model);
  const open =
    now.trust.variance / model.weights.trust.variance / 2 + now.interest.variance / model.weights.interest.variance / 2;
  const last = state.lastContactAt ?? state.startedAt;
  const parts = {
    channels: hearing.possible > 0 ? Math.min(1, hearing.connected / hearing.possible) : 0,
    recency: state.touchpoints === 0 ? 0 : 2 ** (-daysBetween(last, Math.max(at, last)) / freshness),
    certainty: Math.max(0, 1 - open),
  };
  const score = Math.cbrt(parts.channels * parts.recency * parts.certainty);
  const weakest = (['channels', 'recency', 'certainty'] as const).reduce((low, part) =>
    parts[part] < parts[low] ? part : low,
  );
  return { score, grade: score >= good ? 'good' : score >= fair ? 'fair' : 'low', parts, weakest };
}
