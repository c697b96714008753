-- owner: ownership
-- A customer is looked at with every touchpoint: what is asked for that costs little to answer, so it must cost nothing to plan, and be one question.

-- Whom a statement moved is due at once: one insert for all of them; who is due already stays as it is.
create function watch_relationships() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  insert into alarm_watch (workspace_id, account_id, due_at)
  select n.workspace_id, n.account_id, n.updated_at from changed n join former o on o.workspace_id = n.workspace_id and o.account_id = n.account_id
  where n.touchpoints > 0 and (n.closed_at is not null or n.standing <> 'prospect')
    and (n.trust, n.position, n.closed_at, n.touchpoints, n.alarm_forecast_at) is distinct from (o.trust, o.position, o.closed_at, o.touchpoints, o.alarm_forecast_at)
    and not exists (select from alarm_watch w where w.workspace_id = n.workspace_id and w.account_id = n.account_id and w.due_at <= n.updated_at)
  order by 1, 2
  on conflict (workspace_id, account_id) do update set due_at = least(alarm_watch.due_at, excluded.due_at);
  return null; end $$;
drop trigger watched on relationship;
create trigger watched after update on relationship referencing new table as changed old table as former for each statement execute function watch_relationships();
drop function watch_relationship;
-- The account says which workspace it belongs to, and goes with it.
alter table alarm_watch drop constraint alarm_watch_workspace_id_fkey;

