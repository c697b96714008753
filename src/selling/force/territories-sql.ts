import { sql, type RawBuilder } from 'kysely';
import { inOrder, type Territory } from './territories.ts';

/** The same rules as `territoryOf`, written for the database: the id of the territory in which the account `a` lies, or null. */
export function placeOf(territories: readonly Territory[]): RawBuilder<string | null> {
  const ordered = inOrder(territories);
  const named = ordered
    .filter(({ rule }) => rule.accountIds?.length)
    .map(({ id, rule }) => sql`when a.id = any (${rule.accountIds!}::uuid[]) then ${id}::uuid`);
  const met = ordered.flatMap(({ id, rule }) => {
    const lower = (values: readonly string[]) => values.map((value) => value.toLowerCase());
    const parts = [
      ...(rule.countries?.length ? [sql`lower(a.country) = any (${lower(rule.countries)}::text[])`] : []),
      ...(rule.cities?.length ? [sql`lower(a.city) = any (${lower(rule.cities)}::text[])`] : []),
      ...(rule.industries?.length ? [sql`lower(a.industry) = any (${lower(rule.industries)}::text[])`] : []),
      ...(rule.tags?.length
        ? [sql`exists (select from unnest(a.tags) tag where lower(tag) = any (${lower(rule.tags)}::text[]))`]
        : []),
      ...(rule.segmentIds?.length
        ? [
            sql`exists (select from segment_member s where s.workspace_id = a.workspace_id and s.account_id = a.id and s.until is null and s.segment_id = any (${rule.segmentIds}::uuid[]))`,
          ]
        : []),
      ...(rule.minEmployees === undefined ? [] : [sql`a.employees >= ${rule.minEmployees}`]),
      ...(rule.maxEmployees === undefined ? [] : [sql`a.employees <= ${rule.maxEmployees}`]),
    ];
    return parts.length === 0 ? [] : [sql`when ${sql.join(parts, sql` and `)} then ${id}::uuid`];
  });
  const cases = [...named, ...met];
  return cases.length === 0 ? sql`null::uuid` : sql`case ${sql.join(cases, sql` `)} end`;
}

/** What the pure rule needs to know of the account `a`, as one JSON object. */
export const placed = sql`jsonb_build_object('id', a.id, 'country', a.country, 'city', a.city, 'industry', a.industry, 'tags', coalesce(to_jsonb(a.tags), '[]'), 'employees', a.employees,
  'segmentIds', coalesce((select jsonb_agg(s.segment_id) from segment_member s where s.workspace_id = a.workspace_id and s.account_id = a.id and s.until is null), '[]'))`;
