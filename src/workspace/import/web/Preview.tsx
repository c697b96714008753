import type { Answer } from '../../../platform/contract.ts';
import type { importContract } from '../contract.ts';
import { fieldName, targetName } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';

type Row = Answer<typeof importContract.previewImport>['rows'][number];

/** Rows as the records that they become: what is understood, where it points, what was noted. */
export function Preview({ rows, stale }: { rows: readonly Row[]; stale: boolean }) {
  return (
    <ol className={css.preview} data-stale={stale}>
      {rows.map((row) => (
        <li key={row.line}>
          <span className={css.quiet}>{t('report.line', { line: row.line })}</span>
          {row.records.map((record) => (
            <dl key={record.target}>
              <div>
                <dt>{targetName(record.target)}</dt>
                <dd />
              </div>
              {Object.entries(record.values)
                .filter(([name]) => !hidden.has(name))
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{fieldName(name)}</dt>
                    <dd>{[value].flat().join(', ')}</dd>
                  </div>
                ))}
              {Object.entries(record.references).map(([name, said]) => (
                <div key={name} data-reference>
                  <dt>{fieldName(name)}</dt>
                  <dd>→ {said}</dd>
                </div>
              ))}
            </dl>
          ))}
          {row.notes.map((note) => (
            <p key={`${note.code} ${note.column ?? ''}`} className={css.noted}>
              {t(`note.${note.code}`, { count: 1, detail: note.detail ?? '' })}
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** Kept beside the single ones for finding people again. */
const hidden = new Set(['emails', 'phones']);
