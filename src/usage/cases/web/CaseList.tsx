import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { keepTrail } from '../../../people/web/trail.ts';
import { useMembers } from '../../../people/web/data.ts';
import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { FilterBar, type Filter } from '../../../web/kit/FilterBar.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import type { Column } from '../../../web/kit/columns.ts';
import { RecordTable } from '../../../web/kit/RecordTable.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { textFilter } from '../../../web/kit/textFilter.tsx';
import type { View } from '../../../web/kit/view.ts';
import { caseContract as api } from '../contract.ts';
import type { CaseItem } from '../records.ts';
import { caseKinds, caseStates, queues, severities } from '../words.ts';
import css from './cases.module.css';
import { clockText } from './clockText.ts';
import { caseFilterOf } from './data.ts';
import { t } from './messages.ts';

const shownQueues = ['mine', 'team', 'unassigned', 'all'] as const;

/** The queue: what needs an answer, the promise that runs out first on top. The filter lives in the address. */
export function CaseList({ view, onView, onAdd }: { view: View; onView: (change: View) => void; onAdd: () => void }) {
  const counts = useAnswer(api.caseQueues, {}, { meta: { hears: ['case'] } }).data;
  const queue = queues.find((each) => each === view['queue']) ?? 'all';
  const { queue: _, ...filter } = caseFilterOf(view);
  const query = { ...filter, queue, limit: 100 };
  const { rows, hasMore, next, onMore, loading, problem } = useRows(
    api.listCases,
    { query },
    { meta: { hears: ['case'] } },
  );
  const navigate = useNavigate();
  const [now] = useState(() => new Date());
  const columns = useMemo(() => columnsAt(now), [now]);
  const phoneRow = useMemo(() => phoneRowAt(now), [now]);
  const filtered = Object.keys(filter).length > 0 || queue !== 'all';
  return (
    <>
      <div className={css.top}>
        <div className={css.queues}>
          <Tabs
            label={t('queue.label')}
            look="chips"
            tabs={shownQueues.map((id) => ({
              id,
              label: t(`queue.${id}`),
              count: counts?.queues.find((each) => each.queue === id)?.open,
            }))}
            value={queue}
            onChange={(chosen) => onView({ queue: chosen === 'all' ? undefined : chosen })}
          />
          {counts && <Kept counts={counts} queue={queue} onLate={() => onView({ late: 'true' })} />}
        </div>
        <Filters view={view} onView={onView} />
      </div>
      {problem && rows.length === 0 ? (
        <QueryProblem error={problem} />
      ) : (
        <RecordTable
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowName={(row) => row.subject}
          hasMore={hasMore}
          onMore={onMore}
          loading={loading}
          onOpen={(row) => {
            keepTrail({
              list: t('title'),
              base: '/cases/',
              ids: rows.map((each) => each.id),
              rest: next === undefined ? undefined : { query, cursor: next },
            });
            void navigate({ to: `/cases/${row.id}` });
          }}
          phoneRow={phoneRow}
          empty={
            <EmptyState
              sentence={t(filtered ? 'empty.filtered' : 'empty.none')}
              action={
                filtered ? (
                  <Button
                    variant="default"
                    onClick={() =>
                      onView({
                        queue: undefined,
                        ...Object.fromEntries(Object.keys(filter).map((key) => [key, undefined])),
                      })
                    }
                  >
                    {t('empty.show all')}
                  </Button>
                ) : (
                  <Button onClick={onAdd}>{t('new')}</Button>
                )
              }
            />
          }
        />
      )}
    </>
  );
}

interface KeptProps {
  counts: NonNullable<ReturnType<typeof useAnswer<typeof api.caseQueues>>['data']>;
  queue: string;
  onLate: () => void;
}

/** How well promises are kept, with how many there were. */
function Kept({ counts, queue, onLate }: KeptProps) {
  const { firstResponse, resolution } = counts;
  const late = counts.queues.find((each) => each.queue === queue)?.late ?? 0;
  return (
    <p className={css.kept}>
      {late > 0 && (
        <button type="button" className={css.lateCount} onClick={onLate}>
          {t('late', { count: late })}
        </button>
      )}
      {firstResponse.promised + resolution.promised === 0 && <span>{t('kept.none')}</span>}
      {firstResponse.promised > 0 && (
        <span>
          <b>{t('kept.first', { percent: format.percent(firstResponse.kept / firstResponse.promised) })}</b>{' '}
          {t('kept.of', { count: firstResponse.promised })}
        </span>
      )}
      {resolution.promised > 0 && (
        <span>
          <b>{t('kept.solution', { percent: format.percent(resolution.kept / resolution.promised) })}</b>{' '}
          {t('kept.of', { count: resolution.promised })}
        </span>
      )}
    </p>
  );
}

