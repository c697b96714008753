import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { PhasePage } from '../../relationship/web/PhasePage.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useAdding, useView } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { useKeys } from '../../web/shell/keys.ts';
import { t as cases } from '../cases/web/messages.ts';
import { t as orders } from '../orders/web/messages.ts';
import { t } from './messages.ts';
import css from './usage.module.css';

const CaseList = lazy(() => import('../cases/web/CaseList.tsx').then((module) => ({ default: module.CaseList })));
const NewCase = lazy(() => import('../cases/web/NewCase.tsx').then((module) => ({ default: module.NewCase })));

const OrdersPart = lazy(() =>
  import('../orders/web/OrdersPart.tsx').then((module) => ({ default: module.OrdersPart })),
);
const NewOrder = lazy(() => import('../orders/web/NewOrder.tsx').then((module) => ({ default: module.NewOrder })));
const RenewalsPart = lazy(() =>
  import('../assets/web/RenewalsPart.tsx').then((module) => ({ default: module.RenewalsPart })),
);
const VoicePart = lazy(() => import('../surveys/web/VoicePart.tsx').then((module) => ({ default: module.VoicePart })));
const OpeningsPart = lazy(() =>
  import('../moment/web/OpeningsPart.tsx').then((module) => ({ default: module.OpeningsPart })),
);

const tabs = ['clients', 'cases', 'renewals', 'orders', 'openings', 'voice'] as const;
type Tab = (typeof tabs)[number];

/** Established clients: who they are, and the work that keeps and grows them. Each kind of work is a view of its own. */
export function UsagePage() {
  const [view, setView] = useView();
  const navigate = useNavigate();
  const seesCases = useMay('case:read');
  const shown = tabs.filter((tab) => tab !== 'cases' || seesCases);
  const tab = shown.find((each) => each === view['tab']) ?? 'clients';
  const views = (
    <Tabs<Tab>
      label={t('views')}
      look="switch"
      tabs={shown.map((id) => ({ id, label: t(`tab.${id}`) }))}
      value={tab}
      // Another kind of work has other filters.
      onChange={(id) => void navigate({ to: '/usage', search: id === 'clients' ? {} : { tab: id } })}
    />
  );
  if (tab === 'clients') return <PhasePage phase="usage" views={views} />;
  return (
    <Page title={t('title')} crumbs={[]} flush>
      {tab === 'cases' && <Cases view={view} onView={setView} views={views} />}
      {tab === 'orders' && <Orders view={view} onView={setView} views={views} />}
      {(tab === 'renewals' || tab === 'openings' || tab === 'voice') && (
        <>
          <div className={css.head}>
            <PageHeader title={t('title')} views={views} />
          </div>
          <Suspense fallback={<RowsSkeleton rows={10} />}>
            {tab === 'renewals' ? (
              <RenewalsPart />
            ) : tab === 'voice' ? (
              <VoicePart />
            ) : (
              <OpeningsPart view={view} onView={setView} />
            )}
          </Suspense>
        </>
      )}
    </Page>
  );
}

interface PartProps {
  view: ReturnType<typeof useView>[0];
  onView: ReturnType<typeof useView>[1];
  views: React.ReactNode;
}

function Cases({ view, onView, views }: PartProps) {
  const [adding, setAdding] = useAdding();
  const mayWrite = useMay('case:write');
  useKeys(mayWrite ? [{ keys: 'n', label: cases('new'), run: () => setAdding(true) }] : []);
  return (
    <>
      <div className={css.head}>
        <PageHeader
          title={t('title')}
          views={views}
          actions={
            <>
              <Button component={Link} to="/settings/service" variant="default">
                {cases('settings')}
              </Button>
              {mayWrite && (
                <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
                  {cases('new')}
                </Button>
              )}
            </>
          }
        />
      </div>
      <Suspense fallback={<RowsSkeleton rows={10} />}>
        <CaseList view={view} onView={onView} onAdd={() => setAdding(true)} />
        {adding && <NewCase onClose={() => setAdding(false)} />}
      </Suspense>
    </>
  );
}

function Orders({ view, onView, views }: PartProps) {
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('opportunity:write');
  useKeys(mayWrite ? [{ keys: 'n', label: orders('new'), run: () => setAdding(true) }] : []);
  return (
    <>
      <div className={css.head}>
        <PageHeader
          title={t('title')}
          views={views}
          actions={
            mayWrite && (
              <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
                {orders('new')}
              </Button>
            )
          }
        />
      </div>
      <Suspense fallback={<RowsSkeleton rows={10} />}>
        <OrdersPart view={view} onView={onView} />
        {adding && <NewOrder onClose={() => setAdding(false)} />}
      </Suspense>
    </>
  );
}
