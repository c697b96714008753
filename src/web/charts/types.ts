import type { Phase, Position } from '../../relationship/vocabulary.ts';

/** The plain data that the pictures are drawn from. Levels are 0 to 100; times ISO 8601 texts. */

export type LineName = 'trust' | 'interest';

/** The level at the end of one day. */
export interface LevelPoint {
  at: string;
  trust: number;
  interest: number;
}

/** A touchpoint on the curve, with what it still contributes today, in points. */
export interface CurveTouchpoint {
  id: string;
  at: string;
  label: string;
  trust: number;
  interest: number;
}

/** A stretch of time with one value: phase or position. `until` absent: still. */
export interface Stretch<Value> {
  from: string;
  until?: string | undefined;
  value: Value;
}

/** Close, handoff, go-live, first value. */
export interface CurveMark {
  at: string;
  label: string;
}

export interface CurvePromise {
  id: string;
  /** Due, or when it was kept or broken. */
  at: string;
  label: string;
  state: 'kept' | 'broken' | 'open' | 'overdue';
}

/** What is usual for sales of this type: an interval per day. */
export interface ExpectedBand {
  line: LineName;
  /** “trust expected in a commercial sale, n 64”: what it is, and from how many sales it was learnt. */
  label: string;
  points: readonly { at: string; low: number; high: number }[];
}

/** What moved the lines between two days. `before` + every mover + `passing` = `after`, exactly. */
export interface Explanation {
  from: string;
  to: string;
  before: { trust: number; interest: number };
  movers: readonly Mover[];
  /** What happened by itself because time passed, over how many days. */
  passing: { days: number; trust: number; interest: number };
  after: { trust: number; interest: number };
}

export interface Mover {
  touchpointId: string;
  at: string;
  label: string;
  trust: number;
  interest: number;
}

/** One account on the cycle map. */
export interface CycleDot {
  id: string;
  name: string;
  phase: Phase;
  position: Position;
  /** How far through that position, 0 to 1. */
  progress: number;
  /** Mean of trust and interest. */
  level: number;
  trust: number;
  interest: number;
  /** Revenue in 12 months in units of the currency; null: none yet. */
  revenue: number | null;
  /** Size of a dot without revenue. */
  potential?: number | undefined;
  alarm?: boolean | undefined;
}

/** What the card of a dot says. */
export interface CycleCard {
  probability: number;
  owner: string;
  trust: number;
  interest: number;
  trustChange: number;
  interestChange: number;
  /** Over how many days the changes are. */
  changeDays: number;
  reason?: string | undefined;
  nextStep?: string | undefined;
  /** Where it was, oldest first, over 90 days. */
  path: readonly { at: string; position: Position; progress: number; level: number }[];
}

/** Accounts that are not drawn one by one, at their mean place. */
export interface CycleGroup {
  phase: Phase;
  position: Position;
  progress: number;
  level: number;
  count: number;
}

/** One cell of the 4 × 5 board. */
export interface CycleCell {
  phase: Phase;
  position: Position;
  count: number;
  revenue: number;
  alarms: number;
}
