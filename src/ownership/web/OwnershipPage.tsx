import { lazy, Suspense } from 'react';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { CustomerList } from './CustomerList.tsx';
import { t } from './messages.ts';
import css from './ownership.module.css';

const HandoffList = lazy(() =>
  import('../handoffs/web/HandoffList.tsx').then((module) => ({ default: module.HandoffList })),
);
const AlarmList = lazy(() => import('../alarms/web/AlarmList.tsx').then((module) => ({ default: module.AlarmList })));
const Digest = lazy(() => import('../alarms/web/Digest.tsx').then((module) => ({ default: module.Digest })));
const PlayLibrary = lazy(() =>
  import('../plays/web/PlayLibrary.tsx').then((module) => ({ default: module.PlayLibrary })),
);
const TemplateList = lazy(() =>
  import('../plans/web/TemplateList.tsx').then((module) => ({ default: module.TemplateList })),
);

const parts = ['customers', 'handoffs', 'alarms', 'digest', 'plays', 'templates'] as const;

/** The months in which a relationship is made or lost: who is in them, how far each has come, who needs a person. */
export function OwnershipPage() {
  const [view, setView] = useView();
  const [handoffs, alarms] = [useMay('handoff:read'), useMay('alarm:read')];
  const shown = parts.filter(
    (each) =>
      (each !== 'handoffs' || handoffs) && ((each !== 'alarms' && each !== 'digest' && each !== 'plays') || alarms),
  );
  const part = shown.find((each) => each === view['part']) ?? 'customers';
  return (
    <Page title={t('title')} crumbs={[]} flush={part === 'customers'}>
      <div className={part === 'customers' ? css.head : undefined}>
        <PageHeader
          title={t('title')}
          detail={t('promise')}
          views={
            <Tabs
              label={t('parts')}
              look="switch"
              tabs={shown.map((each) => ({ id: each, label: t(`part.${each}`) }))}
              value={part}
              onChange={(chosen) => setView({ part: chosen === 'customers' ? undefined : chosen, whose: undefined })}
              panelId="ownership-part"
            />
          }
        />
      </div>
      <div
        id="ownership-part"
        role="tabpanel"
        aria-label={t(`part.${part}`)}
        className={part === 'customers' ? css.part : undefined}
      >
        <Suspense fallback={<RowsSkeleton rows={8} />}>
          {part === 'customers' && <CustomerList view={view} onView={setView} />}
          {part === 'handoffs' && <HandoffList />}
          {part === 'alarms' && <AlarmList />}
          {part === 'digest' && <Digest view={view} onView={setView} />}
          {part === 'plays' && <PlayLibrary />}
          {part === 'templates' && <TemplateList />}
        </Suspense>
      </div>
    </Page>
  );
}
