import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type JoinBuilder, type RawBuilder, type StringReference, type Transaction } from 'kysely';
import { escapeLiteral } from 'pg';
import type { Database } from '../../database/schema.ts';
import type { Engine } from './engine.ts';
import { inTransactionOf } from './transaction.ts';

export { ahead } from './transaction.ts';

export type Tx = Transaction<Database>;

/** Whose eyes a transaction has. Row-level security reads it; nothing else decides what is visible. */
export interface Scope {
  workspaceId: string;
  memberId: string | null;
  /** Members whose records count as own: the person, and the person's teams where the role reaches that far. */
  members: readonly string[];
  /** Kinds of record seen, and changed, throughout the workspace. */
  sees: readonly string[];
  changes: readonly string[];
  /** Only reads, and much: whose records they are is asked of sets, not of one record after another. Decides how it is found out what is visible, never what is. */
  report?: true;
}

/** The same eyes, for a report. */
export const forReport = (scope: Scope): Scope => ({ ...scope, report: true });

export interface Connected {
  engine: Engine;
  /** One transaction as the application role, limited to a scope. `seconds` bounds each of its statements. */
  transact<T>(scope: Scope, work: (tx: Tx) => Promise<T>, seconds?: number): Promise<T>;
  /** One transaction as the owner of the tables: identity, the clock's sweeps, upkeep. Never for a person's request. */
  asOwner<T>(work: (tx: Tx) => Promise<T>, seconds?: number): Promise<T>;
  close(): Promise<void>;
}

/** Set while asynchronous work is in a transaction: it may not open another. */
const inside = new AsyncLocalStorage<true>();

export function connect(engine: Engine): Connected {
  function begin<T>(seconds: number, limits: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (inside.getStore())
      throw new Error('A transaction was opened inside another one. Pass the transaction that you have instead.');
    const pool = seconds === defaultSeconds ? engine.pool : engine.poolWithin(seconds * 1000);
    return inside.run(true, () => inTransactionOf<Database, T>(pool, limits, engine.kind === 'postgres', work));
  }

  return {
    engine,
    transact: (scope, work, seconds = defaultSeconds) => begin(seconds, limitedTo(scope), work),
    asOwner: (work, seconds = 60) => begin(seconds, '', work),
    close: () => engine.close(),
  };
}

