import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { Space } from '../../web/parts.tsx';
import { t as selling } from '../../web/messages.ts';
import css from '../../web/space.module.css';
import { paybackContract as api, type ProgrammeDetail } from '../contract.ts';
import { t } from './messages.ts';
import { ProgrammeDialog } from './ProgrammeDialog.tsx';
import { Report } from './Report.tsx';
import { RollOut } from './RollOut.tsx';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

const route = getRouteApi('/inside/selling/training/$id');

/** One programme: what it changed first, then how we know, then who is trained when. */
export function ProgrammePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useAnswer(api.readProgramme, { params: { id } }, { meta: { hears: ['programme'] } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Programme programme={data} />;
}

function Programme({ programme }: { programme: ProgrammeDetail }) {
  const [editing, setEditing] = useState(false);
  const mayWrite = useMay('payback:write');
  const { result, report } = programme;
  const running = report !== null && (report.state === 'waiting' || report.state === 'working');
  return (
    <Space
      space="training"
      title={programme.name}
      crumbs={[
        { label: selling('title'), to: '/selling' },
        { label: selling('space.training'), to: '/selling/training' },
      ]}
      {...(programme.purpose ? { question: programme.purpose } : {})}
      actions={
        mayWrite && (
          <>
            <HistoryButton of={{ kind: 'programme', id: programme.id }} name={programme.name} />
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
            <MakeReport programme={programme} running={running} />
          </>
        )
      }
    >
      {running && <Running programme={programme} />}
      {report?.state === 'failed' && <p className={css.bad}>{report.problem}</p>}
      {report?.state === 'cancelled' && <p className={css.quiet}>{t('report.cancelled')}</p>}
      {result ? (
        <Report programme={programme} result={result} />
      ) : (
        !running && <EmptyState sentence={t('report.first')} />
      )}
      <RollOut programme={programme} />
      {editing && (
        <ProgrammeDialog programme={programme} currency={programme.currency} onClose={() => setEditing(false)} />
      )}
    </Space>
  );
}

function MakeReport({ programme, running }: { programme: ProgrammeDetail; running: boolean }) {
  const make = useAct(api.makeReport, { touches: [api.readProgramme] });
  return (
    <Button
      disabled={running || programme.trained === 0}
      loading={make.isPending}
      onClick={() => make.mutate({ input: { params: { id: programme.id } } })}
    >
      {t('report.make')}
    </Button>
  );
}

/** Its progress is asked for while it is computed; whoever asked may stop it. */
function Running({ programme }: { programme: ProgrammeDetail }) {
  const report = programme.report!;
  useAnswer(api.readProgramme, { params: { id: programme.id } }, { refetchInterval: 1000 });
  const cancel = useAct(api.cancelReport, { touches: [api.readProgramme] });
  const mayStop = useMay('payback:delete');
  return (
    <div className={css.part} aria-live="polite">
      <ProgressBar
        label={t(report.state === 'waiting' ? 'report.waiting' : 'report.working')}
        done={report.progress}
        total={100}
        unit="percent"
      />
      {mayStop && (
        <Button
          mt={8}
          size="xs"
          variant="default"
          onClick={() => cancel.mutate({ input: { params: { id: report.id } } })}
        >
          {t('report.cancel')}
        </Button>
      )}
    </div>
  );
}
