import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Condition, Rule } from './rule.ts';
import { conditionsOf, isGroup } from './ruleParts.ts';

type Bool = RawBuilder<SqlBool>;

/** A rule as a condition on `account` and `relationship`, every value a parameter. */
export function fits(rule: Rule, now: Date): Bool {
  const parts = rule.parts.map((part) => {
    if (isGroup(part)) return fits(part, now);
    const asked = sql<SqlBool>`coalesce(${ask(part, now)}, false)`;
    return part.not ? sql<SqlBool>`not ${asked}` : asked;
  });
  return sql<SqlBool>`(${sql.join(parts, rule.match === 'all' ? sql` and ` : sql` or `)})`;
}

/** The earliest moment after now at which time alone may change the answer for `account`; null where only a change of the account can. */
export function nextDue(rule: Rule, now: Date): RawBuilder<Date | null> {
  const moments = conditionsOf(rule).flatMap((c) => {
    if (c.about === 'touchpoint')
      return [
        sql`(select min(t.at) + ${c.withinDays}::integer * interval '1 day' from touchpoint t where ${counted(c, now)})`,
      ];
    if (c.about === 'phase' && c.forDays) {
      const moment = sql`relationship.phase_since + ${c.forDays}::integer * interval '1 day'`;
      return [sql`case when ${moment} > ${now}::timestamptz then ${moment} end`];
    }
    return [];
  });
  // A hair later: at the moment itself the touchpoint still counts.
  return moments.length === 0 ? sql<null>`null::timestamptz` : sql`least(${sql.join(moments)}) + interval '1 second'`;
}

function valued(figure: RawBuilder<unknown>) {
  return sql`(select ${figure} from customer_value v where v.workspace_id = account.workspace_id and v.account_id = account.id)`;
}

const compared = { 'at least': sql`>=`, 'at most': sql`<=` };
const columns = {
  name: sql`account.name`,
  industry: sql`account.industry`,
  city: sql`account.city`,
  country: sql`account.country`,
  website: sql`account.website`,
  description: sql`account.description`,
  employees: sql`account.employees`,
  annualRevenue: sql`account.annual_revenue`,
  revenue: sql`relationship.revenue`,
  trust: sql`relationship.trust`,
  interest: sql`relationship.interest`,
  // By the latest fit of the purchase models; whoever has no figures does not match.
  alive: valued(sql`v.alive * 100`),
  expectedPurchases: valued(sql`v.expected`),
  lifetimeValue: valued(sql`v.value`),
};
const lower = (values: readonly string[]) => values.map((v) => v.toLowerCase());

type Asker<A extends Condition['about']> = (c: Extract<Condition, { about: A }>, now: Date) => Bool;
const askers: { [A in Condition['about']]: Asker<A> } = {
  kind: (c) => sql`account.kind = any (${c.in}::text[])`,
  text(c) {
    if (c.is === 'known') return sql`nullif(${columns[c.field]}, '') is not null`;
    if (c.is === 'one of') return sql`lower(${columns[c.field]}) = any (${lower(c.values)}::text[])`;
    return sql`exists (select from unnest(${lower(c.values)}::text[]) as part where strpos(lower(${columns[c.field]}), part) > 0)`;
  },
  number: (c) => sql`${columns[c.field]}::numeric ${compared[c.is]} ${c.value}::numeric`,
  owner: (c) => sql`account.owner_id = any (${c.in}::uuid[])`,
  phase: (c, now) =>
    c.forDays
      ? sql`(relationship.phase = any (${c.in}::text[]) and relationship.phase_since <= ${now}::timestamptz - ${c.forDays}::integer * interval '1 day')`
      : sql`relationship.phase = any (${c.in}::text[])`,
  position: (c) => sql`relationship.position = any (${c.in}::text[])`,
  saleType: (c) => sql`relationship.sale_type = any (${c.in}::text[])`,
  tag: (c) => sql`account.tags && ${c.in}::text[]`,
  custom: customField,
  contact: (c) =>
    sql`exists (select from contact c where c.workspace_id = account.workspace_id and c.account_id = account.id and c.deleted_at is null and ${contactField(c)})`,
  consent: (c) =>
    sql`exists (select from contact c where c.workspace_id = account.workspace_id and c.account_id = account.id and c.deleted_at is null and may_contact(c.id, ${c.channel}, ${c.purpose}))`,
  offering: (c) => owns(c.names),
  touchpoint: (c, now) =>
    sql`(select count(*) from touchpoint t where ${counted(c, now)}) ${compared[c.is]} ${c.count}::integer`,
};
const ask = <A extends Condition['about']>(c: Extract<Condition, { about: A }>, now: Date): Bool =>
  askers[c.about](c, now);

function customField(c: Extract<Condition, { about: 'custom' }>): Bool {
  const stored = sql`account.custom -> ${c.field}::text`;
  const said = sql`(account.custom ->> ${c.field}::text)`;
  if (c.is === 'known') return sql`nullif(${said}, '') is not null`;
  if (c.is === 'equals') return sql`lower(${said}) = ${String(c.value).toLowerCase()}::text`;
  if (c.is === 'contains') return sql`strpos(lower(${said}), ${String(c.value).toLowerCase()}::text) > 0`;
  return sql`case when jsonb_typeof(${stored}) = 'number' then ${said}::numeric ${compared[c.is]} ${Number(c.value) || 0}::numeric end`;
}

function contactField({ field, values }: Extract<Condition, { about: 'contact' }>): Bool {
  if (field === 'tag') return sql`c.tags && ${values}::text[]`;
  if (field === 'title')
    return sql`exists (select from unnest(${lower(values)}::text[]) as part where strpos(lower(c.title), part) > 0)`;
  return sql`lower(${sql.ref(`c.${field}`)}) = any (${lower(values)}::text[])`;
}

function owns(names: readonly string[]): Bool {
  const wanted = sql`any (${lower(names)}::text[])`;
  return sql`(exists (select from opportunity o where o.workspace_id = account.workspace_id and o.account_id = account.id and o.outcome = 'won' and o.deleted_at is null and (lower(o.offering) = ${wanted}
      or exists (select from opportunity_line l where l.workspace_id = o.workspace_id and l.opportunity_id = o.id and lower(l.name) = ${wanted})))
    or exists (select from customer_order b where b.workspace_id = account.workspace_id and b.account_id = account.id and b.deleted_at is null and lower(b.offering) = ${wanted}))`;
}

/** The touchpoints of `account` that a condition counts; they are called t. */
function counted(c: Extract<Condition, { about: 'touchpoint' }>, now: Date): Bool {
  const all = [
    sql`t.workspace_id = account.workspace_id and t.account_id = account.id and t.at > ${now}::timestamptz - ${c.withinDays}::integer * interval '1 day' and t.at <= ${now}::timestamptz + interval '5 minutes'`,
    sql`not t.retracts and t.kind <> 'silence' and not exists (select from touchpoint newer where newer.workspace_id = t.workspace_id and newer.supersedes_id = t.id)`,
    ...(c.kinds.length > 0 ? [sql`t.kind = any (${c.kinds}::text[])`] : []),
    ...(c.channels.length > 0 ? [sql`t.channel = any (${c.channels}::text[])`] : []),
    ...(c.startedBy === 'anyone' ? [] : [sql`t.initiator = ${c.startedBy}`]),
  ];
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}
