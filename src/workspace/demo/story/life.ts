/** One customer's life as it is told: what happened, counted in days before now, collected by the stories. */
import { drawInteger, seededRandom, shuffled, type Random } from '../../../statistics/randomness.ts';
import type {
  Channel,
  Direction,
  Effort,
  Expectation,
  SaleType,
  TouchpointKind,
} from '../../../relationship/vocabulary.ts';

/** Which of our people it was; `build.ts` says who that is for this customer. */
export type Part = 'hunter' | 'owner' | 'technician' | 'implementation' | 'marketing' | 'leader';

export interface Beat {
  /** Days before now; larger is earlier. */
  ago: number;
  kind: TouchpointKind;
  by: Part;
  subject: string;
  /** Which of the customer's people: 0 is the main one. */
  person: number;
  channel?: Channel;
  direction?: Direction;
  expectation?: Expectation;
  effort?: Effort;
  value?: boolean;
  outcome?: string;
  learnt?: string;
  expectationSet?: string;
  minutes?: number;
  sale?: string;
  request?: string;
}

export type Stage = 'interest' | 'assessment' | 'involvement' | 'commitment' | 'action';

export interface Sale {
  key: string;
  name: string;
  saleType: SaleType;
  offering: string;
  amount: number;
  outcome: 'open' | 'won' | 'lost';
  reason: string | null;
  stage: Stage;
  /** Days before now. */
  openedAgo: number;
  stageSinceAgo: number;
  closedAgo: number | null;
  /** Days from now; negative: the date has passed. */
  expectedIn: number | null;
  source: string | null;
  by: Part;
}

export interface ServiceRequest {
  key: string;
  subject: string;
  severity: 'low' | 'normal' | 'high' | 'severe';
  state: 'open' | 'waiting' | 'solved' | 'closed';
  openedAgo: number;
  solvedAgo: number | null;
  channel: string;
  description: string | null;
}

export interface Life {
  key: string;
  random: Random;
  saleType: SaleType;
  people: number;
  beats: Beat[];
  sales: Sale[];
  requests: ServiceRequest[];
  /** The next subject for a kind; none comes twice before all have come. */
  say(kind: TouchpointKind): string;
}

export type Phrases = Partial<Record<TouchpointKind, readonly string[]>>;

export function newLife(
  key: string,
  saleType: SaleType,
  people: number,
  phrases: Phrases,
  topics: readonly string[],
): Life {
  const random = seededRandom(seedOf(key));
  const said = new Map<TouchpointKind, { left: string[] }>();
  const topicsLeft: string[] = [];
  const topic = () => {
    if (topicsLeft.length === 0) topicsLeft.push(...shuffled(topics, random));
    return topicsLeft.pop()!;
  };
  return {
    key,
    random,
    saleType,
    people,
    beats: [],
    sales: [],
    requests: [],
    say(kind) {
      const pool = said.get(kind) ?? { left: [] };
      said.set(kind, pool);
      if (pool.left.length === 0) pool.left = shuffled(phrases[kind] ?? [capital(kind)], random);
      return capital(pool.left.pop()!.replaceAll('{topic}', topic));
    },
  };
}

const usualPart: Partial<Record<TouchpointKind, Part>> = {
  outreach: 'marketing',
  'mail opened': 'marketing',
  'event attended': 'marketing',
  'service visit': 'technician',
  'case solved': 'technician',
  'case solved late': 'technician',
  training: 'implementation',
  'delivery on time': 'implementation',
  'delivery late': 'implementation',
  'go-live': 'implementation',
  'milestone accepted': 'implementation',
  'milestone slipped': 'implementation',
};

/** Something happened. What is not said is usual for the kind. */
export function add(
  life: Life,
  ago: number,
  kind: TouchpointKind,
  more: Partial<Omit<Beat, 'ago' | 'kind'>> = {},
): Beat {
  const beat: Beat = {
    ago,
    kind,
    by: usualPart[kind] ?? 'owner',
    subject: more.subject ?? life.say(kind),
    person: life.people > 1 && life.random() < 0.4 ? 1 + drawInteger(life.random, life.people - 1) : 0,
    ...more,
  };
  life.beats.push(beat);
  return beat;
}

/** Several things happened: days before now (after `later` of them have passed) → kind. */
export function happen(
  life: Life,
  course: Readonly<Record<number, TouchpointKind>>,
  more: Parameters<typeof add>[3] = {},
  later = 0,
): void {
  for (const [ago, kind] of Object.entries(course)) add(life, Number(ago) + later, kind, more);
}

/** `n` days between two, `from` (earlier) to `to` (later), evenly with some chance, never at the very ends. */
export function spread(life: Life, from: number, to: number, n: number): number[] {
  const step = (from - to) / n;
  return Array.from({ length: n }, (_, i) => from - (i + 0.2 + 0.6 * life.random()) * step);
}

export const chance = (life: Life, share: number): boolean => life.random() < share;

export function pick<T>(life: Life, items: readonly T[]): T {
  return items[drawInteger(life.random, items.length)]!;
}

/** A number from a text, so that each customer has chances of its own (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
