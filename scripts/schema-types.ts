// Turns the catalogue of a migrated database into TypeScript: one interface for each table, matching platform/engine-types.ts.

export type Column = {
  name: string;
  /** Name in pg_type; `_text` is an array of text. */
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  /** Computed by the database and never given. */
  computed: boolean;
  /** The only values allowed: of an enum, or of a check like `phase IN ('shopping', …)`. */
  values: string[];
};
export type CatalogueRow = Omit<Column, 'values'> & {
  table: string;
  view: boolean;
  enumValues: string[] | null;
  checks: string[];
};
export type Table = { name: string; view: boolean; columns: Column[] };

/** Reads tables, partitioned tables and views of the schema `public`, without partitions. */
export async function readTables(query: (sql: string) => Promise<{ rows: CatalogueRow[] }>): Promise<Table[]> {
  const { rows } = await query(CATALOGUE);
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({
    name,
    view: columns[0]!.view,
    columns: columns.map(({ enumValues, checks, ...column }) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      hasDefault: column.hasDefault,
      computed: column.computed,
      values: enumValues ?? checks.flatMap(allowedValues),
    })),
  }));
}

/** The texts in a check that PostgreSQL prints as `CHECK ((phase = ANY (ARRAY['shopping'::text, …])))`; empty for any other check. */
export function allowedValues(check: string): string[] {
  const [, , list] =
    /^CHECK \(\(\(?(\w+|"[^"]+")(?:\)::text)? = ANY \(\(?ARRAY\[(.+)\]\)?(?:::text\[\])?\)\)\)$/.exec(check) ?? [];
  if (list === undefined) return [];
  const items = [...list.matchAll(/'((?:[^']|'')*)'::(?:text|character varying)(?:, |$)/g)];
  return items.map(([, value]) => value!.replaceAll("''", "'"));
}

export function writeSchema(tables: Table[]): string {
  const interfaces = tables.map(
    (table) =>
      `export interface ${interfaceName(table.name)} {\n${table.columns.map((column) => `  ${column.name}: ${columnType(column, table.view)};\n`).join('')}}\n`,
  );
  const database = `export interface Database {\n${tables.map(({ name }) => `  ${name}: ${interfaceName(name)};\n`).join('')}}\n`;
  const body = [...interfaces, database].join('\n');
  const helpers = HELPERS.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body)).map(([, text]) => `${text}\n`);
  return [
    HEADER,
    ...(helpers.length > 0 ? [`import type { ColumnType } from 'kysely';\n`, helpers.join('')] : []),
    body,
  ].join('\n');
}

function columnType(column: Column, view: boolean): string {
  const array = column.type.startsWith('_');
  const element =
    column.values.length > 0
      ? column.values.map((value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(' | ')
      : TYPES[array ? column.type.slice(1) : column.type];
  if (element === undefined)
    throw new Error(`No TypeScript type is known for the SQL type ${column.type} (column ${column.name}).`);
  const whole = array ? `${element.includes('|') ? `(${element})` : (ARRAY_ELEMENTS[element] ?? element)}[]` : element;
  const type = column.nullable ? `${whole} | null` : whole;
  if (column.computed || view) return `Computed<${type}>`;
  return column.hasDefault ? `Generated<${type}>` : type;
}

const interfaceName = (table: string) =>
  `${table
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Table`;

const TYPES: Record<string, string> = {
  ...Object.fromEntries(
    [
      'text',
      'varchar',
      'bpchar',
      'name',
      'citext',
      'uuid',
      'date',
      'time',
      'timetz',
      'timestamp',
      'interval',
      'inet',
      'cidr',
      'macaddr',
      'tsvector',
      'tsrange',
      'tstzrange',
      'daterange',
      'xml',
      'regclass',
    ].map((type) => [type, 'string']),
  ),
  ...Object.fromEntries(['int2', 'int4', 'int8', 'float4', 'float8', 'oid'].map((type) => [type, 'number'])),
  bool: 'boolean',
  numeric: 'Numeric',
  timestamptz: 'Timestamp',
  json: 'Json',
  jsonb: 'Json',
  bytea: 'Buffer',
};

/** A ColumnType cannot be the element of an array. */
const ARRAY_ELEMENTS: Record<string, string> = { Numeric: 'string', Timestamp: 'Date', Json: 'unknown' };

const HELPERS: [string, string][] = [
  [
    'Json',
    '/** Read as the parsed value; written as JSON text, because `pg` would write an array as a PostgreSQL array. */\nexport type Json = ColumnType<unknown, string, string>;',
  ],
  [
    'Numeric',
    '/** Exact, therefore text when read. */\nexport type Numeric = ColumnType<string, string | number, string | number>;',
  ],
  [
    'Generated',
    '/** May be left out when a row is inserted. */\nexport type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;',
  ],
  [
    'Computed',
    '/** Made by the database, never given. */\nexport type Computed<T> = T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>;',
  ],
  ['Timestamp', 'export type Timestamp = ColumnType<Date, Date | string, Date | string>;'],
];

const HEADER = '// Written by `npm run schema` from database/migrations. Do not edit.\n';

const CATALOGUE = `
SELECT c.relname AS table, c.relkind IN ('v', 'm') AS view, a.attname AS name, b.typname AS type,
       NOT (a.attnotnull OR t.typnotnull) AS nullable,
       a.atthasdef OR a.attidentity <> '' AS "hasDefault",
       a.attgenerated <> '' OR a.attidentity = 'a' AS computed,
       (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid) AS "enumValues",
       coalesce((SELECT array_agg(pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]), '{}') AS checks
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
 ORDER BY c.relname COLLATE "C", a.attnum`;
