import type { Note, NoteCode } from './drafts/draft.ts';
import type { TargetName } from './targets/names.ts';

export const rowOutcomes = ['created', 'updated', 'merged', 'skipped', 'failed'] as const;
/** `merged`: the row told about a record that an earlier row of this import had made. */
export type RowOutcome = (typeof rowOutcomes)[number];

/** Notes of one kind about one column, with the first examples of what stood there. */
export type NoteGroup = {
  code: NoteCode;
  column: string;
  count: number;
  examples: { line: number; value: string; detail: string }[];
};

export type FileReport = { file: string; target: TargetName | null; read: number } & Record<RowOutcome, number> & {
    notes: NoteGroup[];
  };

/** What an import did (or, in a rehearsal, would do). `records` counts records, `files` counts rows. */
export type ImportReport = {
  files: FileReport[];
  records: Partial<Record<TargetName, { created: number; updated: number }>>;
};

/** Of companies that share a name, people want to know which. */
const mostExamples = (code: NoteCode): number =>
  code === 'another of the same name' || code === 'joined with a record we had' ? 100 : 5;

/** Gathers what became of the rows of one file, from `soFar` on; flat in memory whatever the number of rows. */
export function fileReport(file: string, target: TargetName | null, soFar?: FileReport) {
  const counts: Record<RowOutcome, number> = { created: 0, updated: 0, merged: 0, skipped: 0, failed: 0 };
  for (const outcome of rowOutcomes) counts[outcome] = soFar?.[outcome] ?? 0;
  const groups = new Map(soFar?.notes.map((group) => [`${group.code}\n${group.column}`, structuredClone(group)]) ?? []);
  let read = soFar?.read ?? 0;
  return {
    add(line: number, outcome: RowOutcome, notes: readonly Note[]): void {
      read += 1;
      counts[outcome] += 1;
      for (const note of notes) addNote(groups, line, note);
    },
    /** Something that only showed after the row was counted. */
    note: (line: number, note: Note): void => addNote(groups, line, note),
    done: (): FileReport => ({
      file,
      target,
      read,
      ...counts,
      notes: [...groups.values()].sort((a, b) => b.count - a.count),
    }),
  };
}

function addNote(groups: Map<string, NoteGroup>, line: number, note: Note): void {
  const { code } = note;
  const column = note.column ?? note.field ?? '';
  const key = `${code}\n${column}`;
  const group = groups.get(key) ?? { code, column, count: 0, examples: [] };
  groups.set(key, group);
  group.count += 1;
  const example = { line, value: note.value ?? '', detail: note.detail ?? '' };
  if (group.examples.length >= mostExamples(code)) return;
  const isNew = !group.examples.some((each) => each.value === example.value && each.detail === example.detail);
  if (isNew) group.examples.push(example);
}

/** Every row that was read is counted once: created, updated, merged, skipped or failed. */
export const addsUp = (report: FileReport): boolean =>
  report.read === rowOutcomes.reduce((sum, outcome) => sum + report[outcome], 0);
