import { useMediaQuery } from '@mantine/hooks';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { useKeys } from '../shell/keys.ts';
import { shownColumns, type Column } from './columns.ts';
import { linesOf, type RowGroup } from './lines.ts';
import { GroupLine, groupHeight, HeadCell, RecordRow } from './RecordRow.tsx';
import css from './RecordTable.module.css';
import { RowsSkeleton } from './Skeletons.tsx';
import type { View } from './view.ts';
import { evenLines, scrollToLine, seenLines, unevenLines, type Lines } from './window.ts';

/** What a key does to the row at hand. */
export interface RowKey<Row> {
  keys: string;
  label: string;
  run: (row: Row) => void;
}

interface RecordTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  onOpen: (row: Row) => void;
  /** Sort and columns; from `useView` when they live in the URL. */
  view?: View;
  onView?: (change: View) => void;
  /** More rows exist behind the last one; `onMore` is called when the end comes near. */
  hasMore?: boolean;
  onMore?: () => void;
  loading?: boolean;
  /** How many there are in all, when known. */
  total?: number;
  selection?: ReadonlySet<string>;
  onSelection?: (ids: ReadonlySet<string>) => void;
  /** The row that J and K have reached, for a panel beside the list. */
  onCurrent?: (row: Row) => void;
  rowKeys?: readonly RowKey<Row>[];
  /** Puts a heading before each first row of a group; rows must come grouped. */
  groupOf?: (row: Row) => RowGroup;
  /** 47 for two lines, 32 for one. */
  rowHeight?: number;
  /** The same row stacked, for a phone. */
  phoneRow?: (row: Row) => ReactNode;
  /** 83 for three lines. */
  phoneHeight?: number;
  empty: ReactNode;
}

const headHeight = 30;
const threeLines = 83;

