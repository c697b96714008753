import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { keepTrail } from '../../people/web/trail.ts';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import type { View } from '../../web/kit/view.ts';
import { t as web } from '../../web/messages/en.ts';
import { customersContract as api, type OwnershipRow } from '../customers/contract.ts';
import { stateText } from '../handoffs/web/words.ts';
import { t } from './messages.ts';
import css from './ownership.module.css';

/** Who is in ownership: one line says whether somebody keeps them, what comes next, and whether they need a person. */
export function CustomerList({ view, onView }: { view: View; onView: (change: View) => void }) {
  const whose = view['whose'] === 'mine' ? 'mine' : 'everyone';
  const { rows, problem, ...more } = useRows(
    api.listOwnership,
    { query: whose === 'mine' ? { mine: 'true' } : {} },
    { meta: { hears: ['account', 'touchpoint', 'handoff', 'alarm', 'promise', 'plan'] } },
  );
  const [now] = useState(() => new Date());
  const columns = useMemo(() => columnsOf(now), [now]);
  const phoneRow = useMemo(() => phoneRowOf(now), [now]);
  const navigate = useNavigate();
  if (problem && rows.length === 0) return <QueryProblem error={problem} />;
  const open = (row: OwnershipRow) => {
    keepTrail({ list: t('title'), base: '/accounts/', ids: rows.map((each) => each.accountId) });
    void navigate({ to: '/accounts/$id', params: { id: row.accountId } });
  };
  return (
    <>
      <div className={css.tools}>
        <Tabs
          label={t('whose')}
          look="chips"
          tabs={[
            { id: 'everyone', label: t('everyone') },
            { id: 'mine', label: t('mine') },
          ]}
          value={whose}
          onChange={(chosen: string) => onView({ whose: chosen === 'mine' ? 'mine' : undefined })}
        />
      </div>
      <RecordTable
        label={t('list')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.accountId}
        rowName={(row) => row.name}
        onOpen={open}
        phoneRow={phoneRow}
        empty={<EmptyState sentence={t('none')} />}
        {...more}
      />
    </>
  );
}

function columnsOf(now: Date): Column<OwnershipRow>[] {
  return [
    { id: 'who', label: t('who'), width: 'minmax(170px, 1.3fr)', render: (row) => <Who row={row} /> },
    { id: 'state', label: t('state'), width: 'minmax(130px, 1fr)', render: (row) => <Standing row={row} /> },
    {
      id: 'handoff',
      label: t('handoff'),
      width: 'minmax(130px, 1fr)',
      render: (row) => (
        <Two
          first={
            row.handoff
              ? stateText({
                  ...row.handoff,
                  onePerson: false,
                  farmer: row.handoff.farmerName === null ? null : { id: '', name: row.handoff.farmerName },
                })
              : t('no handoff')
          }
          second={row.ownerName ?? ''}
          late={row.handoff?.tied === true && (row.days ?? 0) > 5}
        />
      ),
    },
    {
      id: 'milestone',
      label: t('milestone'),
      width: 'minmax(150px, 1.2fr)',
      render: (row) => <Milestone row={row} now={now} />,
    },
    { id: 'value', label: t('first value'), width: '120px', render: (row) => <FirstValue row={row} now={now} /> },
  ];
}

function Who({ row }: { row: OwnershipRow }) {
  return (
    <span className={css.who}>
      <PositionMiniature position={row.position} />
      <Two
        first={row.name}
        second={
          row.days === null
            ? web(`sale.${row.saleType}`)
            : `${web(`sale.${row.saleType}`)} · ${t('day', { count: row.days })}`
        }
        strong
      />
    </span>
  );
}

function Standing({ row }: { row: OwnershipRow }) {
  const trouble = row.alarm
    ? t(`alarm.${row.alarm.severity as 1 | 2 | 3}`)
    : row.overduePromises > 0
      ? t('promises', { count: row.overduePromises })
      : '';
  return <Two first={web(`position.${row.position}`)} second={trouble} late={trouble !== ''} />;
}

function Milestone({ row, now }: { row: OwnershipRow; now: Date }) {
  if (row.milestones.of === 0) return <Two first={<span className={css.second}>{t('no plan')}</span>} second="" />;
  if (!row.milestone) return <Two first={t('all done')} second={t('milestones', row.milestones)} />;
  const { title, dueOn, late, waiting } = row.milestone;
  const when = waiting ? t('waiting') : dueOn === null ? '' : t('due', { when: format.dayWithin(dueOn, now) });
  return <Two first={title} second={[t('milestones', row.milestones), when].filter(Boolean).join(' · ')} late={late} />;
}

function FirstValue({ row, now }: { row: OwnershipRow; now: Date }) {
  const value = row.firstValue;
  if (!value || (value.on === null && value.due === null)) return <Two first="–" second="" />;
  return (
    <Two
      first={
        value.on === null
          ? t('due', { when: format.dayWithin(value.due!, now) })
          : t('value on', { when: format.dayWithin(value.on, now) })
      }
      second=""
      firstLate={value.late}
    />
  );
}

function Two({
  first,
  second,
  strong = false,
  late = false,
  firstLate = false,
}: {
  first: ReactNode;
  second: string;
  strong?: boolean;
  late?: boolean;
  firstLate?: boolean;
}) {
  return (
    <span className={css.two}>
      <span
        className={css.first}
        data-strong={strong}
        data-late={firstLate}
        title={typeof first === 'string' ? first : undefined}
      >
        {first}
      </span>
      {second !== '' && (
        <span className={css.second} data-late={late}>
          {second}
        </span>
      )}
    </span>
  );
}

const phoneRowOf = (now: Date) => (row: OwnershipRow) => <PhoneRow row={row} now={now} />;

function PhoneRow({ row, now }: { row: OwnershipRow; now: Date }) {
  return (
    <span className={css.phone}>
      <Who row={row} />
      <span className={css.inOne}>
        <Standing row={row} />
      </span>
      <span className={css.inOne}>
        <Milestone row={row} now={now} />
      </span>
    </span>
  );
}