function limitedTo(scope: Scope): string {
  const settings = {
    role: scope.report ? 'perennial_report' : 'perennial_app',
    'app.workspace': scope.workspaceId,
    'app.member': scope.memberId ?? '',
    'app.members': arrayLiteral(scope.members),
    'app.sees': arrayLiteral(scope.sees),
    'app.changes': arrayLiteral(scope.changes),
    // Many small questions at once: helpers and compiled plans for a page of fifty rows cost far more than they bring.
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    // Names that wait to be sorted in are read by each search.
    gin_pending_list_limit: '256kB',
  };
  return `select ${Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`)
    .join(', ')}`;
}

/**
 * For one question over a good part of a large table, unlike the many small ones of other requests: with helpers, and along the table's pages as they lie.
 * The planner takes the price of row-level security for a reason to visit half a million rows one by one through an index.
 */
export const largeQuestion = (tx: Tx): Promise<unknown> =>
  sql`select set_config('max_parallel_workers_per_gather', '2', true), set_config('enable_indexscan', 'off', true), set_config('work_mem', '64MB', true)`.execute(
    tx,
  );

/** After `largeQuestion`, for what an index answers at once, such as the first and the last day of something. */
export const smallAgain = (tx: Tx): Promise<unknown> =>
  sql`select set_config('enable_indexscan', 'on', true)`.execute(tx);

/**
 * Besides `largeQuestion`: with helpers for sure. The planner takes words and days to come in half a million combinations, all to be handed over by each
 * helper, where they come in a thousand.
 */
export const helped = (tx: Tx): Promise<unknown> =>
  sql`select set_config('parallel_tuple_cost', '0.001', true)`.execute(tx);

/**
 * For one question that looks up thousands of rows all over large tables, by a list of keys (`= any (array(…))`): the disk is asked for many pages at once, in
 * their order, instead of for one after another. What was found is put together in memory: the planner takes a list for ten rows, and would compare thousands
 * with thousands. Where the operating system takes no such hints, the setting is 0 and stays.
 */
export const scattered = (tx: Tx): Promise<unknown> =>
  inOneGo([
    sql`select set_config('enable_indexscan', 'off', true), set_config('enable_nestloop', 'off', true)`.execute(tx),
    sql`select set_config('effective_io_concurrency', '128', true) where current_setting('effective_io_concurrency') <> '0'`.execute(
      tx,
    ),
  ]);

/**
 * For one sum over a good part of a large table that an index holds whole, such as all that was ever won: read along that index and put together in
 * memory. Left alone, the planner looks up half a million partners one by one, and sums that do not fit into a little memory are written down between.
 */
export const alongIndexes = (tx: Tx): Promise<unknown> =>
  sql`select set_config('enable_nestloop', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('work_mem', '64MB', true)`.execute(
    tx,
  );

/** For an import: many names wait to be sorted in together, which is cheaper by half. Searches read them meanwhile; `sortNamesIn` ends it. */
export const manyNames = (tx: Tx): Promise<unknown> =>
  sql`select set_config('gin_pending_list_limit', '4MB', true)`.execute(tx);
export const sortNamesIn = (database: Connected): Promise<unknown> =>
  database.asOwner((tx) => sql`select sort_names_in()`.execute(tx));

/** Its commit does not wait for the disk. Only where whatever a crash takes back is done once more by itself. */
export const lazily = (tx: Tx): Promise<unknown> =>
  sql`select set_config('synchronous_commit', 'off', true)`.execute(tx);

const defaultSeconds = 5;

/** Only for ids and our own words: they hold no quote, comma or brace. */
const arrayLiteral = (values: readonly string[]) => `{${values.map((v) => `"${v}"`).join(',')}}`;

/** A scope that sees and changes all of one workspace: what a background job works with. */
export const wholeWorkspace = (workspaceId: string, kinds: readonly string[]): Scope => ({
  workspaceId,
  memberId: null,
  members: [],
  sees: kinds,
  changes: kinds,
});

/**
 * Many rows as one parameter, the same on both engines: the names of their columns, and where to select them from, as `r`. Columns: name → SQL type.
 * What all rows have in common is sent once: most columns of most batches are, and taking rows apart is a good part of writing them.
 */
export function recordset(
  columns: Record<string, string>,
  rows: readonly object[],
): { names: RawBuilder<unknown>; source: RawBuilder<unknown> } {
  const all = rows as readonly Record<string, unknown>[];
  const names = Object.keys(columns);
  const shared = new Set(all.length > 1 ? names.filter((name) => isShared(all, name, columns[name]!)) : []);
  const own = names.filter((name) => !shared.has(name));
  const definition = sql.raw(own.map((name) => `"${name}" ${columns[name]}`).join(', '));
  const taken = shared.size === 0 ? all : all.map((row) => withValues(row, own));
  const apart =
    own.length === 0
      ? sql`generate_series(1, ${all.length}::integer)`
      : sql`json_to_recordset(${JSON.stringify(taken)}::json) as r(${definition})`;
  const values = names.map((name) =>
    shared.has(name)
      ? sql`${all[0]![name] ?? null}::${sql.raw(columns[name]!)} as ${sql.ref(name)}`
      : sql`r.${sql.ref(name)}`,
  );
  return {
    names: sql.join(names.map((name) => sql.ref(name))),
    source: shared.size === 0 ? apart : sql`(select ${sql.join(values)} from ${apart}) as r`,
  };
}

function isShared(rows: readonly Record<string, unknown>[], name: string, type: string): boolean {
  const first = rows[0]![name] ?? null;
  // A word is a value of JSON in a row, but not as a parameter; two objects are never the same.
  if (first !== null && (type === 'jsonb' || (typeof first === 'object' && !(first instanceof Date)))) return false;
  return rows.every((row) => (row[name] ?? null) === first);
}

function withValues(row: Record<string, unknown>, names: readonly string[]): object {
  const some: Record<string, unknown> = {};
  for (const name of names) if (row[name] !== null && row[name] !== undefined) some[name] = row[name];
  return some;
}

/** One insert of many rows, for where thousands a second matter: `columns` says the type of each, so that what all rows share is sent once. */
export async function insertMany(
  tx: Tx,
  table: string,
  columns: Record<string, string>,
  rows: readonly object[],
  onConflict = '',
): Promise<number> {
  if (rows.length === 0) return 0;
  const { names, source } = recordset(columns, rows);
  const result =
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${source} ${sql.raw(onConflict)}`.execute(
      tx,
    );
  return Number(result.numAffectedRows ?? 0);
}

/** One insert of many rows with the columns that the first row names, their types taken from the table. A column that a later row leaves out is empty there. */
export async function insertRows(
  tx: Tx,
  table: keyof Database,
  rows: readonly object[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(Object.keys(rows[0]!).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${names}) select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json) ${sql.raw(onConflict)}`.execute(
    tx,
  );
}

/** Joins a record to the one that names it: `.leftJoin('member as m', (on) => sameRecord(on, 'm', 'q.member_id'))`. Every key begins with the workspace. */
export function sameRecord<DB, TB extends keyof DB>(
  on: JoinBuilder<DB, TB>,
  alias: TB & string,
  name: StringReference<DB, TB>,
): JoinBuilder<DB, TB> {
  const [table] = name.split('.');
  return on
    .on(sql.ref(`${alias}.workspace_id`), '=', sql.ref(`${table}.workspace_id`))
    .on(sql.ref(`${alias}.id`), '=', sql.ref(name));
}

/** Questions of one transaction that need nothing of each other: sent together, answered in this order. Fails with what failed first, once all are over. */
export async function inOneGo<const T extends readonly unknown[]>(
  asked: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(asked);
  return Promise.all(asked);
}

/** Works of one transaction in this order, each made ready while the database is busy with the one before. Answers once all have begun, with what will be once each is done. */
export async function begunInTurn(works: readonly (() => Promise<unknown>)[]): Promise<Promise<unknown>[]> {
  const begun: Promise<unknown>[] = [];
  for (const work of works) {
    const one = work();
    one.catch(() => {});
    begun.push(one);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return begun;
}