function Filters({ view, onView }: { view: View; onView: (change: View) => void }) {
  const members = useMembers();
  const filters: Filter[] = [
    textFilter({ id: 'text', label: t('filter.text'), hint: t('filter.text hint') }),
    {
      id: 'state',
      label: t('filter.state'),
      any: t('filter.open'),
      choices: caseStates.map((value) => ({ value, label: t(`state.${value}`) })),
    },
    {
      id: 'severity',
      label: t('filter.severity'),
      choices: severities.map((value) => ({ value, label: t(`severity.${value}`) })),
    },
    { id: 'kind', label: t('filter.kind'), choices: caseKinds.map((value) => ({ value, label: t(`kind.${value}`) })) },
    {
      id: 'late',
      label: t('filter.late'),
      choices: [
        { value: 'true', label: t('filter.late yes') },
        { value: 'false', label: t('filter.late no') },
      ],
    },
    {
      id: 'owner',
      label: t('filter.owner'),
      choices: members.list.map((member) => ({ value: member.id, label: member.name })),
    },
  ];
  return <FilterBar filters={filters} values={view} onChange={onView} />;
}

const columnsAt = (now: Date): readonly Column<CaseItem>[] => [
  {
    id: 'subject',
    label: t('column.subject'),
    width: 'minmax(220px, 2.4fr)',
    render: (row) => (
      <Two
        first={row.subject}
        second={[row.account?.name ?? t('no account'), row.contact?.name].filter(Boolean).join(' · ')}
        strong={row.unread}
      />
    ),
  },
  { id: 'due', label: t('column.due'), width: 'minmax(180px, 1.4fr)', render: (row) => <Due row={row} now={now} /> },
  {
    id: 'severity',
    label: t('column.severity'),
    width: '110px',
    render: (row) => (
      <span className={css.severity} data-severity={row.severity}>
        {t(`severity.${row.severity}`)}
      </span>
    ),
  },
  {
    id: 'state',
    label: t('column.state'),
    width: 'minmax(130px, 1fr)',
    render: (row) => <Two first={t(`state.${row.state}`)} second={stateNote(row)} />,
  },
  {
    id: 'owner',
    label: t('column.owner'),
    width: 'minmax(120px, 1fr)',
    render: (row) => <Two first={row.owner?.name ?? t('nobody')} second={row.team?.name ?? ''} />,
  },
  { id: 'opened', label: t('column.opened'), width: '100px', render: (row) => format.day(row.openedAt, now) },
];

const stateNote = (row: CaseItem) =>
  row.unread ? t('unread') : row.reopened > 0 ? t('reopened', { count: row.reopened }) : t(`kind.${row.kind}`);

function Due({ row, now }: { row: CaseItem; now: Date }) {
  const { text, late, soon } = clockText(row, now);
  return (
    <span className={css.due} data-late={late} data-soon={soon}>
      {text}
    </span>
  );
}

function Two({ first, second, strong = false }: { first: string; second: string; strong?: boolean }) {
  return (
    <span className={css.two}>
      <span data-strong={strong} title={first}>
        {first}
      </span>
      <span className={css.quiet}>{second}</span>
    </span>
  );
}

const phoneRowAt = (now: Date) => (row: CaseItem) => <PhoneRow row={row} now={now} />;

function PhoneRow({ row, now }: { row: CaseItem; now: Date }) {
  return (
    <div className={css.phone}>
      <span className={css.phoneName}>{row.subject}</span>
      <span className={css.quiet}>{row.account?.name ?? t('no account')}</span>
      <span className={css.phoneFoot}>
        <Due row={row} now={now} />
        <span className={css.severity} data-severity={row.severity}>
          {t(`severity.${row.severity}`)}
        </span>
      </span>
    </div>
  );
}
