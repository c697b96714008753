import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useAdding, useView, type View } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { useKeys } from '../../web/shell/keys.ts';
import type { Card } from '../records.ts';
import type { BuyingStage } from '../stages.ts';
import { WhyView } from '../closing/web/WhyView.tsx';
import { Approvals } from '../quotes/web/Approvals.tsx';
import { Board } from './Board.tsx';
import { CloseDialog, type Closing } from './CloseDialog.tsx';
import { filterOf, pipelineQuery } from './data.ts';
import { t } from './messages.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { moveSale, type Movable } from './moving.ts';
import { NewSale } from './NewSale.tsx';
import css from './pipeline.module.css';
import { SaleFilters } from './SaleFilters.tsx';
import { SaleTable } from './SaleTable.tsx';
import { Together } from './Together.tsx';

type Chosen = SaleType | 'all';

/** Every sale by stage: a board per type with sums, or a table; the same filter over both. */
export function Pipeline() {
  const [view, setView] = useView();
  const { data, error, refetch } = useQuery(pipelineQuery(filterOf(view)));
  const [adding, setAdding] = useAdding();
  const [asking, setAsking] = useState<{
    sale: Movable;
    stage: BuyingStage;
    missing: { id: string; title: string; evidence: string }[];
  }>();
  const [closing, setClosing] = useState<Closing>();
  const mayWrite = useMay('opportunity:write');
  const shown = view['as'] === 'table' || view['as'] === 'why' ? view['as'] : 'board';
  const type: Chosen = saleTypes.find((each) => each === view['saleType']) ?? 'all';
  const filtered = Object.keys(filterOf(view)).length > 0;
  const all = data?.types.reduce((sum, each) => sum + each.count, 0);
  useKeys(mayWrite ? [{ keys: 'n', label: t('key.new'), run: () => setAdding(true) }] : []);

  const move = async (sale: Movable, stage: BuyingStage) => {
    const missing = await moveSale(sale, stage);
    if (missing !== undefined) setAsking({ sale, stage, missing });
  };
  const close = (sale: Card, outcome: 'won' | 'lost') => setClosing({ sale, outcome });

  // The board counts what is open; beside a list of closed sales its numbers would be wrong.
  const counted = view['outcome'] === undefined || view['outcome'] === 'open';
  return (
    <Page title={t('title')} crumbs={[]} flush>
      <div className={css.top}>
        <PageHeader
          title={t('title')}
          views={
            <Tabs
              label={t('view.label')}
              look="switch"
              tabs={[
                { id: 'board', label: t('view.board') },
                { id: 'table', label: t('view.table') },
                { id: 'why', label: t('view.why') },
              ]}
              value={shown}
              onChange={(as: string) => setView({ as: as === 'board' ? undefined : as })}
            />
          }
          actions={
            <>
              <FurtherPages mayWrite={mayWrite} />
              {mayWrite && (
                <Button leftSection={<Plus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
                  {t('new.title')}
                </Button>
              )}
            </>
          }
        />
        <Tabs<Chosen>
          label={t('types.label')}
          look="chips"
          tabs={[
            { id: 'all', label: t('types.all'), count: counted ? all : undefined },
            ...saleTypes.map((each) => ({
              id: each,
              label: t(`type.${each}`),
              count: counted ? data?.types.find((of) => of.saleType === each)?.count : undefined,
            })),
          ]}
          value={type}
          onChange={(chosen) => setView({ saleType: chosen === 'all' ? undefined : chosen })}
        />
        {shown !== 'why' && <SaleFilters view={view} onView={setView} table={shown === 'table'} />}
        {shown !== 'why' && counted && data && <Together board={data} />}
      </div>
      <Approvals />
      {shown === 'why' ? (
        <WhyView view={view} onView={setView} />
      ) : shown === 'table' ? (
        <SaleTable
          view={view}
          onView={setView}
          onAdd={() => setAdding(true)}
          onMove={(sale, stage) => void move(sale, stage)}
        />
      ) : error && !data ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={8} height={83} />
      ) : all === 0 ? (
        <NoSales
          filtered={filtered}
          onShowAll={() => setView(Object.fromEntries(Object.keys(filterOf(view)).map((key) => [key, undefined])))}
          onAdd={mayWrite ? () => setAdding(true) : undefined}
        />
      ) : (
        <Board
          board={data}
          view={view}
          mayWrite={mayWrite}
          onMove={(sale, stage) => void move(sale, stage)}
          onClose={close}
        />
      )}
      {adding && <NewSale onClose={() => setAdding(false)} />}
      {mayWrite && <SaleFromElsewhere view={view} onView={setView} />}
      {asking && <MoveDialog {...asking} onClose={() => setAsking(undefined)} />}
      {closing && <CloseDialog {...closing} onClose={() => setClosing(undefined)} />}
    </Page>
  );
}

const FurtherPages = ({ mayWrite }: { mayWrite: boolean }) => (
  <nav className={css.links} aria-label={t('to.more')}>
    <Link to="/route">{t('to.route')}</Link>
    {mayWrite && <Link to="/basket">{t('to.basket')}</Link>}
    <Link to="/offerings">{t('to.offerings')}</Link>
    <Link to="/purchase/process">{t('pipeline.process')}</Link>
    <Link to="/purchase/potential">{t('pipeline.potential')}</Link>
  </nav>
);

interface NoSalesProps {
  filtered: boolean;
  onShowAll: () => void;
  /** Absent: this person makes no sales. */
  onAdd: (() => void) | undefined;
}

function NoSales({ filtered, onShowAll, onAdd }: NoSalesProps) {
  if (filtered)
    return (
      <EmptyState
        sentence={t('empty.filtered')}
        action={
          <Button variant="default" onClick={onShowAll}>
            {t('empty.show all')}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      sentence={t('empty.none')}
      action={onAdd && <Button onClick={onAdd}>{t('new.title')}</Button>}
      demo={<Link to="/start">{t('empty.demo')}</Link>}
    />
  );
}

/** A sale that another screen begins: the address says for whom, and what about. */
function SaleFromElsewhere({ view, onView }: { view: View; onView: (change: View) => void }) {
  const { open, openName, openWhat, openSource, openOffering, openBuyer } = view;
  if (!open) return null;
  const none = undefined;
  return (
    <NewSale
      account={{ id: open, name: openName ?? '' }}
      about={{ name: openWhat, source: openSource, offering: openOffering, buyer: openBuyer }}
      onClose={() =>
        onView({ open: none, openName: none, openWhat: none, openBuyer: none, openSource: none, openOffering: none })
      }
    />
  );
}
