import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { shoppingContract as api } from '../contract.ts';
import type { SegmentItem } from '../segments/contract.ts';
import { t } from './messages.ts';
import css from './shopping.module.css';

export function SegmentList({ onAdd }: { onAdd?: (() => void) | undefined }) {
  const navigate = useNavigate();
  const segments = useRows(
    api.listSegments,
    { query: { limit: '100' } },
    { meta: { hears: ['segment', 'account', 'prospect'] } },
  );
  if (segments.problem && segments.rows.length === 0) return <QueryProblem error={segments.problem} />;
  return (
    <RecordTable
      label={t('part.segments')}
      columns={columns}
      {...segments}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      onOpen={(row) => void navigate({ to: '/segments/$id', params: { id: row.id } })}
      phoneRow={phoneRow}
      empty={
        <EmptyState
          sentence={t('segments.empty')}
          action={onAdd && <Button onClick={onAdd}>{t('segments.new')}</Button>}
        />
      }
    />
  );
}

const number = (value: number) => format.number(value);
const columns: readonly Column<SegmentItem>[] = [
  {
    id: 'name',
    label: t('segments.name'),
    width: 'minmax(200px, 2fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.name}</span>
        <span className={css.second}>
          {row.progress
            ? t('segments.counting', { looked: number(row.progress.looked), total: number(row.progress.total) })
            : t(row.kind === 'rule' ? 'segments.rule' : 'segments.list')}
        </span>
      </span>
    ),
  },
  {
    id: 'need',
    label: t('segments.need'),
    width: 'minmax(200px, 2fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.need ?? row.offering?.name}</span>
        <span className={css.second}>{row.need === null ? '' : row.offering?.name}</span>
      </span>
    ),
  },
  { id: 'members', label: t('segments.members'), width: '90px', align: 'end', render: (row) => number(row.members) },
  { id: 'suspects', label: t('segments.suspects'), width: '90px', align: 'end', render: (row) => number(row.suspects) },
  {
    id: 'prospects',
    label: t('segments.prospects'),
    width: '90px',
    align: 'end',
    render: (row) => number(row.prospects),
  },
  {
    id: 'owner',
    label: t('needs.owner'),
    width: '140px',
    render: (row) => <span className={css.quiet}>{row.owner?.name}</span>,
  },
];

const phoneRow = (row: SegmentItem) => (
  <span className={css.two}>
    <span className={css.first}>{row.name}</span>
    <span className={css.second}>{row.need ?? row.offering?.name}</span>
    <span className={css.second}>
      {format.number(row.members)} · {t('segments.suspects')} {format.number(row.suspects)} · {t('segments.prospects')}{' '}
      {format.number(row.prospects)}
    </span>
  </span>
);
