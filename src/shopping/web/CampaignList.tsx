import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { useSession } from '../../web/session.ts';
import type { CampaignItem } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './campaignMessages.ts';
import css from './shopping.module.css';

export function CampaignList({ onAdd }: { onAdd?: (() => void) | undefined }) {
  const navigate = useNavigate();
  const { workspace } = useSession();
  const campaigns = useRows(
    api.listCampaigns,
    { query: { limit: '50' } },
    { meta: { hears: ['campaign', 'prospect', 'opportunity'] } },
  );
  if (campaigns.problem && campaigns.rows.length === 0) return <QueryProblem error={campaigns.problem} />;
  return (
    <RecordTable
      label={t('name')}
      columns={columnsIn(workspace.currency)}
      {...campaigns}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      onOpen={(row) => void navigate({ to: '/campaigns/$id', params: { id: row.id } })}
      phoneRow={phoneRowIn(workspace.currency)}
      empty={<EmptyState sentence={t('empty')} action={onAdd && <Button onClick={onAdd}>{t('new')}</Button>} />}
    />
  );
}

export const datesOf = (row: Pick<CampaignItem, 'startsOn' | 'endsOn' | 'channel'>): string =>
  [
    row.channel && t(`channel.${row.channel}`),
    [row.startsOn, row.endsOn]
      .filter((d) => d !== null)
      .map((d) => format.date(d, 'dayYear'))
      .join(' – '),
  ]
    .filter(Boolean)
    .join(' · ');

const columnsIn = (currency: string): readonly Column<CampaignItem>[] => [
  {
    id: 'name',
    label: t('name'),
    width: 'minmax(220px, 2fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.name}</span>
        <span className={css.second}>{datesOf(row)}</span>
      </span>
    ),
  },
  {
    id: 'segment',
    label: t('segment'),
    width: 'minmax(140px, 1fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.segment?.name}</span>
        <span className={css.second}>{row.offering?.name}</span>
      </span>
    ),
  },
  {
    id: 'members',
    label: t('members'),
    width: '120px',
    align: 'end',
    render: (row) => {
      const all = row.members.targeted + row.members.reached + row.members.responded + row.members.declined;
      return all === 0 ? '' : `${format.number(row.members.responded)} / ${format.number(all)}`;
    },
  },
  {
    id: 'budget',
    label: t('budget'),
    width: '100px',
    align: 'end',
    render: (row) => row.budget !== null && format.moneyShort(Number(row.budget), currency),
  },
  {
    id: 'cost',
    label: t('cost'),
    width: '100px',
    align: 'end',
    render: (row) => row.cost !== null && format.moneyShort(Number(row.cost), currency),
  },
  {
    id: 'prospects',
    label: `${t('prospects')}, ${t('even').toLowerCase()}`,
    width: '120px',
    align: 'end',
    render: (row) => format.number(row.results.prospects.even, 1, 0),
  },
  {
    id: 'revenue',
    label: `${t('revenue')}, ${t('even').toLowerCase()}`,
    width: '120px',
    align: 'end',
    render: (row) => format.moneyShort(row.results.revenue.even, currency),
  },
];

const phoneRowIn = (currency: string) => (row: CampaignItem) => (
  <span className={css.two}>
    <span className={css.first}>{row.name}</span>
    <span className={css.second}>{datesOf(row)}</span>
    <span className={css.second}>
      {t('prospects')} {format.number(row.results.prospects.even, 1, 0)} · {t('revenue')}{' '}
      {format.moneyShort(row.results.revenue.even, currency)}
    </span>
  </span>
);
