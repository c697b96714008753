import { sql, type RawBuilder } from 'kysely';

/** How long before a conversion a touchpoint still has a part in it. */
export const windowDays = 365;

/**
 * The paths to prospects and won sales, as rows (what, id, account_id, at, worth, campaign_id, touchpoint_id, touched_at, nth, n): the touchpoints
 * that campaigns brought to that account within a year before it, in order. `accounts` narrows it (a select of ids), null takes all.
 */
export const paths = (accounts: RawBuilder<unknown> | null): RawBuilder<unknown> => {
  const among = (column: string) => (accounts ? sql`and ${sql.ref(column)} in (${accounts})` : sql``);
  return sql`
    select c.what, c.id, c.account_id, c.name, c.at, c.worth, t.campaign_id, t.touchpoint_id, t.at as touched_at,
      row_number() over (partition by c.what, c.id order by t.at, t.touchpoint_id) as nth, count(*) over (partition by c.what, c.id) as n
    from (
      select 'prospect' as what, p.id, p.account_id, s.name, p.since as at, null::numeric as worth
      from prospect p join segment s on s.workspace_id = p.workspace_id and s.id = p.segment_id where true ${among('p.account_id')}
      union all
      select 'sale', o.id, o.account_id, o.name, (o.closed_on + 1)::timestamptz, case when o.amount is null then 0 when o.currency = w.currency then o.amount else o.amount * rate_into(o.currency, w.currency, o.closed_on) end
      from opportunity o join workspace w on w.workspace_id = o.workspace_id where o.outcome = 'won' and o.deleted_at is null ${among('o.account_id')}
    ) c
    join (select distinct on (ct.campaign_id, ct.touchpoint_id) ct.* from campaign_touchpoint ct
      join campaign k on k.workspace_id = ct.workspace_id and k.id = ct.campaign_id and k.deleted_at is null
      where true ${among('ct.account_id')} and not exists (select from touchpoint newer where newer.workspace_id = ct.workspace_id and newer.supersedes_id = ct.touchpoint_id)
    ) t on t.account_id = c.account_id and t.at <= c.at and t.at > c.at - ${windowDays}::integer * interval '1 day'`;
};

/** What of each kind of conversion belongs to each campaign: (campaign_id, what, first, last, even) in numbers, and in money for sales. */
export const sharesOf = (accounts: RawBuilder<unknown> | null): RawBuilder<unknown> => sql`
  select campaign_id, what,
    count(*) filter (where nth = 1)::float as first, count(*) filter (where nth = n)::float as last, sum(1.0 / n)::float as even,
    coalesce(sum(worth) filter (where nth = 1), 0)::float as first_worth, coalesce(sum(worth) filter (where nth = n), 0)::float as last_worth, coalesce(sum(worth / n), 0)::float as even_worth
  from (${paths(accounts)}) path group by campaign_id, what`;
