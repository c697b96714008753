import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { Problem } from './problem.ts';

/**
 * Keyset paging: the cursor holds the sort values of the last row, so a deep page costs what the first costs.
 * `sort` lists the ordering from first to last; the last one must be unique (an id). Null sorts last, whatever the direction.
 */
export interface Sorting {
  /** The expression ordered by, such as sql.ref('account.name_key'). */
  by: Expression<unknown>;
  /** The key of the selected row that holds its value. */
  key: string;
  descending?: boolean;
  /** Whether the expression can be null (costs an extra term; leave it out where it can't). */
  nullable?: boolean;
  /** The SQL type the cursor's value is cast to. */
  type: 'text' | 'uuid' | 'timestamptz' | 'numeric' | 'real' | 'date' | 'integer';
}

export async function pageOf<DB, TB extends keyof DB, O extends object, R extends object = O>(
  query: SelectQueryBuilder<DB, TB, O>,
  sort: readonly Sorting[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  /** Reads the page: with more beside its rows, in their order. */
  read: (page: SelectQueryBuilder<DB, TB, O>) => Promise<R[]> = (page) => page.execute() as unknown as Promise<R[]>,
): Promise<{ items: R[]; next: string | null }> {
  let paged = query;
  if (cursor) paged = paged.where(after(sort, placeOf(cursor, sort.length)));
  for (const s of sort) {
    paged = paged.orderBy(s.by as never, (o) => {
      const direction = s.descending ? o.desc() : o.asc();
      return s.nullable ? direction.nullsLast() : direction;
    });
  }
  const rows = await read(paged.limit(limit + 1));
  const items = rows.slice(0, limit);
  const last = items.at(-1) as Record<string, unknown> | undefined;
  return { items, next: rows.length > limit && last ? cursorOf(sort.map((s) => last[s.key])) : null };
}

/** (a, b, id) after (x, y, z): a row comparison when all run the same way and none is null, otherwise spelled out. */
function after(sort: readonly Sorting[], values: readonly unknown[]): Expression<SqlBool> {
  const cast = (i: number) => sql`${values[i]}::${sql.raw(sort[i]!.type)}`;
  const plain = sort.every((s) => !s.nullable && Boolean(s.descending) === Boolean(sort[0]!.descending));
  if (plain) {
    const comparison = sql.raw(sort[0]!.descending ? '<' : '>');
    return sql<SqlBool>`(${sql.join(sort.map((s) => s.by))}) ${comparison} (${sql.join(sort.map((_, i) => cast(i)))})`;
  }
  const alternatives = sort.map((s, i) => {
    const equal = sort
      .slice(0, i)
      .map((e, j) => (values[j] === null ? sql`${e.by} is null` : sql`${e.by} = ${cast(j)}`));
    const beyond =
      values[i] === null
        ? sql`false`
        : s.nullable
          ? sql`(${s.by} ${sql.raw(s.descending ? '<' : '>')} ${cast(i)} or ${s.by} is null)`
          : sql`${s.by} ${sql.raw(s.descending ? '<' : '>')} ${cast(i)}`;
    return sql`(${sql.join([...equal, beyond], sql` and `)})`;
  });
  return sql<SqlBool>`(${sql.join(alternatives, sql` or `)})`;
}

/** The page mark of a row by its sort values. */
export const cursorOf = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The sort values of the row that a page begins after. */
export function placeOf(cursor: string, length: number): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const simple =
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number');
    if (simple) return values;
  } catch {
    // falls through to the same answer as any other damaged cursor
  }
  throw new Problem(
    400,
    'bad_cursor',
    'This page mark is damaged or belongs to another sorting. Start again from the first page.',
  );
}
