/** What becomes of rows that point to a record which goes: pure rules over what the database says of its tables. */

/** One column that points to records of another table. */
export interface Pointer {
  child: string;
  column: string;
  parent: string;
  /** The column may not be empty. */
  needed: boolean;
  /** The column is part of the child's primary key. */
  inKey: boolean;
  /** A foreign key, not only a name; `cascades`: the child goes with its parent. */
  enforced: boolean;
  cascades: boolean;
}

/** `goes`: the row belongs to the record. `handed over`: to the person who removes. `let go`: the column is emptied. */
export type Fate = 'goes' | 'handed over' | 'let go';

export function fateOf({ child, column, parent, needed, inKey, cascades }: Pointer): Fate {
  if (parent === 'member') {
    if (inKey || (needed && cascades)) return 'goes';
    return needed || column === 'owner_id' ? 'handed over' : 'let go';
  }
  if (needed || inKey || cascades) return 'goes';
  // A contact of one's own may work elsewhere, too; whoever looks after it decides apart.
  return parent === 'account' && column === 'account_id' && child !== 'contact' ? 'goes' : 'let go';
}

/** Columns that point by their name alone, where no foreign key says so. */
export const pointsByName: Record<string, string> = {
  account_id: 'account',
  contact_id: 'contact',
  opportunity_id: 'opportunity',
  case_id: 'service_case',
  touchpoint_id: 'touchpoint',
  member_id: 'member',
  owner_id: 'member',
};

/** Tables such that each stands before those that it points to with a foreign key. */
export function childrenFirst(tables: readonly string[], pointers: readonly Pointer[]): string[] {
  const binding = pointers.filter((p) => p.enforced && p.child !== p.parent && fateOf(p) === 'goes');
  const ordered: string[] = [];
  const visit = (table: string, trail: readonly string[]) => {
    if (ordered.includes(table) || trail.includes(table)) return;
    for (const { child } of binding.filter((p) => p.parent === table)) visit(child, [...trail, table]);
    ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered;
}
