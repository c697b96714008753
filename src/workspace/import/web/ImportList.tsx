import { Link } from '@tanstack/react-router';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { importContract, type ImportSummary } from '../contract.ts';
import { targetNames } from '../targets/names.ts';
import { DropFiles } from './DropFiles.tsx';
import { targetName } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';

/** Where files are dropped, and what was imported before. */
export function ImportList() {
  const { rows, loading } = useRows(importContract.listImports, {}, { meta: { hears: ['import'] } });
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader title={t('title')} />
      <p className={css.intro}>{t('intro')}</p>
      <div className={css.dropBig}>
        <DropFiles />
      </div>
      <h2 className={css.heading}>{t('earlier')}</h2>
      {loading && rows.length === 0 ? (
        <RowsSkeleton rows={4} />
      ) : rows.length === 0 ? (
        <EmptyState sentence={t('none yet')} />
      ) : (
        <ul className={css.list}>
          {rows.map((row) => (
            <li key={row.id}>
              <Link to="/import/$id" params={{ id: row.id }} className={css.past}>
                <span className={css.pastName}>
                  <b>
                    {row.files.length === 0
                      ? t('files', { count: 0 })
                      : format.list(row.files.slice(0, 3).map((file) => file.name))}
                  </b>
                  <span>{summaryOf(row)}</span>
                </span>
                <span className={css.state} data-state={row.state}>
                  {t(`state.${row.state}`)}
                </span>
                <span className={css.quiet}>
                  {t('by', { who: row.memberName ?? '', when: format.date(row.createdAt, 'moment') })}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function summaryOf({ records, rows, files }: ImportSummary): string {
  const made = targetNames.flatMap((target) => {
    const count = records[target]?.created ?? 0;
    return count > 0 ? [`${format.number(count)} ${targetName(target, count).toLocaleLowerCase()}`] : [];
  });
  return [
    files.length > 3 ? t('files', { count: files.length }) : '',
    rows > 0 ? t('rows', { count: rows }) : '',
    format.list(made),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
