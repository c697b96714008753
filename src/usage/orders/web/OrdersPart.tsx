import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { keepTrail } from '../../../people/web/trail.ts';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import type { Column } from '../../../web/kit/columns.ts';
import { RecordTable } from '../../../web/kit/RecordTable.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import type { View } from '../../../web/kit/view.ts';
import { useSession } from '../../../web/session.ts';
import { orderContract as api, type CustomerValue } from '../contract.ts';
import { FitCard } from './FitCard.tsx';
import { t } from './messages.ts';
import css from './orders.module.css';

/** Who is still a customer, and what each is worth, by the latest fit. */
export function OrdersPart({ view, onView }: { view: View; onView: (change: View) => void }) {
  const { workspace } = useSession();
  const by = view['by'] === 'alive' ? 'alive' : 'value';
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listCustomerValues,
    { query: { sort: by, limit: 100 } },
    { meta: { hears: ['purchase fit'] } },
  );
  const [now] = useState(() => new Date());
  const columns = useMemo(() => columnsAt(now, workspace.currency), [now, workspace.currency]);
  const phoneRow = useMemo(() => phoneRowIn(workspace.currency), [workspace.currency]);
  const navigate = useNavigate();
  return (
    <>
      <div className={css.top}>
        <FitCard />
        <Tabs<'value' | 'alive'>
          label={t('sort.label')}
          look="chips"
          tabs={[
            { id: 'value', label: t('sort.value') },
            { id: 'alive', label: t('sort.alive') },
          ]}
          value={by}
          onChange={(id) => onView({ by: id === 'value' ? undefined : id })}
        />
      </div>
      {problem && rows.length === 0 ? (
        <QueryProblem error={problem} />
      ) : (
        <RecordTable
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.account.id}
          rowName={(row) => row.account.name}
          hasMore={hasMore}
          onMore={onMore}
          loading={loading}
          rowHeight={40}
          onOpen={(row) => {
            keepTrail({ list: t('tab.title'), base: '/accounts/', ids: rows.map((each) => each.account.id) });
            void navigate({ to: '/accounts/$id', params: { id: row.account.id }, search: { tab: 'orders' } });
          }}
          phoneRow={phoneRow}
          empty={<EmptyState sentence={t('empty.none')} />}
        />
      )}
    </>
  );
}

const columnsAt = (now: Date, currency: string): readonly Column<CustomerValue>[] => [
  { id: 'customer', label: t('column.customer'), width: 'minmax(180px, 2fr)', render: (row) => row.account.name },
  {
    id: 'purchases',
    label: t('column.purchases'),
    width: '90px',
    align: 'end',
    render: (row) => format.number(row.purchases),
  },
  { id: 'last', label: t('column.last'), width: '100px', render: (row) => format.day(row.lastOn, now) },
  { id: 'alive', label: t('column.alive'), width: '150px', render: (row) => <Alive share={row.alive} /> },
  {
    id: 'expected',
    label: t('column.expected'),
    width: '160px',
    align: 'end',
    render: (row) => format.number(row.expected, 1),
  },
  { id: 'spend', label: t('column.spend'), width: '110px', align: 'end', render: (row) => money(row.spend, currency) },
  {
    id: 'value',
    label: t('column.value'),
    width: 'minmax(170px, 1fr)',
    align: 'end',
    render: (row) => (
      <span className={css.worth}>
        <b>{money(row.value, currency)}</b> <span className={css.quiet}>{band(row, currency)}</span>
      </span>
    ),
  },
];

export const money = (amount: string | null, currency: string) =>
  amount === null ? '' : format.moneyShort(Number(amount), currency);
export const band = (row: Pick<CustomerValue, 'low' | 'high'>, currency: string) =>
  row.low === null || row.high === null
    ? ''
    : t('interval', { low: money(row.low, currency), high: money(row.high, currency) });

/** A share as a bar with its number. */
export function Alive({ share }: { share: number }) {
  return (
    <span className={css.alive}>
      <span className={css.bar} aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(share * 100)}%` }} />
      </span>
      {format.percent(share)}
    </span>
  );
}

const phoneRowIn = (currency: string) => (row: CustomerValue) => (
  <div className={css.phone}>
    <b>{row.account.name}</b>
    <Alive share={row.alive} />
    <span className={css.quiet}>
      {money(row.value, currency)} · {band(row, currency)}
    </span>
  </div>
);
