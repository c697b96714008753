import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { importContract, type ImportRecord } from '../contract.ts';
import { Arriving } from './Arriving.tsx';
import css from './import.module.css';
import { format } from '../../../web/format.ts';
import { t } from './messages.ts';
import { PlanEditor } from './PlanEditor.tsx';
import { Report } from './Report.tsx';
import { Working } from './Working.tsx';

/** One import from the drop of its files to its report. */
export function ImportPage() {
  const { id } = useParams({ from: '/inside/import/$id' });
  const answer = useAnswer(importContract.readImport, { params: { id } }, { meta: { hears: ['import'] } });
  const busy = isBusy(answer.data);
  const { refetch } = answer;
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(() => void refetch(), 700);
    return () => clearInterval(timer);
  }, [busy, refetch]);
  const record = answer.data;
  const title = titleOf(record);
  return (
    <Page title={title} crumbs={[{ label: t('title'), to: '/import' }]}>
      <PageHeader
        title={title}
        back={{ label: t('title'), to: '/import' }}
        {...(record
          ? {
              detail: (
                <span className={css.state} data-state={record.state}>
                  {t(`state.${record.state}`)}
                </span>
              ),
            }
          : {})}
      />
      {answer.error && !record && <QueryProblem error={answer.error} onRetry={() => void answer.refetch()} />}
      {!record && !answer.error && <RowsSkeleton />}
      {record && <Stage record={record} />}
    </Page>
  );
}

/** “Import of Accounts.csv and 20 more”. */
function titleOf(record: ImportRecord | undefined): string {
  const [first, ...others] = record?.files ?? [];
  if (first === undefined) return t('title');
  return others.length === 0
    ? t('title of one', { name: first.name })
    : t('title of', { name: first.name, more: format.number(others.length) });
}

const isBusy = (record: ImportRecord | undefined): boolean =>
  record !== undefined && (record.working || record.rehearsal?.state === 'running');

function Stage({ record }: { record: ImportRecord }) {
  if (record.state === 'uploading') return <Arriving record={record} />;
  if (record.state === 'planned' && record.plan)
    return <PlanEditor key={record.version} record={record} plan={record.plan} />;
  if (record.working) return <Working record={record} />;
  return <Report record={record} />;
}
