import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { FilterBar } from '../../web/kit/FilterBar.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import type { View } from '../../web/kit/view.ts';
import { useMembers } from '../../people/web/data.ts';
import { words } from '../../relationship/web/words.ts';
import { shoppingContract as api } from '../contract.ts';
import type { NeedStanding } from '../segments/contract.ts';
import { t } from './messages.ts';
import { ProspectDialog } from './ProspectDialog.tsx';
import { saleFrom } from './saleFrom.ts';
import css from './shopping.module.css';

const stages = ['suspect', 'prospect'] as const;

export function NeedFilters({ view, onView }: { view: View; onView: (change: View) => void }) {
  const segments = useAnswer(api.listSegments, { query: { limit: '200' } }).data?.items ?? [];
  const members = useMembers();
  return (
    <div className={css.tools}>
      <Tabs
        label={t('needs.stage')}
        look="chips"
        tabs={[{ id: 'all', label: t('needs.all') }, ...stages.map((id) => ({ id, label: t(`stage.${id}`) }))]}
        value={view['stage'] ?? 'all'}
        onChange={(id) => onView({ stage: id === 'all' ? undefined : id })}
      />
      <FilterBar
        filters={[
          {
            id: 'segment',
            label: t('needs.segment'),
            choices: segments.map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            id: 'owner',
            label: t('needs.owner'),
            choices: members.list.map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            id: 'signal',
            label: t('needs.with signal'),
            choices: [{ value: 'true', label: t('needs.with signal only') }],
          },
        ]}
        values={view}
        onChange={onView}
      />
    </div>
  );
}

/** Suspects and prospects, most interested first: what shows it, and what to do next. */
export function NeedList({ view, onAdd }: { view: View; onAdd?: (() => void) | undefined }) {
  const [open, setOpen] = useState<NeedStanding>();
  const filtered = Boolean(view['stage'] ?? view['segment'] ?? view['owner'] ?? view['signal']);
  const needs = useRows(
    api.listNeeds,
    {
      query: {
        stage: view['stage'] ?? 'suspect,prospect',
        ...(view['segment'] ? { segment: view['segment'] } : {}),
        ...(view['owner'] ? { owner: view['owner'] } : {}),
        ...(view['signal'] === 'true' ? { signal: 'true' as const } : {}),
        limit: '100',
      },
    },
    { meta: { hears: ['account', 'touchpoint', 'segment', 'prospect', 'next step'] } },
  );
  if (needs.problem && needs.rows.length === 0) return <QueryProblem error={needs.problem} />;
  return (
    <>
      <NeedTable
        {...needs}
        label={t('needs.label')}
        onOpen={setOpen}
        empty={
          <EmptyState
            sentence={t(filtered ? 'needs.empty filtered' : 'needs.empty')}
            action={!filtered && onAdd && <Button onClick={onAdd}>{t('segments.new')}</Button>}
          />
        }
      />
      {open && <ProspectDialog standing={freshOf(open, needs.rows)} onClose={() => setOpen(undefined)} />}
    </>
  );
}

/** The same need as the list has it now: noting something on it changes what to do next. */
export const freshOf = (open: NeedStanding, rows: readonly NeedStanding[]): NeedStanding =>
  rows.find((row) => row.segment.id === open.segment.id && row.account.id === open.account.id) ?? open;

interface NeedTableProps {
  label: string;
  rows: readonly NeedStanding[];
  hasMore: boolean;
  onMore: () => void;
  loading: boolean;
  onOpen: (row: NeedStanding) => void;
  empty: React.ReactNode;
  selection?: ReadonlySet<string>;
  onSelection?: (ids: ReadonlySet<string>) => void;
}

export function NeedTable({
  label,
  rows,
  hasMore,
  onMore,
  loading,
  onOpen,
  empty,
  selection,
  onSelection,
}: NeedTableProps) {
  const [now] = useState(() => Date.now());
  const columns = columnsAt(now);
  return (
    <RecordTable
      label={label}
      columns={columns}
      rows={rows}
      rowId={(row) => `${row.segment.id} ${row.account.id}`}
      rowName={(row) => row.account.name}
      hasMore={hasMore}
      onMore={onMore}
      loading={loading}
      onOpen={onOpen}
      {...(selection && onSelection ? { selection, onSelection } : {})}
      phoneRow={phoneRow}
      empty={empty}
    />
  );
}

const columnsAt = (now: number): readonly Column<NeedStanding>[] => [
  {
    id: 'account',
    label: t('needs.account'),
    width: 'minmax(200px, 2fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>
          <PositionMiniature position={row.account.position} /> {row.account.name}
        </span>
        <span className={css.second}>{row.segment.need ?? row.segment.offering ?? row.segment.name}</span>
      </span>
    ),
  },
  {
    id: 'stage',
    label: t('needs.stage'),
    width: '150px',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{t(`stage.${row.stage}`)}</span>
        <span className={css.second}>
          {row.stage === 'prospect' && row.preference
            ? t(`preference.${row.preference}`)
            : t('needs.since', { date: format.day(row.since, now) })}
        </span>
      </span>
    ),
  },
  {
    id: 'interest',
    label: t('needs.interest'),
    width: '70px',
    align: 'end',
    render: (row) => <span className="interest">{format.number(row.account.interest)}</span>,
  },
  {
    id: 'signal',
    label: t('needs.signal'),
    width: 'minmax(150px, 1.4fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>
          {row.signal ? `${words(`kind.${row.signal.kind}`)}, ${format.day(row.signal.at, now)}` : t('needs.no signal')}
        </span>
        <span className={css.second}>{row.signal?.subject ?? t('needs.touched', { count: row.touched.count })}</span>
      </span>
    ),
  },
  {
    id: 'todo',
    label: t('needs.todo'),
    width: 'minmax(180px, 1.6fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>
          {row.advice === 'open a sale' ? (
            <Link className={css.do} {...saleFrom(row)} onClick={(event) => event.stopPropagation()}>
              {t('advice.open a sale')}
            </Link>
          ) : (
            t(`advice.${row.advice}`)
          )}
        </span>
        <span className={css.second}>
          {row.nextStep
            ? `${t('needs.step')}: ${row.nextStep.what}, ${format.day(row.nextStep.dueAt, now)}`
            : t(`advice.${row.advice} why`)}
        </span>
      </span>
    ),
  },
  {
    id: 'owner',
    label: t('needs.owner'),
    width: '120px',
    render: (row) => <span className={css.quiet}>{row.account.ownerName ?? t('needs.nobody')}</span>,
  },
];

const phoneRow = (row: NeedStanding) => (
  <span className={css.two}>
    <span className={css.first}>{row.account.name}</span>
    <span className={css.second}>
      {t(`stage.${row.stage}`)} · {row.segment.need ?? row.segment.name}
    </span>
    <span className={css.second}>{t(`advice.${row.advice}`)}</span>
  </span>
);
