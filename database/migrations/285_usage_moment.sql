-- owner: usage
-- Everything that moment check and openings look at, for some accounts. Each page of an account asks it: as a function it keeps its plan, which costs many times as much as the answer.
create function moment_facts(ids uuid[], moment timestamptz) returns table (
  "id" uuid, "name" text, "ownerName" text, "phase" text, "position" text, "probability" real, "trust" real, "revenue" double precision, "closedAt" text, "cases" jsonb,
  "promises" jsonb, "handoff" boolean, "firstValue" boolean, "overdueDays" integer, "withdrawn" text, "given" boolean, "inDip" boolean, "mayAsk" boolean, "askedAt" timestamptz, "references" integer,
  "alarm" text, "alarmRuns" boolean, "dip" text, "assets" jsonb, "bought" jsonb, "otherUnits" jsonb)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare today date := (moment at time zone 'UTC')::date;
begin return query
  select r.account_id as id, a.name, m.name as "ownerName", r.phase, r.position, r.probability, r.trust, r.revenue::float8 as revenue,
    to_char(r.closed_at at time zone 'UTC', 'YYYY-MM-DD') as "closedAt",
    coalesce((select jsonb_agg(jsonb_build_object('subject', c.subject, 'severity', c.severity, 'late', coalesce(c.due_at <= moment, false)) order by c.opened_at)
      from service_case c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.state in ('open', 'waiting') and c.deleted_at is null), '[]') as cases,
    coalesce((select jsonb_agg(p.what order by p.due_on) from promise p where p.workspace_id = r.workspace_id and p.account_id = r.account_id and p.state = 'open' and p.due_on < today), '[]') as promises,
    exists (select from handoff h where h.workspace_id = r.workspace_id and h.account_id = r.account_id and h.tied and h.state in ('open', 'offered', 'returned')) as handoff,
    (r.phase = 'usage' or exists (select from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id and t.kind = 'first value')) as "firstValue",
    coalesce((select max(today - o.due_on) from customer_order o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.deleted_at is null and o.due_on < today and invoice_open(o.status)), 0)::integer as "overdueDays",
    (select min(c.name) from contact c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.deleted_at is null and (select s.state from consent s where s.workspace_id = c.workspace_id and s.contact_id = c.id and s.purpose = 'marketing' order by s.at desc, s.id desc limit 1) = 'withdrawn') as withdrawn,
    exists (select from contact c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.deleted_at is null and coalesce((select s.state from consent s where s.workspace_id = c.workspace_id and s.contact_id = c.id and s.purpose = 'marketing' order by s.at desc, s.id desc limit 1), 'unknown') <> 'withdrawn') as given,
    f.dip as "inDip", f.consent as "mayAsk", f.asked_at as "askedAt", f.refs as "references",
    (select l.signals -> 0 ->> 'kind' from alarm l where l.workspace_id = r.workspace_id and l.account_id = r.account_id and l.ended_at is null order by l.opened_at desc limit 1) as alarm,
    exists (select from alarm l where l.workspace_id = r.workspace_id and l.account_id = r.account_id and l.ended_at is null) as "alarmRuns",
    (select k.dip ->> 'dip' from alarm_watch k where k.workspace_id = r.workspace_id and k.account_id = r.account_id) as dip,
    coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'since', to_char(s.since, 'YYYY-MM-DD'), 'warrantyUntil', to_char(s.warranty_until, 'YYYY-MM-DD'), 'contractId', k.id,
        'use', (select avg(u.value) filter (where u.day > today - 90) / nullif(avg(u.value) filter (where u.day <= today - 90), 0) from asset_usage u where u.workspace_id = s.workspace_id and u.asset_id = s.id and u.day > today - 180),
        'replacedBy', coalesce((select jsonb_agg(f.name order by f.name) from offering_link l join offering f on f.workspace_id = l.workspace_id and f.id = l.offering_id and f.deleted_at is null where l.workspace_id = s.workspace_id and l.other_id = s.offering_id and l.kind = 'replaces'), '[]'),
        'goesWith', coalesce((select jsonb_agg(f.name order by f.name) from offering_link l join offering f on f.workspace_id = l.workspace_id and f.id = l.other_id and f.deleted_at is null where l.workspace_id = s.workspace_id and l.offering_id = s.offering_id and l.kind = 'goes with'
          and not exists (select from asset z where z.workspace_id = s.workspace_id and z.account_id = s.account_id and z.offering_id = l.other_id and z.deleted_at is null)), '[]')) order by s.id)
      from asset s left join service_contract k on k.workspace_id = s.workspace_id and k.id = s.contract_id and k.state = 'running' and k.deleted_at is null where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.deleted_at is null and s.state = 'in use'), '[]') as assets,
    coalesce((select jsonb_agg(distinct to_char(o.ordered_on, 'YYYY-MM-DD')) from customer_order o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.deleted_at is null and o.part_of_id is null), '[]') as bought,
    coalesce((select jsonb_agg(u.name order by u.name) from (select u.name from account u where u.workspace_id = a.workspace_id and u.deleted_at is null and u.id <> a.id and (u.parent_id = a.id or u.parent_id = a.parent_id or u.id = a.parent_id)
      and not exists (select from asset s where s.workspace_id = u.workspace_id and s.account_id = u.id and s.deleted_at is null) order by u.name limit 10) u), '[]') as "otherUnits"
  from relationship r join account a on a.workspace_id = r.workspace_id and a.id = r.account_id left join member m on m.workspace_id = a.workspace_id and m.id = a.owner_id
  cross join lateral asking_of(a.id, moment - interval '365 days') f
  where r.workspace_id = app_workspace() and r.account_id = any (ids) order by r.revenue_order desc, r.account_id;
end $$;
