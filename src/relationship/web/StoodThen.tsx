import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { accountFilterOf } from '../../people/web/data.ts';
import { keepTrail } from '../../people/web/trail.ts';
import { Who } from '../../people/web/Who.tsx';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { MoneyText } from '../../web/kit/MoneyText.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import type { View } from '../../web/kit/view.ts';
import type { DotRecord } from '../contract.ts';
import { stoodThenQuery } from './data.ts';
import { t } from './mapMessages.ts';
import css from './relationships.module.css';

/** So many accounts are looked at without being asked: as many as a picture of the past holds. */
const patience = 5000;

/** Who stood where on an earlier day: what a cell or ring of the past opens. */
export function StoodThen({ view, day }: { view: View; day: string }) {
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    stoodThenQuery(accountFilterOf(view), day),
  );
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const looked = data?.pages.reduce((sum, page) => sum + page.looked, 0) ?? 0;
  const goesOn = hasNextPage && looked < patience;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);
  const navigate = useNavigate();
  const currency = data?.pages[0]?.currency ?? '';
  const columns = useMemo(() => columnsOf(currency), [currency]);
  if (error) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  const on = format.date(day, 'dayYear');
  return (
    <>
      <p className={css.stood} role="status">
        {t('stood.looked', { day: on, count: rows.length, looked: format.number(looked) })}
        {hasNextPage && !goesOn && (
          <Button size="compact-xs" variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            {t('stood.further')}
          </Button>
        )}
      </p>
      <RecordTable
        label={t('stood.list', { day: on })}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        loading={isFetching}
        onOpen={(row) => {
          keepTrail({ list: t('title'), base: '/accounts/', ids: rows.map((each) => each.id) });
          void navigate({ to: `/accounts/${row.id}`, search: { asOf: day } });
        }}
        phoneRow={stacked}
        empty={<EmptyState sentence={t('stood.nobody', { day: on })} />}
      />
    </>
  );
}

const stacked = (row: DotRecord) => (
  <span className={css.stacked}>
    <Who name={row.name} stand={row} />
    <span>
      <span className="trust">{format.number(row.trust)}</span>{' '}
      <span className="interest">{format.number(row.interest)}</span>
    </span>
  </span>
);

const columnsOf = (currency: string): readonly Column<DotRecord>[] => [
  {
    id: 'name',
    label: t('stood.who'),
    width: 'minmax(200px, 2fr)',
    render: (row) => <Who name={row.name} stand={row} />,
  },
  {
    id: 'trust',
    label: t('stood.trust'),
    width: '80px',
    align: 'end',
    render: (row) => <span className="trust">{format.number(row.trust)}</span>,
  },
  {
    id: 'interest',
    label: t('stood.interest'),
    width: '80px',
    align: 'end',
    render: (row) => <span className="interest">{format.number(row.interest)}</span>,
  },
  { id: 'sure', label: t('stood.sure'), width: '80px', align: 'end', render: (row) => format.percent(row.probability) },
  {
    id: 'revenue',
    label: t('stood.revenue'),
    width: '150px',
    align: 'end',
    render: (row) => <MoneyText amount={row.revenue} currency={currency} />,
  },
  {
    id: 'potential',
    label: t('stood.potential'),
    width: '120px',
    align: 'end',
    render: (row) => <MoneyText amount={row.potential} currency={currency} />,
  },
  {
    id: 'alarm',
    label: t('stood.alarm'),
    width: '90px',
    render: (row) =>
      row.alarm && (
        <span className={css.alarm}>
          <TriangleAlert size={12} aria-hidden="true" /> {t('stood.alarmed')}
        </span>
      ),
  },
];
