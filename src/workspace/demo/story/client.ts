import type { Phase, Position, SaleType } from '../../../relationship/vocabulary.ts';
import type { Life, Stage } from './life.ts';

/** One customer of the invented firm. */
export interface Customer {
  key: string;
  name: string;
  kind: 'organization' | 'household';
  /** A key of `topics`. */
  trade: string;
  industry: string;
  city: string;
  country: string;
  employees: number | null;
  /** Keys of members, or `me`. */
  owner: string;
  hunter: string;
  technician: string;
  saleType: SaleType;
  /** What they have from us, or would buy. */
  offering: string;
  people: number;
  tags: readonly string[];
  /** Euro a year besides single sales: service, consumables. */
  yearly: number;
  potential: number;
  parent: string | null;
  /** Known from before the first touchpoint. */
  standing: 'prospect' | 'customer';
}

/** What became of a customer, and what is to be done. */
export interface Story {
  /** The phase was set by a person, on this evidence. */
  phaseSet?: { ago: number; to: Phase; evidence: string };
  /** What to do next and in how many days; null: forgotten. */
  next: readonly [what: string, inDays: number] | null;
  /** Sales that came to nothing: days ago, name, euro, reason, how far they came and in how many days. */
  lost?: readonly (readonly [ago: number, name: string, amount: number, reason: string, stage: Stage, days: number])[];
  /** Additions that were sold in passing: days ago, name, euro, in how many days. */
  added?: readonly (readonly [ago: number, name: string, amount: number, days: number])[];
  /** The cell of the board in which the story ends. */
  ends: readonly [Phase, Position];
  tell(life: Life): void;
}

export type Client = Customer & Story;
