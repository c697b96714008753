/** A heading between the rows of a table. */
export interface RowGroup {
  id: string;
  label: string;
  count?: number;
  /** At the end of the heading, for example how the group is ordered. */
  detail?: string;
}

export type Line<Row> = { group: RowGroup } | { row: Row; at: number };

/** Rows with a heading before each first row of a group. */
export function linesOf<Row>(rows: readonly Row[], groupOf?: (row: Row) => RowGroup): readonly Line<Row>[] {
  let last: string | undefined;
  return rows.flatMap((row, at): Line<Row>[] => {
    const group = groupOf?.(row);
    if (group === undefined || group.id === last) return [{ row, at }];
    last = group.id;
    return [{ group }, { row, at }];
  });
}
