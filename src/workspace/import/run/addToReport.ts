import type { Note } from '../drafts/draft.ts';
import type { Effects, Placed } from '../place/place.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Read } from '../read/row.ts';
import { fileReport, type ImportReport } from '../report.ts';

/** Counts rows that are in, and the records that came of them. */
export function addToReport(
  report: ImportReport,
  file: FilePlan,
  { made, changed }: Effects,
  rows: readonly { read: Read; placed: Placed }[],
): void {
  withFile(report, file, (ofFile) => {
    for (const { read, placed } of rows) ofFile.add(read.line, placed.outcome, placed.notes);
  });
  for (const { target } of made) (report.records[target] ??= { created: 0, updated: 0 }).created += 1;
  for (const { target } of changed) (report.records[target] ??= { created: 0, updated: 0 }).updated += 1;
}

/** Something that only showed after the rows were counted. */
export const addNotes = (report: ImportReport, file: FilePlan, notes: readonly [line: number, note: Note][]): void =>
  withFile(report, file, (ofFile) => notes.forEach(([line, note]) => ofFile.note(line, note)));

function withFile(report: ImportReport, file: FilePlan, work: (ofFile: ReturnType<typeof fileReport>) => void): void {
  const before = report.files.find((each) => each.file === file.file);
  const ofFile = fileReport(file.file, file.target, before);
  work(ofFile);
  report.files = before
    ? report.files.map((each) => (each === before ? ofFile.done() : each))
    : [...report.files, ofFile.done()];
}
