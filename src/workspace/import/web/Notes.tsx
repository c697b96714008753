import type { ImportReportRecord } from '../contract.ts';
import css from './import.module.css';
import { t } from './messages.ts';
import { notePlace, noteText, notesOf } from './noteText.ts';

/** What was not understood and what was done about it, most frequent first, with examples of what stood there. */
export function Notes({ report }: { report: ImportReportRecord }) {
  const notes = notesOf(report);
  if (notes.length === 0) return <p className={css.quiet}>{t('report.no notes')}</p>;
  return (
    <ul className={css.notes}>
      {notes.map((note) => (
        <li key={`${note.file} ${note.code} ${note.column}`}>
          <p>
            <b>{noteText(note)}</b> <span className={css.quiet}>{notePlace(note)}</span>
          </p>
          <Examples note={note} of={note.examples.filter((example) => example.value !== '')} />
        </li>
      ))}
    </ul>
  );
}

type Note = ImportReportRecord['files'][number]['notes'][number];

/** Three at a glance, the others on demand. */
function Examples({ note, of: examples }: { note: Note; of: Note['examples'] }) {
  const shown = (some: Note['examples']) =>
    some.map(({ line, value, detail }) => (
      <span key={`${line} ${value}`}>
        <q>{value.slice(0, 80)}</q>
        {detail !== '' && note.code !== 'no place for it' && ` → ${detail.slice(0, 60)}`}{' '}
        <span className={css.quiet}>{t('report.line', { line })}</span>
      </span>
    ));
  if (examples.length <= 5) return examples.length > 0 && <p className={css.examples}>{shown(examples.slice(0, 3))}</p>;
  return (
    <details className={css.which}>
      <summary>{t('report.which', { count: examples.length })}</summary>
      <p className={css.examples}>{shown(examples)}</p>
    </details>
  );
}