-- What is known of customers after the close, with the last alarm of each: of those that are watched. A function keeps its plan, which costs five times
-- as much to make as to follow.
create function customers_watched(accounts uuid[], conversations text[], moment timestamptz)
returns table (
  account_id uuid, member_id uuid, sale_type text, state jsonb, "position" text, closed_at timestamptz, fresh boolean, contacts_before integer, contacts_lately integer,
  introduced_at timestamptz, kick_off_at timestamptz, first_value_at timestamptz, first_value_due date, champions jsonb, overdue_promises jsonb, next_promise_due date,
  reopened jsonb, low_surveys jsonb, sponsors_left jsonb, invoices jsonb, next_invoice_due date, revenue double precision, severe_cases jsonb,
  trust_at_close real, lowest_trust real, dip_noted boolean, last_at timestamptz, lost_at timestamptz, forecast_at timestamptz, last_alarm jsonb
)
language plpgsql stable parallel safe rows 10 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare today date := (moment at time zone 'UTC')::date;
begin
  return query
    select r.account_id, r.owner_id, r.sale_type, r.state, r.position, c.closed, c.fresh, x.contacts_before, x.contacts_lately,
      coalesce(x.introduced_at, h.introduced_at), x.kick_off_at, coalesce(x.first_value_at, sp.first_value_on::timestamptz), case when c.fresh then sp.first_value_due end,
      case when c.fresh then coalesce(ch.champions, '[]') else '[]' end, coalesce(p.overdue, '[]'), p.next_due,
      x.reopened, x.low_surveys, x.sponsors_left, nullif(coalesce(x.invoices, '[]') || coalesce(inv.overdue, '[]'), '[]'), inv.next_due, r.revenue::float8, sc.severe,
      x.trust_at_close, x.lowest_trust, exists (select from past_dip d where d.workspace_id = r.workspace_id and d.account_id = r.account_id and d.closed_at = c.closed),
      x.last_at, x.lost_at, case when r.alarm_forecast_at > moment then r.alarm_forecast_at end, al.last_alarm
    from unnest(accounts) as asked (id)
    join alarm_watch w on w.workspace_id = app_workspace() and w.account_id = asked.id
    join relationship r on r.workspace_id = w.workspace_id and r.account_id = w.account_id and r.alive and r.touchpoints > 0 and (r.closed_at is not null or r.standing <> 'prospect')
    cross join lateral (select coalesce(r.closed_at, r.first_touch_at, r.phase_since) as closed, coalesce(r.closed_at > moment - interval '180 days', false) as fresh) c
    left join lateral (
      select count(*) filter (where s.kind = any (conversations) and s.at >= c.closed - interval '45 days' and s.at < c.closed)::int as contacts_before,
        count(*) filter (where s.kind = any (conversations) and s.at > moment - interval '45 days')::int as contacts_lately,
        min(s.at) filter (where s.kind in ('introduction', 'kick-off') and s.at >= c.closed) as introduced_at,
        min(s.at) filter (where s.kind in ('kick-off', 'kick-off late', 'training', 'go-live', 'first value') and s.at >= c.closed) as kick_off_at,
        min(s.at) filter (where s.kind = 'first value' and s.at >= c.closed) as first_value_at,
        jsonb_agg(jsonb_build_object('id', s.entry, 'at', s.at)) filter (where s.kind = 'case reopened' and s.at > moment - interval '90 days') as reopened,
        jsonb_agg(jsonb_build_object('id', s.entry, 'at', s.at)) filter (where s.kind = 'survey poor' and s.at > moment - interval '90 days') as low_surveys,
        jsonb_agg(jsonb_build_object('id', s.entry, 'at', s.at)) filter (where s.kind = 'sponsor left' and s.at > moment - interval '120 days') as sponsors_left,
        jsonb_agg(jsonb_build_object('id', s.entry, 'at', s.at)) filter (where s.kind = 'invoice overdue' and s.at > moment - interval '180 days'
          and not exists (select from cycle_step paid where paid.workspace_id = s.workspace_id and paid.account_id = s.account_id and paid.kind = 'invoice paid' and paid.at > s.at)) as invoices,
        (array_agg(s.trust_after order by s.at desc) filter (where s.at <= c.closed))[1] as trust_at_close,
        min(s.trust_after) filter (where s.at > c.closed and s.at < c.closed + interval '400 days') as lowest_trust,
        max(s.at) filter (where s.kind <> 'silence') as last_at,
        min(s.at) filter (where s.kind = 'cancellation' and s.at >= c.closed) as lost_at
      from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at >= least(c.closed - interval '45 days', moment - interval '180 days')) x on true
    left join lateral (select h.introduced_at from handoff h where h.workspace_id = r.workspace_id and h.account_id = r.account_id and h.introduced_at >= c.closed limit 1) h on true
    left join lateral (
      select sp.first_value_due, sp.first_value_on from success_plan sp
      where sp.workspace_id = r.workspace_id and sp.account_id = r.account_id order by sp.signed_on desc limit 1) sp on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', b.contact_id, 'lastContactAt', (select max(tp.at) from touchpoint_participant tp where tp.workspace_id = b.workspace_id and tp.contact_id = b.contact_id))) as champions
      from opportunity o join buying_team_member b on b.workspace_id = o.workspace_id and b.opportunity_id = o.id and b.stance = 'champion'
      where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.outcome = 'won' and o.closed_on > (moment - interval '400 days')::date) ch on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', p.id, 'dueOn', p.due_on)) filter (where p.due_on < today) as overdue, min(p.due_on) filter (where p.due_on >= today) as next_due
      from promise p where p.workspace_id = r.workspace_id and p.account_id = r.account_id and p.state = 'open' and p.due_on is not null) p on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', o.id, 'at', o.due_on::text || 'T00:00:00Z')) filter (where o.due_on < today) as overdue, min(o.due_on) filter (where o.due_on >= today) as next_due
      from customer_order o
      where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.due_on > (moment - interval '180 days')::date and o.deleted_at is null and invoice_open(o.status)) inv on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', s.id, 'at', s.opened_at)) as severe from service_case s
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.state in ('open', 'waiting') and s.severity = 'severe' and s.deleted_at is null) sc on true
    left join lateral (
      select to_jsonb(a) as last_alarm from alarm a where a.workspace_id = r.workspace_id and a.account_id = r.account_id order by a.opened_at desc limit 1) al on true;
end $$;

-- When each was looked at, what was seen, and when to look again.
create function customers_looked_at(looks jsonb) returns void language plpgsql as $$ begin
  update alarm_watch w set due_at = n.due_at, looked_at = n.looked_at, decision = n.decision, member_id = n.member_id, probability = n.probability, dip = n.dip, signals = n.signals,
    forecast_at = n.forecast_at, lost_at = coalesce(w.lost_at, n.lost_at)
  from jsonb_to_recordset(looks) as n (
    account_id uuid, due_at timestamptz, looked_at timestamptz, decision text, member_id uuid, probability real, dip jsonb, signals jsonb, forecast_at timestamptz, lost_at timestamptz)
  where w.workspace_id = app_workspace() and w.account_id = n.account_id;
end $$;
