import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  label: string;
  /** A CSS grid track: `120px`, `minmax(160px, 2fr)`. */
  width: string;
  align?: 'end';
  sortable?: boolean;
  /** Only shown when the person chose it. */
  optional?: boolean;
  render(this: void, row: Row): ReactNode;
}

/** The columns to show, in the order the person chose. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: string | undefined): readonly Column<Row>[] {
  if (chosen === undefined) return columns.filter((column) => column.optional !== true);
  const picked = chosen.split(',').flatMap((id) => columns.find((column) => column.id === id) ?? []);
  return picked.length > 0 ? picked : columns;
}
