import { Button, Menu, NativeSelect } from '@mantine/core';
import { Check, LayoutDashboard, Mail, Printer } from 'lucide-react';
import { Suspense, useState, type ComponentType } from 'react';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { Calibration } from '../../relationship/calibration/web/Calibration.tsx';
import { SavedViews } from '../../relationship/web/SavedViews.tsx';
import { t as sales } from '../../purchase/web/messages.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { sellingCardIds, sellingCards, type SellingCardId } from '../../selling/web/cards.tsx';
import { QuarterPicker } from '../../selling/web/QuarterPicker.tsx';
import { TeamFilter } from '../../selling/team/web/TeamFilter.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView, type View } from '../../web/kit/view.ts';
import { ReportMenu } from '../../web/ReportMenu.tsx';
import { useSession } from '../../web/session.ts';
import { reachOf } from '../../workspace/roles.ts';
import { boardOf, ownReports, withoutReport, withReport } from './board.ts';
import { FlowReport } from './FlowReport.tsx';
import { ForecastReport } from './ForecastReport.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { OutcomesReport } from './OutcomesReport.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import type { ReportProps } from './Report.tsx';
import { RetentionReport } from './RetentionReport.tsx';
import { SourcesReport } from './SourcesReport.tsx';
import { StagesReport } from './StagesReport.tsx';
import { TrustReport } from './TrustReport.tsx';
import { ValueReport } from './ValueReport.tsx';
import { ScheduleDialog } from '../schedules/web/ScheduleDialog.tsx';
import { Schedules } from '../schedules/web/Schedules.tsx';
import { t as scheduling } from '../schedules/web/messages.ts';

const reports: Record<(typeof ownReports)[number], ComponentType<ReportProps>> = {
  forecast: ForecastReport,
  flow: FlowReport,
  stages: StagesReport,
  outcomes: OutcomesReport,
  sources: SourcesReport,
  value: ValueReport,
  retention: RetentionReport,
  trust: TrustReport,
};
type ReportId = keyof typeof reports;
const ids = ownReports;
const isOwn = (id: CardId): id is ReportId => ids.some((each) => each === id);
/** Reports with a period of their own, or on all there ever was. */
const timeless: readonly ReportId[] = ['forecast', 'value'];
/** Pages beside the reports, which stand on no dashboard. */
const pages = ['calibration', 'schedules'] as const;

/** Reports on the whole, and a dashboard that a person composes of them: it is a view, so it can be kept, shared, pinned and printed. */
export function Insight() {
  const [view, setView] = useView();
  const chosen = ids.find((id) => id === view['report']);
  const { may, member } = useSession();
  const reach = reachOf(member.role, 'opportunity', 'read');
  const offered = [
    ...ids,
    ...sellingCardIds.filter((id) => may.includes(sellingCards[id].may) && isNamed(sellingCards[id], view)),
  ];
  const onBoard = boardOf(view).flatMap((id) => offered.find((each) => each === id) ?? []);
  const heeded = new Set(onBoard.map((id) => (isOwn(id) ? undefined : sellingCards[id].heeds)));
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
          <BoardChoice offered={offered} onBoard={onBoard} onToggle={(id) => setView(toggled(id))} />
        ) : (
          <Button size="xs" variant="default" onClick={() => setView(toggled(chosen))}>
            {t(onBoard.includes(chosen) ? 'unpin' : 'pin')}
          </Button>
        )}
      </div>
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
            <p className={kit.intro}>{t('board.about')}</p>
            <div className={css.board}>
              {onBoard.map((id) => (
                <BoardCard key={id} id={id} />
              ))}
            </div>
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

interface BoardChoiceProps {
  offered: readonly CardId[];
  onBoard: readonly CardId[];
  onToggle: (id: CardId) => void;
}

/** What stands on the dashboard. */
const BoardChoice = ({ offered, onBoard, onToggle }: BoardChoiceProps) => (
  <Menu closeOnItemClick={false} position="bottom-start">
    <Menu.Target>
      <Button size="xs" variant="default" leftSection={<LayoutDashboard size={14} aria-hidden="true" />}>
        {t('board.choose')}
      </Button>
    </Menu.Target>
    <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
      {offered.map((id) => (
        <Menu.Item
          key={id}
          leftSection={<Check size={13} aria-hidden="true" opacity={onBoard.includes(id) ? 1 : 0} />}
          onClick={() => onToggle(id)}
        >
          {nameOf(id)}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);

type CardId = ReportId | SellingCardId;
const nameOf = (id: CardId) => (isOwn(id) ? t(`report.${id}`) : t(`part.${id}`));
/** What is about one person or programme stands on a dashboard whose address names it. */
const isNamed = ({ about }: { about?: string }, view: View) => about === undefined || view[about] !== undefined;

/** What stands on the dashboard: a report of Insight, small, or a part of Selling as it is there. */
function BoardCard({ id }: { id: CardId }) {
  const [view, setView] = useView();
  if (!isOwn(id)) {
    const { Card } = sellingCards[id];
    return (
      <div className={css.card} data-wide>
        <Suspense fallback={<RowsSkeleton rows={5} />}>
          <Card />
        </Suspense>
      </div>
    );
  }
  const Own = reports[id];
  return (
    <section className={css.card} data-part data-wide={id === 'stages' || undefined}>
      <div className={css.cardMenu}>
        <ReportMenu report={id} name={t(`report.${id}`)} search={view} />
      </div>
      <Own view={view} onView={setView} compact />
      <button type="button" className={css.more} onClick={() => setView({ report: id })}>
        {t('open', { report: t(`report.${id}`) })}
      </button>
    </section>
  );
}
