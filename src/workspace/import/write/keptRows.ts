import type { Note } from '../drafts/draft.ts';
import type { RowOutcome } from '../report.ts';

/** A row as it stood in the file, and what became of it: `made`, `changed` or `same` says what it did to each of its records. */
export type KeptRow = {
  line: number;
  raw: string;
  outcome: RowOutcome;
  notes: readonly Note[];
  records: readonly [kind: string, id: string, how: string][];
};

type Written = [
  line: number,
  raw: string,
  outcome: RowOutcome,
  notes: readonly Note[] | null,
  records: KeptRow['records'] | null,
];

/** As lists without names, and without what is empty. */
export const writtenRows = (rows: readonly KeptRow[]): string =>
  JSON.stringify(
    rows.map(({ line, raw, outcome, notes, records }): Written => [
      line,
      raw,
      outcome,
      notes.length > 0 ? notes : null,
      records.length > 0 ? records : null,
    ]),
  );

export const readRows = (text: string): KeptRow[] =>
  (JSON.parse(text) as Written[]).map(([line, raw, outcome, notes, records]) => ({
    line,
    raw,
    outcome,
    notes: notes ?? [],
    records: records ?? [],
  }));
