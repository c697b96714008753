/** Conditions of a rule, joined by *all* or *any*, and groups of them. */
export interface Group<Condition> {
  match: 'all' | 'any';
  parts: (Condition | Group<Condition>)[];
}

export const isGroup = <C extends object>(part: C | Group<C>): part is Group<C> => 'match' in part;

/** All conditions, whatever group they stand in. */
export const conditionsOf = <C extends object>(group: Group<C>): C[] =>
  group.parts.flatMap((part) => (isGroup(part) ? conditionsOf(part) : [part]));
