import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Download, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Answer } from '../../../platform/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { DerivedNumber } from '../../../web/kit/DerivedNumber.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton, RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { openInfluence } from '../../../web/shell/log.ts';
import { circleContract as api } from '../contract.ts';
import { AskList } from './AskList.tsx';
import { BasisDialog } from './BasisDialog.tsx';
import css from './circle.module.css';
import { CountedSales } from './CountedSales.tsx';
import { hears } from './data.ts';
import { InfluencerTable } from './InfluencerTable.tsx';
import { t } from './messages.ts';
import { SuggestionList } from './SuggestionList.tsx';
import { ThankList } from './ThankList.tsx';

const CircleGraph = lazy(() => import('./CircleGraph.tsx').then((module) => ({ default: module.CircleGraph })));

const views = ['graph', 'table', 'sales', 'ask', 'thank', 'suggested'] as const;
type Which = (typeof views)[number];

/** Who brought whom, what it is worth, whom to ask now and whom to thank. */
export function CirclePage() {
  const [view, setView] = useView();
  const [ruling, setRuling] = useState(false);
  const phone = useMediaQuery('(max-width: 640px)', false);
  const { data: circle, error, refetch } = useAnswer(api.readCircle, {}, { meta: hears });
  const mayNote = useMay('touchpoint:write');
  // On a phone the list says what the picture says.
  const shown = views.filter((each) => each !== 'graph' || !phone);
  const which: Which = shown.find((each) => each === view['view']) ?? shown[0]!;
  const counts = { thank: circle?.toThank, suggested: circle?.suggestions } as Partial<Record<Which, number>>;
  return (
    <Page title={t('title')} crumbs={[{ label: t('usage'), to: '/usage' }]} flush>
      <div className={css.top}>
        <PageHeader
          title={t('title')}
          detail={t('intro')}
          actions={
            <>
              <Button variant="default" onClick={() => setRuling(true)}>
                {t('rules')}
              </Button>
              <Button
                variant="default"
                component="a"
                href="/api/influences/export"
                leftSection={<Download size={14} aria-hidden="true" />}
              >
                {t('export')}
              </Button>
              {mayNote && (
                <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => openInfluence({})}>
                  {t('add')}
                </Button>
              )}
            </>
          }
        />
        {error && !circle && <QueryProblem error={error} onRetry={() => void refetch()} />}
        {circle ? (
          <Sums circle={circle} onSales={(counted) => setView({ view: 'sales', counts: counted })} />
        ) : (
          <BlockSkeleton height={56} />
        )}
        <Tabs
          label={t('view')}
          look="chips"
          tabs={shown.map((each) => ({ id: each, label: t(`view.${each}`), count: counts[each] }))}
          value={which}
          onChange={(each: Which) => setView({ view: each })}
          panelId="circle-view"
        />
      </div>
      <div id="circle-view" role="tabpanel" aria-label={t(`view.${which}`)} className={css.view} data-view={which}>
        <Suspense fallback={<RowsSkeleton rows={8} height={40} />}>
          {which === 'graph' && <CircleGraph onTable={() => setView({ view: 'table' })} />}
          {which === 'table' && <InfluencerTable />}
          {which === 'sales' && <CountedSales />}
          {which === 'ask' && <AskList />}
          {which === 'thank' && <ThankList />}
          {which === 'suggested' && <SuggestionList />}
        </Suspense>
      </div>
      {ruling && circle && <BasisDialog basis={circle.basis} onClose={() => setRuling(false)} />}
    </Page>
  );
}

type Circle = Answer<typeof api.readCircle>;

/** Two sums beside each other, and no third one. */
function Sums({ circle, onSales }: { circle: Circle; onSales: (counts: 'sourced' | 'influenced') => void }) {
  return (
    <div className={css.sums}>
      {(['sourced', 'influenced'] as const).map((counts) => (
        <div key={counts} className={css.sum}>
          <span className={css.sumName} title={t(`sum.${counts} what`)}>
            {t(`sum.${counts}`)}
          </span>
          <b>
            <DerivedNumber what={t(`sum.${counts} what`)} onExplain={() => onSales(counts)}>
              {format.moneyShort(circle[counts].amount, circle.basis.currency)}
            </DerivedNumber>
          </b>
          <span className={css.quiet}>{t('sum.sales', { count: circle[counts].sales })}</span>
        </div>
      ))}
      <p className={css.quiet}>{t('sum.apart')}</p>
      {circle.longestChain.length > 2 && (
        <div className={css.sum}>
          <span className={css.sumName}>{t('sum.chain')}</span>
          <b>{t('sum.chain of', { count: circle.longestChain.length })}</b>
          <span className={css.quiet}>{circle.longestChain.map((each) => each.name).join(' → ')}</span>
        </div>
      )}
    </div>
  );
}
