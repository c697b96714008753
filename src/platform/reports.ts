import type { z } from 'zod';
import type { Answer, Endpoint, Input, Permission } from './contract.ts';
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
  screen?: string | ((search: ReportSearch) => string);
  /** A sentence where the filter cannot be, such as a period that ends before it begins. */
  refuses?: (search: ReportSearch) => string | undefined;
  tables(reader: Reader, search: ReportSearch): Promise<TextTable[]>;
}

export interface Reader {
  now: Date;
  /** One transaction as the person who will read it. */
  read<T>(work: (call: Call) => Promise<T>): Promise<T>;
  /** Aborts when somebody ended the work that the report is part of: what computes beside requests ends with it. */
  signal?: AbortSignal;
}

/** The filter of the screen that was scheduled, as it stands in its address. */
export type ReportSearch = Readonly<Record<string, string | undefined>>;

export interface TextTable {
  title: string;
  /** A sentence on what is counted, and from how much. */
  about?: string;
  columns: readonly string[];
  /** Places of columns that hold shares of one: a letter shows them as percent. */
  shares?: readonly number[];
  rows: readonly (readonly Cell[])[];
}
export type Cell = string | number | null;

/** What an endpoint answers to who will read it: as it goes over the wire, days and moments as texts. */
export async function told<E extends Endpoint>(
  reader: Reader,
  _endpoint: E,
  handler: (call: Call, input: Input<E>) => Promise<unknown>,
  query: object,
  params: object = {},
): Promise<Answer<E>> {
  const answer = await reader.read((call) => handler(call, { params, query, body: undefined } as unknown as Input<E>));
  return JSON.parse(JSON.stringify(answer)) as Answer<E>;
}

/** What the screen's address asks for, within the contract's own bounds; what is not valid is left out, as the screen does. */
export function asked<S extends z.ZodType>(query: S, wanted: ReportSearch): z.output<S> {
  const valid = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && query.safeParse({ [key]: value }).success,
  );
  return query.parse(Object.fromEntries(valid));
}