/** A list of records: only what is on screen is drawn, more comes as it is scrolled, everything by key. */
export function RecordTable<Row>(props: RecordTableProps<Row>) {
  const { rows, rowId, onOpen, onView, view = {}, selection, onSelection, rowKeys = [], loading = false } = props;
  const phone = useMediaQuery('(max-width: 640px)', false) && props.phoneRow !== undefined;
  const rowHeight = phone ? (props.phoneHeight ?? threeLines) : (props.rowHeight ?? 47);
  const head = phone ? 0 : headHeight;
  const columns = useMemo(() => shownColumns(props.columns, view.columns), [props.columns, view.columns]);

  const lines = useMemo(() => linesOf(rows, props.groupOf), [rows, props.groupOf]);
  const heights = useMemo(
    () =>
      props.groupOf === undefined
        ? evenLines(rows.length, rowHeight)
        : unevenLines(lines.map((line) => ('group' in line ? groupHeight : rowHeight))),
    [lines, rows.length, rowHeight, props.groupOf],
  );

  const { box, seen, onScroll, bringIn } = useSight(heights, head);
  const [at, setAt] = useState(0);
  const follow = useRef(false);
  const current = rows[Math.min(at, rows.length - 1)];

  useLayoutEffect(() => {
    if (!follow.current) return;
    // After a long way the row is drawn only once the scroll has arrived.
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
    if (row === null || row === undefined) return;
    follow.current = false;
    row.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (props.hasMore === true && !loading && seen.to >= heights.count - 5) props.onMore?.();
  });

  const goTo = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[next];
    if (row === undefined || box.current === null) return;
    bringIn(props.groupOf === undefined ? next : lines.findIndex((one) => 'at' in one && one.at === next));
    follow.current = true;
    setAt(next);
    props.onCurrent?.(row);
  };
  const toggle = (row: Row) => {
    if (selection === undefined || onSelection === undefined) return;
    const next = new Set(selection);
    if (!next.delete(rowId(row))) next.add(rowId(row));
    onSelection(next);
  };
  const withCurrent = (run: (row: Row) => void) => () => {
    if (current !== undefined) run(current);
  };

  useKeys([
    { keys: 'j', label: t('keys.next'), run: () => goTo(at + 1) },
    { keys: 'k', label: t('keys.previous'), run: () => goTo(at - 1) },
    { keys: 'enter', label: t('keys.open'), run: withCurrent(onOpen) },
    ...(onSelection ? [{ keys: 'x', label: t('keys.select'), run: withCurrent(toggle) }] : []),
    ...rowKeys.map((key) => ({ keys: key.keys, label: key.label, run: withCurrent(key.run) })),
  ]);

  const onClick = (event: MouseEvent) => {
    const row = rowOf(event, rows);
    if (row === undefined) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest('input') && target.closest('[data-select]')) toggle(row);
    if (target?.closest('a, button, input, label')) return;
    setAt(rows.indexOf(row));
    props.onCurrent?.(row);
    onOpen(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = rowsFurther(event.key, rows.length);
    if (by === undefined) return;
    event.preventDefault();
    goTo(at + by);
  };

  if (rows.length === 0 && loading) return <RowsSkeleton height={rowHeight} />;
  if (rows.length === 0) return <>{props.empty}</>;

  const tracks = [...(selection ? ['32px'] : []), ...columns.map((column) => column.width)].join(' ');
  return (
    <div
      ref={box}
      role="grid"
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.length) + 1}
      className={css.table}
      data-phone={phone}
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div
        role="row"
        aria-rowindex={1}
        className={css.head}
        style={{ gridTemplateColumns: tracks, height: headHeight }}
      >
        {selection && onSelection && (
          <SelectAll
            all={selection.size > 0 && rows.every((row) => selection.has(rowId(row)))}
            onAll={(all) => onSelection(new Set(all ? rows.map(rowId) : []))}
          />
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} view={view} onView={onView} />
        ))}
      </div>
      <div role="rowgroup" className={css.body} style={{ height: seen.height }}>
        <div role="presentation" style={{ transform: `translateY(${seen.shift}px)` }}>
          {lines
            .slice(seen.from, seen.to)
            .map((line) =>
              'group' in line ? (
                <GroupLine key={`group ${line.group.id}`} group={line.group} />
              ) : (
                <RecordRow
                  key={rowId(line.row)}
                  line={line}
                  name={props.rowName(line.row)}
                  columns={columns}
                  tracks={tracks}
                  height={rowHeight}
                  current={line.at === at}
                  selected={selection?.has(rowId(line.row))}
                  phoneRow={phone ? props.phoneRow : undefined}
                />
              ),
            )}
        </div>
      </div>
      {loading && (
        <div role="row" className={css.more}>
          <span role="gridcell">
            <span role="status">{t('table.more')}</span>
          </span>
        </div>
      )}
    </div>
  );
}

/** Which lines are in sight, and the way to those that are not. */
function useSight(heights: Lines, head: number) {
  const box = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(800);
  const seen = seenLines(heights, scrollTop, viewport);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setViewport(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return {
    box,
    seen,
    onScroll: (top: number): void => {
      const next = seenLines(heights, top, viewport);
      // Between two rows there is nothing new to draw, unless the list is so long that it scrolls at a scale.
      if (next.from !== seen.from || next.to !== seen.to || heights.height > next.height) setScrollTop(top);
    },
    bringIn: (line: number): void => {
      if (box.current === null) return;
      const scroll = scrollToLine(heights, line, box.current.scrollTop, viewport, head);
      if (scroll !== undefined) box.current.scrollTop = scroll;
    },
  };
}

const SelectAll = ({ all, onAll }: { all: boolean; onAll: (all: boolean) => void }) => (
  <div role="columnheader" className={css.check}>
    <input
      type="checkbox"
      aria-label={t('table.select all')}
      checked={all}
      onChange={(event) => onAll(event.currentTarget.checked)}
    />
  </div>
);

/** How many rows further a key leads. */
const rowsFurther = (key: string, count: number): number | undefined =>
  ({ ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count })[key];

function rowOf<Row>(event: MouseEvent, rows: readonly Row[]): Row | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const index = event.target.closest('[data-row]')?.getAttribute('data-row');
  return index === null || index === undefined ? undefined : rows[Number(index)];
}
