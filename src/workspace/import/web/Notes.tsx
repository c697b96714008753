import { format } from '../../../web/format.ts';
import type { ImportReportRecord } from '../contract.ts';
import css from './import.module.css';
import { t } from './messages.ts';

/** What was not understood and what was done about it, most frequent first, with examples of what stood there. */
export function Notes({ report }: { report: ImportReportRecord }) {
  const notes = report.files
    .flatMap((file) => file.notes.map((note) => ({ ...note, file: file.file })))
    .sort((a, b) => b.count - a.count);
  if (notes.length === 0) return <p className={css.quiet}>{t('report.no notes')}</p>;
  return (
    <ul className={css.notes}>
      {notes.map((note) => (
        <li key={`${note.file} ${note.code} ${note.column}`}>
          <p>
            <b>
              {grouped(
                t(`note.${note.code}`, { count: note.count, detail: note.examples[0]?.detail ?? '' }),
                note.count,
              )}
            </b>
            <span className={css.quiet}>
              {' '}
              {note.column === '' ? note.file : t('report.in column', { file: note.file, column: note.column })}
            </span>
          </p>
          {note.examples.some((example) => example.value !== '') && (
            <p className={css.examples}>
              {note.examples
                .filter((example) => example.value !== '')
                .slice(0, 3)
                .map((example) => (
                  <span key={`${example.line} ${example.value}`}>
                    <q>{example.value.slice(0, 80)}</q>
                    {example.detail !== '' &&
                      note.code !== 'no place for it' &&
                      ` → ${example.detail.slice(0, 60)}`}{' '}
                    <span className={css.quiet}>{t('report.line', { line: example.line })}</span>
                  </span>
                ))}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The catalogue chooses the plural by the plain number; people read it with its thousands set apart. */
const grouped = (text: string, count: number): string => text.replace(String(count), format.number(count));
