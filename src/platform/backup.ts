import { type Header, backupContent, verifyBackupFile, writeBackupFile } from './backup-file.ts';
import type { Engine, Log } from './engine.ts';
import type { Session } from './engine-pool.ts';
import { rawText } from './engine-types.ts';
import { migrate, type Migration, schemaVersion } from './migrate.ts';

export type Progress = (done: { table: string; rows: number }) => void;
export type Summary = { schema: number; rows: number; sha256: string };

type Table = { name: string; columns: { name: string; type: string }[]; key: string[] };

/**
 * Writes everything in the database to a file that either engine can restore, while the program goes on: what is written
 * is the state at one moment. The cost of standing still is that of `Engine.snapshot`. The same content gives the same `sha256`.
 */
export async function backup(
  engine: Engine,
  file: string,
  { now, progress = () => {} }: { now: Date; progress?: Progress },
): Promise<Summary> {
  return engine.snapshot(async (session) => {
    await refuseHiddenRows(session);
    const schema = await schemaVersion(session);
    // Whoever backs up every night from the wrong place would notice on the day they need it.
    if (schema === 0)
      throw new Error(
        'There is no Perennial in this database, so there is nothing to back up. Check DATA_FOLDER and DATABASE_URL.',
      );
    const header: Header = {
      perennial: 'backup',
      format: 1,
      schema,
      taken: now.toISOString(),
    };
    const { rows, sha256 } = await writeBackupFile(file, header, readAll(session, await tablesOf(session), progress));
    return { schema: header.schema, rows, sha256 };
  });
}

/**
 * Fills the database from a backup in one transaction, then brings it to the schema of this program. Refuses, before
 * anything is changed, a damaged file, one of a newer schema, and a database with content unless `force` (which empties it).
 */
export async function restore(
  engine: Engine,
  file: string,
  {
    migrations,
    log,
    force = false,
    progress = () => {},
  }: { migrations: readonly Migration[]; log: Log; force?: boolean; progress?: Progress },
): Promise<Summary> {
  const { header, end } = await verifyBackupFile(file);
  const newest = migrations.at(-1)?.number ?? 0;
  if (header.schema > newest) {
    throw new Error(
      `This backup was made by a newer Perennial (schema ${header.schema}; this program knows up to ${newest}). Restore it with that version.`,
    );
  }
  const session = await engine.poolWithin(0).connect();
  try {
    await refuseHiddenRows(session);
    if (!force && (await hasContent(session))) {
      throw new Error(
        'This database is not empty. Restore into a new data folder or database, or use --force to replace everything in it.',
      );
    }
    const there = await schemaVersion(session);
    if (there !== 0 && there !== header.schema) await session.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    session.release();
  }
  await migrate(
    engine,
    migrations.filter(({ number }) => number <= header.schema),
    log,
  );
  await load(engine, file, progress);
  await migrate(engine, migrations, log);
  await engine.maintain();
  return { schema: header.schema, rows: end.rows, sha256: end.sha256 };
}

async function* readAll(
  session: Session,
  tables: Table[],
  progress: Progress,
): AsyncGenerator<{ text: string; rows: number }> {
  for (const { name, columns, key } of tables) {
    yield { text: `${JSON.stringify({ table: name, columns: columns.map((column) => column.name) })}\n`, rows: 0 };
    const order = key.length > 0 ? `ORDER BY ${key.join(', ')}` : '';
    await session.query(
      `DECLARE reading NO SCROLL CURSOR FOR SELECT ${columns.map((column) => quoted(column.name)).join(', ')} FROM ${quoted(name)} ${order}`,
    );
    let done = 0;
    let count = 50;
    for (;;) {
      const { rows } = await session.query({ text: `FETCH ${count} FROM reading`, rowMode: 'array', types: rawText });
      if (rows.length === 0) break;
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      yield { text, rows: rows.length };
      done += rows.length;
      progress({ table: name, rows: done });
      // As many rows as make about a megabyte.
      count = Math.max(1, Math.min(5_000, Math.floor((rows.length * 1_000_000) / text.length)));
    }
    await session.query('CLOSE reading');
  }
}

