import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import type { Column } from './columns.ts';
import type { Line, RowGroup } from './lines.ts';
import css from './RecordTable.module.css';
import type { View } from './view.ts';

/** The lines of a table of records: its head, the heading of a group, a record. */

export const groupHeight = 27;

export function HeadCell<Row>({
  column,
  view,
  onView,
}: {
  column: Column<Row>;
  view: View;
  onView: ((change: View) => void) | undefined;
}) {
  const up = view.sort === column.id;
  const down = view.sort === `-${column.id}`;
  const Arrow = down ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      className={css.cell}
      data-align={column.align}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
    >
      {column.sortable === true && onView !== undefined ? (
        <button
          type="button"
          className={css.sort}
          title={t('table.sort by', { column: column.label })}
          onClick={() => onView({ sort: up ? `-${column.id}` : column.id })}
        >
          {column.label}
          {(up || down) && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        column.label
      )}
    </div>
  );
}

export function GroupLine({ group }: { group: RowGroup }) {
  return (
    <div role="row" className={css.group} style={{ height: groupHeight }}>
      <div role="gridcell" className={css.groupCell}>
        <b>{group.label}</b>
        {group.count !== undefined && <span>{group.count}</span>}
        {group.detail !== undefined && <span className={css.groupDetail}>{group.detail}</span>}
      </div>
    </div>
  );
}

interface RecordRowProps<Row> {
  line: Extract<Line<Row>, { row: Row }>;
  name: string;
  columns: readonly Column<Row>[];
  tracks: string;
  height: number;
  current: boolean;
  selected: boolean | undefined;
  phoneRow?(this: void, row: Row): ReactNode;
}

function PlainRow({ line, name, columns, tracks, height, current, selected, phoneRow }: RecordRowProps<unknown>) {
  return (
    <div
      role="row"
      aria-rowindex={line.at + 2}
      aria-selected={selected}
      data-row={line.at}
      data-current={current}
      tabIndex={current ? 0 : -1}
      className={css.row}
      style={{ gridTemplateColumns: phoneRow ? '1fr' : tracks, height }}
    >
      {selected !== undefined && !phoneRow && (
        <div role="gridcell" className={css.check} data-select>
          <input
            type="checkbox"
            checked={selected}
            readOnly
            tabIndex={-1}
            aria-label={t('table.select row', { name })}
          />
        </div>
      )}
      {phoneRow ? (
        <div role="gridcell" className={css.phone}>
          {phoneRow(line.row)}
        </div>
      ) : (
        columns.map((column) => (
          <div key={column.id} role="gridcell" className={css.cell} data-align={column.align}>
            {column.render(line.row)}
          </div>
        ))
      )}
    </div>
  );
}

// A row is drawn again only when something about it changed.
export const RecordRow = memo(PlainRow);
