import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { DerivedNumber } from '../../../web/kit/DerivedNumber.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import type { Column } from '../../../web/kit/columns.ts';
import { RecordTable } from '../../../web/kit/RecordTable.tsx';
import { useView } from '../../../web/kit/view.ts';
import { circleContract as api, type Influencer } from '../contract.ts';
import css from './circle.module.css';
import { hears } from './data.ts';
import { t } from './messages.ts';

/** Who brought most; own and brought value beside each other. The same as the picture, for everybody. */
export function InfluencerTable() {
  const [, setView] = useView();
  const navigate = useNavigate();
  const currency = useAnswer(api.readCircle, {}, { meta: hears }).data?.basis.currency ?? 'EUR';
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listInfluencers,
    { query: { limit: 50 } },
    { meta: hears },
  );
  const columns = useMemo(
    () => columnsOf(currency, (from, counts) => setView({ view: 'sales', counts, from })),
    [currency, setView],
  );
  const phoneRow = useMemo(() => phoneRowOf(currency), [currency]);
  if (problem) return <QueryProblem error={problem} />;
  return (
    <>
      <p className={css.hint}>{t('column.hint')}</p>
      <RecordTable
        label={t('table.label')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowHeight={34}
        loading={loading}
        hasMore={hasMore}
        onMore={onMore}
        phoneRow={phoneRow}
        onOpen={(row) => void navigate(addressOf(row))}
        empty={<EmptyState sentence={t('account.brought none')} />}
      />
    </>
  );
}

const addressOf = (row: Influencer) =>
  row.kind === 'contact' ? { to: `/contacts/${row.id}` } : { to: `/accounts/${row.id}`, search: { tab: 'circle' } };

function columnsOf(
  currency: string,
  onSales: (from: string, counts: 'sourced' | 'influenced') => void,
): readonly Column<Influencer>[] {
  const money = (amount: number) => (amount === 0 ? '–' : format.moneyShort(amount, currency));
  const sales = (row: Influencer, counts: 'sourced' | 'influenced') =>
    row[counts] === 0 ? (
      '–'
    ) : (
      <DerivedNumber what={t(`sum.${counts} what`)} onExplain={() => onSales(row.id, counts)}>
        {money(row[counts])}
      </DerivedNumber>
    );
  return [
    {
      id: 'who',
      label: t('column.who'),
      width: 'minmax(160px, 2fr)',
      render: (row) => (
        <>
          {row.name}
          {row.kind === 'contact' && <span className={css.quiet}> · {t('person')}</span>}
        </>
      ),
    },
    { id: 'own', label: t('column.own'), width: '128px', align: 'end', render: (row) => money(row.ownValue) },
    { id: 'direct', label: t('column.direct'), width: '100px', align: 'end', render: (row) => money(row.direct) },
    { id: 'chain', label: t('column.chain'), width: '150px', align: 'end', render: (row) => money(row.chain) },
    {
      id: 'people',
      label: t('column.people'),
      width: '86px',
      align: 'end',
      render: (row) => format.number(row.brought),
    },
    { id: 'sourced', label: t('column.sourced'), width: '116px', align: 'end', render: (row) => sales(row, 'sourced') },
    {
      id: 'influenced',
      label: t('column.influenced'),
      width: '130px',
      align: 'end',
      render: (row) => sales(row, 'influenced'),
    },
  ];
}

const phoneRowOf = (currency: string) => (row: Influencer) => (
  <span className={css.phone}>
    <b>{row.name}</b>
    <span>
      {t('column.direct')} {format.moneyShort(row.direct, currency)} · {t('column.chain')}{' '}
      {format.moneyShort(row.chain, currency)}
    </span>
    <span className={css.quiet}>
      {t('column.own')} {format.moneyShort(row.ownValue, currency)}
    </span>
  </span>
);
