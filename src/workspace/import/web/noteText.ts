import { format } from '../../../web/format.ts';
import type { ImportReportRecord } from '../contract.ts';
import { fieldAt } from '../targets/targets.ts';
import { fieldName } from './fieldNames.ts';
import { t } from './messages.ts';

type FileNote = ImportReportRecord['files'][number]['notes'][number] & { file: string };

/** What was not understood in all files, most frequent first. */
export const notesOf = (report: ImportReportRecord): FileNote[] =>
  report.files
    .flatMap((file) => file.notes.map((note) => ({ ...note, file: file.file })))
    .sort((a, b) => b.count - a.count);

/** What was done about it. The catalogue chooses the plural by the plain number; people read it with its thousands set apart. */
export const noteText = ({ code, count, examples }: FileNote): string =>
  t(`note.${code}`, { count, detail: examples[0]?.detail ?? '' }).replace(String(count), format.number(count));

/** Where it stood; what no column of the file says is called by its field. */
export function notePlace({ file, column }: FileNote): string {
  if (column === '') return file;
  const field = fieldAt(column)?.name;
  return field === undefined
    ? t('report.in column', { file, column })
    : t('report.of field', { file, field: fieldName(field) });
}
