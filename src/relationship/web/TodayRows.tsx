import type { ReactNode } from 'react';
import { format } from '../../web/format.ts';
import type { RowGroup } from '../../web/kit/lines.ts';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { Sparkline } from '../../web/kit/Sparkline.tsx';
import { t as web } from '../../web/messages/en.ts';
import type { TodayRecord } from '../contract.ts';
import { sameDay } from './actions.ts';
import { ReasonIcon } from './icons.tsx';
import { evenly } from './lines.ts';
import { Movement } from './Movement.tsx';
import { todoText, whyLines } from './phrases.ts';
import css from './today.module.css';
import { t } from './todayMessages.ts';

/** Days that the small picture and its movement look back. */
export const sparkDays = 60;

/** Two lines for the reason and for what to do, which are sentences, and one beneath. */
export const rowHeights = { rowHeight: 62, phoneHeight: 104 };

/** One row answers who, why now, what, by when, and how it moves, in reading order. Without a date in any row there is no column of dates. */
export function todayColumns(now: string, dated: boolean): readonly Column<TodayRecord>[] {
  return [
    { id: 'who', label: t('column.who'), width: 'minmax(140px, 1.14fr)', render: (row) => <Who row={row} /> },
    { id: 'why', label: t('column.why'), width: 'minmax(150px, 1.22fr)', render: (row) => <Why row={row} now={now} /> },
    {
      id: 'todo',
      label: t('column.todo'),
      width: 'minmax(126px, 1.06fr)',
      render: (row) => <Todo row={row} now={now} />,
    },
    ...(dated
      ? [{ id: 'by', label: t('column.by'), width: '92px', render: (row: TodayRecord) => <By row={row} now={now} /> }]
      : []),
    { id: 'lines', label: linesHead(), width: '122px', render: (row) => <Lines row={row} /> },
  ];
}

function linesHead(): string {
  return t('column.lines', { days: sparkDays });
}

function Who({ row }: { row: TodayRecord }) {
  return (
    <span className={css.who}>
      <PositionMiniature position={row.position} />
      <TwoLines first={row.name} second={placeText(row)} strong />
    </span>
  );
}

export function placeText(row: Pick<TodayRecord, 'phase' | 'position'>): string {
  return t('place', { phase: web(`phase.${row.phase}`), position: web(`position.${row.position}`) });
}

function Why({ row, now }: { row: TodayRecord; now: string }) {
  const { first, second } = whyLines(row, now);
  return (
    <span className={css.why} data-alarm={row.group === 'alarm'}>
      <ReasonIcon group={row.group} />
      <TwoLines first={first} second={second} />
    </span>
  );
}

function Todo({ row, now }: { row: TodayRecord; now: string }) {
  return <TwoLines first={todoText(row.todo, now)} second={row.contact?.name ?? row.memberName ?? ''} strong />;
}

function By({ row, now }: { row: TodayRecord; now: string }) {
  if (row.dueAt === null) return null;
  const time = row.nextStepId === null ? '' : clockOf(row.dueAt);
  return (
    <span data-alarm={isUrgent(row, now)} className={css.by}>
      <TwoLines first={format.day(row.dueAt, now)} second={time} />
    </span>
  );
}

function isUrgent(row: TodayRecord, now: string): boolean {
  if (row.dueAt === null) return false;
  return row.overdue || (row.group === 'alarm' && sameDay(row.dueAt, now));
}

/** The time of day, where one was meant: a date alone is stored as the start or the end of the day. */
export function clockOf(at: string): string {
  const time = format.date(at, 'time');
  return time === '00:00' || time === '23:59' ? '' : time;
}

function Lines({ row }: { row: TodayRecord }) {
  return (
    <span className={css.lines}>
      <Sparkline {...evenly(row.spark, sparkDays, 31)} />
      <span className={css.numbers}>
        <Movement line="trust" value={row.trust} change={row.trustChange} />
        <Movement line="interest" value={row.interest} change={row.interestChange} />
      </span>
    </span>
  );
}

function TwoLines({ first, second, strong = false }: { first: ReactNode; second: ReactNode; strong?: boolean }) {
  return (
    <span className={css.two}>
      <span className={css.first} data-strong={strong} title={typeof first === 'string' ? first : undefined}>
        {first}
      </span>
      {second !== '' && (
        <span className={css.second} title={typeof second === 'string' ? second : undefined}>
          {second}
        </span>
      )}
    </span>
  );
}

/** The same row stacked, for a phone. */
export const todayPhoneRow = (now: string) => (row: TodayRecord) => <PhoneRow row={row} now={now} />;

function PhoneRow({ row, now }: { row: TodayRecord; now: string }) {
  const { first } = whyLines(row, now);
  const when = row.dueAt === null ? '' : `${format.day(row.dueAt, now)} ${row.nextStepId ? clockOf(row.dueAt) : ''}`;
  return (
    <span className={css.phone}>
      <span className={css.phoneHead}>
        <PositionMiniature position={row.position} />
        <span className={css.phoneName}>{row.name}</span>
        <span className={css.phoneWhen} data-alarm={isUrgent(row, now)}>
          {when}
        </span>
      </span>
      <span className={css.phoneWhy} data-alarm={row.group === 'alarm'}>
        <ReasonIcon group={row.group} />
        <span>{first}</span>
      </span>
      <span className={css.phoneBody}>
        <span className={css.phoneTodo}>{todoText(row.todo, now)}</span>
        <Lines row={row} />
      </span>
    </span>
  );
}

const order = [
  'alarm',
  'promise',
  'handoff',
  'next step',
  'stuck sale',
  'case',
  'spotted',
  'champion moved',
  'renewal',
  'ask now',
  'cold sale',
  'warm',
] as const;

/** The kinds that there are, in the order of the chips. */
export function kindsOf(counts: Record<string, number>): { group: TodayRecord['group']; count: number }[] {
  return order.flatMap((group) => ((counts[group] ?? 0) > 0 ? [{ group, count: counts[group]! }] : []));
}

/** The headings: alarms, due today, by the last day of the horizon, and what has no date. */
export function grouping(rows: readonly TodayRecord[], now: string): (row: TodayRecord) => RowGroup {
  const idOf = (row: TodayRecord) =>
    row.group === 'alarm'
      ? 'alarms'
      : row.dueAt === null
        ? 'no date'
        : row.overdue || sameDay(row.dueAt, now)
          ? 'today'
          : 'by';
  const last = rows
    .filter((row) => idOf(row) === 'by')
    .map((row) => row.dueAt!)
    .toSorted()
    .at(-1);
  const label = (id: ReturnType<typeof idOf>) =>
    id === 'by' ? t('group.by', { day: format.day(last!, now) }) : t(`group.${id}`);
  return (row) => {
    const id = idOf(row);
    return {
      id,
      label: label(id),
      count: rows.filter((other) => idOf(other) === id).length,
      ...(id === 'alarms' ? { detail: t('group.alarms order') } : {}),
    };
  };
}
