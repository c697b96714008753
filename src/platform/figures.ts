import { sql } from 'kysely';
import type { Connected } from './database.ts';

/**
 * Has the database look at the tables that have become four times as large since it last did. Until it has looked, a plan made for a
 * few rows is kept for thousands: a check of one reference then reads the whole workspace. PostgreSQL looks by itself, but only
 * each minute, and the embedded database not while it is busy. Each table in a transaction of its own, so that others get their turn.
 */
export async function lookAtGrownTables(database: Connected): Promise<void> {
  const { rows } = await database.asOwner((tx) =>
    sql<{ table: string }>`select c.oid::regclass::text as "table" from pg_class c
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and pg_relation_size(c.oid) > 4 * 8192::bigint * greatest(c.relpages, 2)`.execute(
      tx,
    ),
  );
  for (const { table } of rows) await database.asOwner((tx) => sql`analyze ${sql.raw(table)}`.execute(tx));
}
