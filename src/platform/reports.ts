import type { Permission } from './contract.ts';
import type { Call } from './serve.ts';

/**
 * What can be sent by itself: a report as tables of plain cells. A slice offers its own in `src/reports.ts`; the insight slice sends
 * them. Read in short transactions with the eyes of who gets it.
 */
export interface Schedulable {
  /** What it is called in a letter. */
  title: string;
  /** Who lacks this right gets the letter without it. */
  may: Permission;
  /** The screen on which it is seen with its evidence; else Insight. */
  screen?: string;
  tables(reader: Reader, search: ReportSearch): Promise<TextTable[]>;
}

export interface Reader {
  now: Date;
  /** One transaction as the person who will read it. */
  read<T>(work: (call: Call) => Promise<T>): Promise<T>;
}

/** The filter of the screen that was scheduled, as it stands in its address. */
export type ReportSearch = Readonly<Record<string, string | undefined>>;

export interface TextTable {
  title: string;
  /** A sentence on what is counted, and from how much. */
  about?: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}
export type Cell = string | number | null;
