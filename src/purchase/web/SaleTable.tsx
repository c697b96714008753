import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { keepTrail } from '../../people/web/trail.ts';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import type { View } from '../../web/kit/view.ts';
import { purchaseContract as api, saleSorts } from '../contract.ts';
import type { OpportunityItem } from '../records.ts';
import { buyingStages, type BuyingStage } from '../stages.ts';
import { filterOf } from './data.ts';
import { t } from './messages.ts';
import type { Movable } from './moving.ts';
import css from './pipeline.module.css';
import { money } from './words.ts';

interface SaleTableProps {
  view: View;
  onView: (change: View) => void;
  onAdd: () => void;
  onMove: (sale: Movable, stage: BuyingStage) => void;
}

/** The same sales as rows, the decided ones too. */
export function SaleTable({ view, onView, onAdd, onMove }: SaleTableProps) {
  const filter = filterOf(view);
  const sort = saleSorts.find((each) => each === view.sort?.replace(/^-/, '')) ?? 'close';
  const query = {
    outcome: 'open',
    ...filter,
    sort,
    ...(view.sort?.startsWith('-') ? { descending: 'true' as const } : {}),
    limit: 100,
  };
  const { rows, hasMore, next, onMore, loading, problem } = useRows(
    api.listOpportunities,
    { query },
    { meta: { hears: ['opportunity', 'next step'] } },
  );
  const navigate = useNavigate();
  const shift = (row: OpportunityItem, by: number) => {
    const stage = buyingStages[buyingStages.indexOf(row.stage) + by];
    if (stage && row.outcome === 'open') onMove(row, stage);
  };
  if (problem && rows.length === 0) return <QueryProblem error={problem} />;
  return (
    <RecordTable
      label={t('table.label')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      view={{ sort: 'close', ...view }}
      onView={onView}
      hasMore={hasMore}
      onMore={onMore}
      loading={loading}
      onOpen={(row) => {
        keepTrail({
          list: t('pipeline'),
          base: '/opportunities/',
          ids: rows.map((each) => each.id),
          rest: next === undefined ? undefined : { query, cursor: next },
        });
        void navigate({ to: `/opportunities/${row.id}` });
      }}
      rowKeys={[
        { keys: ']', label: t('key.forward'), run: (row) => shift(row, 1) },
        { keys: '[', label: t('key.back'), run: (row) => shift(row, -1) },
      ]}
      phoneRow={phoneRow}
      empty={
        <EmptyState
          sentence={Object.keys(filter).length > 0 ? t('empty.filtered') : t('empty.none')}
          action={<Button onClick={onAdd}>{t('new.title')}</Button>}
        />
      }
    />
  );
}

const now = () => new Date();

const columns: readonly Column<OpportunityItem>[] = [
  {
    id: 'name',
    label: t('table.name'),
    width: 'minmax(200px, 2fr)',
    sortable: true,
    render: (row) => (
      <span className={css.two}>
        <span>{row.name}</span>
        <span className={css.quiet}>{row.accountName ?? ''}</span>
      </span>
    ),
  },
  {
    id: 'stage',
    label: t('table.stage'),
    width: '158px',
    sortable: true,
    render: (row) => (
      <span className={css.two}>
        <span>{row.outcome === 'open' ? t(`stage.${row.stage}`) : t(`outcome.${row.outcome}`)}</span>
        <span className={row.stuck ? css.stuck : css.quiet}>
          {row.outcome === 'open' && t(row.stuck ? 'card.stuck' : 'card.days', { count: row.daysInStage })}
        </span>
      </span>
    ),
  },
  { id: 'type', label: t('types.label'), width: '110px', render: (row) => t(`type.${row.saleType}`) },
  {
    id: 'amount',
    label: t('table.amount'),
    width: '100px',
    align: 'end',
    sortable: true,
    render: (row) => money(row.amount, row.currency),
  },
  {
    id: 'chance',
    label: t('table.chance'),
    width: '70px',
    align: 'end',
    render: (row) => (row.probability === null || row.outcome !== 'open' ? '' : format.percent(row.probability)),
  },
  {
    id: 'close',
    label: t('table.close'),
    width: '110px',
    sortable: true,
    render: (row) => {
      const on = row.closedOn ?? row.expectedCloseOn;
      return on ? format.day(on, now()) : '';
    },
  },
  { id: 'owner', label: t('table.owner'), width: 'minmax(110px, 1fr)', render: (row) => row.ownerName ?? '' },
  {
    id: 'next',
    label: t('table.next'),
    width: 'minmax(140px, 1.4fr)',
    render: (row) =>
      row.nextStep ? (
        <span className={css.two}>
          <span>{row.nextStep.what}</span>
          <span className={new Date(row.nextStep.dueAt) < now() ? css.stuck : css.quiet}>
            {format.day(row.nextStep.dueAt, now())}
          </span>
        </span>
      ) : (
        row.outcome === 'open' && <span className={css.stuck}>{t('card.no step')}</span>
      ),
  },
];

function phoneRow(row: OpportunityItem) {
  return (
    <div className={css.phone}>
      <span className={css.name}>{row.name}</span>
      <span className={css.quiet}>{row.accountName ?? ''}</span>
      <span className={css.cardRow}>
        <b>{money(row.amount, row.currency)}</b>
        <span className={css.end}>
          {row.outcome === 'open' ? t(`stage.${row.stage}`) : t(`outcome.${row.outcome}`)}
        </span>
      </span>
    </div>
  );
}
