import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** So many of the newest records are looked at, and so many values of a field are named. */
const looked = 300;
const named = 12;

/** The fields that a workspace added to the records of a table, with an import or by hand, and their most frequent values. */
export async function ownFieldsOf(db: Tx, table: string): Promise<{ items: { field: string; values: string[] }[] }> {
  const { rows } = await sql<{ field: string; values: string[] }>`
    select field, (array_agg(value order by times desc, value))[1:${sql.lit(named)}] as values from (
      select each.key as field, each.value, count(*) as times
      from (select custom from ${sql.table(table)} where custom <> '{}' and deleted_at is null order by id desc limit ${looked}) newest, jsonb_each_text(newest.custom) each
      where each.value <> '' and length(each.value) <= 100 group by 1, 2) said
    group by field order by field limit 100`.execute(db);
  return { items: rows };
}