async function load(engine: Engine, file: string, progress: Progress): Promise<void> {
  const session = await engine.poolWithin(0).connect();
  try {
    await session.query('BEGIN');
    await session.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    const tables = await tablesOf(session);
    const links = await foreignKeys(session);
    // Links are checked at once at the end: quicker, and rows may come in any order.
    for (const { table, name } of links) await session.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
    for (const { name } of tables) await session.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    if (tables.length > 0) await session.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    await loadRows(session, file, tables, progress);
    for (const { name } of tables) await session.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
    for (const { table, name, definition } of links)
      await session.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    await session.query('COMMIT');
  } finally {
    session.release();
  }
}

async function loadRows(session: Session, file: string, tables: Table[], progress: Progress): Promise<void> {
  let table = '';
  let insert = '';
  let batch: unknown[] = [];
  let size = 0;
  let done = 0;
  const send = async () => {
    if (batch.length === 0) return;
    await session.query(insert, [JSON.stringify(batch)]);
    done += batch.length;
    progress({ table, rows: done });
    batch = [];
    size = 0;
  };
  for await (const { value, length } of backupContent(file)) {
    if (Array.isArray(value)) {
      batch.push(value);
      size += length;
      if (size > 1_000_000 || batch.length >= 5_000) await send();
    } else {
      await send();
      table = value.table;
      insert = insertInto(
        tables.find(({ name }) => name === table),
        value,
      );
      done = 0;
    }
  }
  await send();
}

function insertInto(table: Table | undefined, { table: name, columns }: { table: string; columns: string[] }): string {
  const values = columns.map((column, i) => {
    const type = table?.columns.find((known) => known.name === column)?.type;
    if (type === undefined)
      throw new Error(
        `The backup has ${name}.${column}, which its schema does not have; it was not made by this program.`,
      );
    return `(r->>${i})::${type}`;
  });
  return `INSERT INTO ${quoted(name)} (${columns.map(quoted).join(', ')}) SELECT ${values.join(', ')} FROM jsonb_array_elements($1::jsonb) AS r`;
}

/** Tables without partitions and without the list of migrations, their stored columns, and an order that both engines agree on. */
async function tablesOf(session: Session): Promise<Table[]> {
  const { rows } = await session.query<Table>(`
    SELECT c.relname AS name,
           (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
           coalesce((SELECT array_agg(quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END ORDER BY k.place)
              FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, place), pg_attribute a
             WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts AND a.attrelid = c.oid AND a.attnum = k.attnum), '{}') AS key
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migration'
     ORDER BY c.relname COLLATE "C"`);
  return rows;
}

async function foreignKeys(session: Session): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await session.query<{ table: string; name: string; definition: string }>(`
    SELECT k.conrelid::regclass::text AS table, quote_ident(k.conname) AS name, pg_get_constraintdef(k.oid) AS definition
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
     WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = 'public'`);
  return rows;
}

async function hasContent(session: Session): Promise<boolean> {
  for (const { name } of await tablesOf(session)) {
    const { rows } = await session.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rows.length > 0) return true;
  }
  return false;
}

/** Row-level security that binds this role would leave rows out without a word. */
async function refuseHiddenRows(session: Session): Promise<void> {
  const { rows } = await session.query<{ name: string }>(`
    SELECT c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND row_security_active(c.oid)
       AND NOT EXISTS (SELECT 1 FROM pg_policy p
                        WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r') AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                          AND (p.polroles = '{0}' OR (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)))`);
  if (rows.length > 0) {
    throw new Error(
      `This database role may not read all of ${rows.map(({ name }) => name).join(', ')}. Use the role that owns the tables.`,
    );
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
