import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { addressOf } from '../../../platform/client.ts';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { Problem } from '../../../web/kit/Problem.tsx';
import { importContract, type ImportRecord, type ImportReportRecord } from '../contract.ts';
import { targetNames } from '../targets/names.ts';
import { targetName } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';
import { Notes } from './Notes.tsx';

/** What an import did, with every row accounted for, and the way back. */
export function Report({ record }: { record: ImportRecord }) {
  const { state, report, undone } = record;
  return (
    <div className={css.report}>
      {record.error !== null && <Problem title={t(`state.${state}`)} detail={record.error} />}
      {state === 'undone' ? <Undone undone={undone} /> : <Outcome record={record} />}
      {report && state !== 'undone' && <Counts report={report} importId={record.id} />}
    </div>
  );
}

function Outcome({ record: { id, state } }: { record: ImportRecord }) {
  const { history } = useRouter();
  const touches = [importContract.readImport, importContract.listImports];
  const undo = useAct(importContract.undoImport, { touches });
  const run = useAct(importContract.runImport, { touches });
  return (
    <div className={css.outcome}>
      <div>
        <h2 className={css.big}>
          {state === 'done' ? t('report.done') : t(state === 'failed' ? 'state.failed' : 'state.cancelled')}
        </h2>
        <p>
          {t(
            state === 'done' ? 'report.done text' : state === 'failed' ? 'report.failed text' : 'report.cancelled text',
          )}
        </p>
      </div>
      <div className={css.buttons}>
        {state === 'done' ? (
          <Button onClick={() => history.push('/relationships')}>{t('report.look')}</Button>
        ) : (
          <Button loading={run.isPending} onClick={() => run.mutate({ input: { params: { id } } })}>
            {t('report.go on')}
          </Button>
        )}
        <Button variant="default" onClick={() => history.push('/import')}>
          {t('report.another')}
        </Button>
        <ConfirmButton
          label={t('report.undo')}
          confirm={t('report.undo sure')}
          loading={undo.isPending}
          onConfirm={() => undo.mutate({ input: { params: { id } } })}
        />
      </div>
    </div>
  );
}

function Undone({ undone }: { undone: ImportRecord['undone'] }) {
  return (
    <div>
      <h2 className={css.big}>{t('undone.title')}</h2>
      <p>{t('undone.text')}</p>
      {undone && undone.keptCount > 0 && (
        <>
          <p>{t('undone.kept', { count: undone.keptCount })}</p>
          <ul className={css.kept}>
            {undone.kept.map((each) => (
              <li key={each.id}>
                {each.kind === 'account' ? (
                  <Link to="/accounts/$id" params={{ id: each.id }}>
                    {each.name}
                  </Link>
                ) : (
                  each.name
                )}{' '}
                <span className={css.quiet}>{t(`undone.${each.why}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={css.buttons}>
        <Link to="/import" className={css.link}>
          {t('report.another')}
        </Link>
      </p>
    </div>
  );
}

/** Records by kind, rows by file, notes in plain sentences. Also what a dry run found. */
export function Counts({ report, importId }: { report: ImportReportRecord; importId?: string }) {
  const kinds = targetNames.filter((target) => report.records[target]);
  const outcomes = ['created', 'updated', 'merged', 'skipped', 'failed'] as const;
  return (
    <>
      <dl className={css.figures}>
        {kinds.map((target) => {
          const { created = 0, updated = 0 } = report.records[target] ?? {};
          return (
            <div key={target}>
              <dt>{targetName(target, created + updated)}</dt>
              <dd>
                {format.number(created)}
                {updated > 0 && (
                  <span className={css.quiet}>
                    {' '}
                    + {format.number(updated)} {t('report.changed')}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <h3 className={css.heading} id="rows-by-file">
        {t('report.rows')}
      </h3>
      <div className={css.scroll} tabIndex={0} role="group" aria-labelledby="rows-by-file">
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('report.file')}</th>
              <th scope="col" data-figure>
                {t('report.read')}
              </th>
              {outcomes.map((outcome) => (
                <th key={outcome} scope="col" data-figure>
                  {t(`report.${outcome}`)}
                </th>
              ))}
              {importId !== undefined && (
                <th scope="col">
                  <span className="visually-hidden">{t('report.errors')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {report.files.map((file) => (
              <tr key={file.file}>
                <th scope="row">
                  {file.file}
                  <span className={css.quiet}> {file.target === null ? '' : targetName(file.target, 2)}</span>
                </th>
                <td data-figure>{format.number(file.read)}</td>
                {outcomes.map((outcome) => (
                  <td key={outcome} data-figure data-zero={file[outcome] === 0}>
                    {format.number(file[outcome])}
                  </td>
                ))}
                {importId !== undefined && (
                  <td>
                    {file.failed + file.skipped > 0 && (
                      <a
                        className={css.link}
                        href={addressOf(importContract.downloadImportErrors, {
                          params: { id: importId },
                          query: { file: file.file, skipped: file.failed === 0 ? 'true' : 'false' },
                        })}
                        download
                      >
                        <Download size={13} aria-hidden="true" />
                        {file.failed > 0 ? t('report.errors') : t('report.all left out')}
                        <span className="visually-hidden"> {file.file}</span>
                      </a>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3 className={css.heading}>{t('report.notes')}</h3>
      <Notes report={report} />
    </>
  );
}
