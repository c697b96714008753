import { Button, NativeSelect } from '@mantine/core';
import { Mail, Printer } from 'lucide-react';
import { useState } from 'react';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { Calibration } from '../../relationship/calibration/web/Calibration.tsx';
import { SavedViews, useSavedName } from '../../relationship/web/SavedViews.tsx';
import { t as sales } from '../../purchase/web/messages.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QuarterOnPaper, QuarterPicker } from '../../selling/web/QuarterPicker.tsx';
import { TeamFilter } from '../../selling/team/web/TeamFilter.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView, type View } from '../../web/kit/view.ts';
import { useSession } from '../../web/session.ts';
import { useAnswer } from '../../web/api.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { reachOf } from '../../workspace/roles.ts';
import { Board, BoardChoice, useBoard, type ReportId, type Reports } from './Board.tsx';
import { boardOf, ownReports, withoutReport, withReport } from './board.ts';
import { FlowReport } from './FlowReport.tsx';
import { ForecastReport } from './ForecastReport.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { OutcomesReport } from './OutcomesReport.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { RetentionReport } from './RetentionReport.tsx';
import { SourcesReport } from './SourcesReport.tsx';
import { StagesReport } from './StagesReport.tsx';
import { TrustReport } from './TrustReport.tsx';
import { ValueReport } from './ValueReport.tsx';
import { ScheduleDialog } from '../schedules/web/ScheduleDialog.tsx';
import { Schedules } from '../schedules/web/Schedules.tsx';
import { t as scheduling } from '../schedules/web/messages.ts';

const reports: Reports = {
  forecast: ForecastReport,
  flow: FlowReport,
  stages: StagesReport,
  outcomes: OutcomesReport,
  sources: SourcesReport,
  value: ValueReport,
  retention: RetentionReport,
  trust: TrustReport,
};
const ids = ownReports;
/** Reports with a period of their own, or on all there ever was. */
const timeless: readonly ReportId[] = ['forecast', 'value'];
/** Pages beside the reports, which stand on no dashboard. */
const pages = ['calibration', 'schedules'] as const;

/** Reports on the whole, and a dashboard that a person composes of them: it is a view, so it can be kept, shared, pinned and printed. */
export function Insight() {
  const [view, setView] = useView();
  const chosen = ids.find((id) => id === view['report']);
  const reach = reachOf(useSession().member.role, 'opportunity', 'read');
  const { onBoard, heeded } = useBoard();
  const name = useSavedName('insight', view);
  const toggled = (id: string) => (boardOf(view).includes(id) ? withoutReport(view, id) : withReport(view, id));
  const Shown = chosen === undefined ? undefined : reports[chosen];
  const page = pages.find((each) => each === view['report']);
  const [scheduled, setScheduled] = useState(false);
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <SavedViews screen="insight" view={view} onView={setView} />
            {page === undefined && (
              <Button
                variant="default"
                leftSection={<Mail size={14} aria-hidden="true" />}
                onClick={() => setScheduled(true)}
              >
                {scheduling('schedule')}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<Printer size={14} aria-hidden="true" />}
              onClick={() => window.print()}
            >
              {t('print')}
            </Button>
          </>
        }
      />
      <Tabs<ReportId | 'board' | (typeof pages)[number]>
        label={t('reports')}
        tabs={[
          { id: 'board', label: t('report.board') },
          ...ids.map((id) => ({ id, label: t(`report.${id}`) })),
          ...pages.map((id) => ({ id, label: t(`report.${id}`) })),
        ]}
        value={page ?? chosen ?? 'board'}
        onChange={(id) => setView({ report: id === 'board' ? undefined : id })}
        panelId="report"
      />
      <div className={css.filters} hidden={page !== undefined}>
        {(chosen === undefined || !timeless.includes(chosen)) && (
          <PeriodPicker view={view} onView={setView} inYears={chosen === 'retention'} />
        )}
        <TypeChoice view={view} onView={setView} />
        {chosen === undefined && heeded.has('team') && <TeamFilter size="xs" label={false} />}
        {chosen === undefined && heeded.has('quarter') && <QuarterPicker />}
        {chosen === undefined ? (
          <BoardChoice />
        ) : (
          <Button size="xs" variant="default" onClick={() => setView(toggled(chosen))}>
            {t(onBoard.includes(chosen) ? 'unpin' : 'pin')}
          </Button>
        )}
      </div>
      <OnPaper />
      {page === undefined && (reach === 'own' || reach === 'team') && (
        <p className={css.reach}>{t(`reach.${reach}`)}</p>
      )}
      <div id="report" role="tabpanel" aria-label={t(`report.${page ?? chosen ?? 'board'}`)}>
        {page === 'calibration' ? (
          <Calibration />
        ) : page === 'schedules' ? (
          <Schedules />
        ) : Shown !== undefined ? (
          <section data-part>
            <Shown view={view} onView={setView} compact={false} />
          </section>
        ) : (
          <>
            {name === undefined ? (
              <p className={kit.intro} data-off-paper>
                {t('board.about')}
              </p>
            ) : (
              <h2 className={kit.heading}>{name}</h2>
            )}
            <Board reports={reports} />
          </>
        )}
      </div>
      {scheduled && (
        <ScheduleDialog
          reports={chosen === undefined ? onBoard : [chosen]}
          search={Object.fromEntries(
            Object.entries(view).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
          )}
          name={t(`report.${chosen ?? 'board'}`)}
          onClose={() => setScheduled(false)}
        />
      )}
    </Page>
  );
}

const TypeChoice = ({ view, onView }: { view: View; onView: (change: View) => void }) => (
  <NativeSelect
    size="xs"
    aria-label={t('type')}
    value={view['type'] ?? ''}
    data={[
      { value: '', label: t('type.all') },
      ...saleTypes.map((value) => ({ value, label: sales(`type.${value}`) })),
    ]}
    onChange={(event) => onView({ type: event.currentTarget.value || undefined })}
  />
);

/** On paper there is nothing to choose, but what was chosen must stand there. */
function OnPaper() {
  const [view] = useView();
  const { heeded } = useBoard();
  const type = saleTypes.find((each) => each === view['type']);
  const teams = useAnswer(
    workspaceContract.listTeams,
    { query: { limit: '200' } },
    { enabled: view['team'] !== undefined },
  ).data?.items;
  const team =
    view['report'] === undefined && heeded.has('team') ? teams?.find(({ id }) => id === view['team'])?.name : undefined;
  const said = [type && sales(`type.${type}`), team].filter(Boolean);
  return (
    <>
      {said.length > 0 && <p className={css.onPaper}>{said.join(' · ')}</p>}
      {view['report'] === undefined && heeded.has('quarter') && <QuarterOnPaper />}
    </>
  );
}
