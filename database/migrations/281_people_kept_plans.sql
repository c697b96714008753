-- owner: people
-- What people ask all day, as functions that keep their plans: written into the question, the records of a page and the palette cost more to plan than to read.

-- The items of a list as JSON: account, where its relationship stands, and the open next step that is due first. Nothing reads a page of them on its way to the
-- client, and taking it apart would cost more than finding it. The relationship knows whether there is a step to look for.
create function account_items(ids uuid[]) returns table (id uuid, name_key text, item text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$ begin return query
  select a.id, a.name_key, json_build_object(
    'id', a.id, 'kind', a.kind, 'name', a.name, 'ownerId', a.owner_id, 'industry', a.industry, 'website', a.website, 'domain', a.domain, 'phone', a.phone, 'city', a.city,
    'country', a.country, 'employees', a.employees, 'annualRevenue', a.annual_revenue::text, 'parentId', a.parent_id, 'tags', a.tags, 'custom', a.custom,
    'version', a.version, 'createdAt', a.created_at, 'updatedAt', a.updated_at, 'deletedAt', a.deleted_at,
    'relationship', case when r.account_id is not null then json_build_object(
      'phase', r.phase, 'phaseSince', r.phase_since, 'saleType', r.sale_type, 'position', r.position, 'positionSince', r.position_since, 'probability', r.probability,
      'trust', r.trust, 'interest', r.interest, 'revenue', r.revenue::text, 'potential', r.potential::text, 'touchpoints', r.touchpoints, 'lastTouchAt', r.last_touch_at) end,
    'nextStep', case when s.id is not null then json_build_object('id', s.id, 'what', s.what, 'dueAt', s.due_at, 'memberId', s.member_id, 'version', s.version) end)::text
  from account a
  left join relationship r on r.workspace_id = a.workspace_id and r.account_id = a.id
  left join lateral (select n.* from next_step n where r.next_step_due_at is not null and n.workspace_id = a.workspace_id and n.account_id = a.id and n.state = 'open'
    order by n.due_at, n.id limit 1) s on true
  where a.workspace_id = app_workspace() and a.id = any (ids);
end $$;

-- The palette: those whose name begins with what was typed come first, then others that hold it. Somebody who sees their own records has few: they are looked through.
create function accounts_shown(key text, fragment text, most integer) returns table (id uuid, name text, hint text, "accountId" uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare ids uuid[];
begin
  if app_sees('account') then ids := accounts_found(key, fragment, most);
  else
    ids := array(select a.id from account a where a.workspace_id = app_workspace() and a.owner_id = any (app_members()) and a.deleted_at is null
      and (starts_with(a.name_key, key) or length(fragment) >= 3 and a.search_text like fragment_pattern(fragment))
      order by starts_with(a.name_key, key) desc, a.name_key, a.id limit most);
  end if;
  return query select a.id, a.name, coalesce(a.domain, a.city), a.id from account a where a.workspace_id = app_workspace() and a.id = any (ids)
    order by starts_with(a.name_key, key) desc, a.name_key, a.id limit most;
end $$;

create function contacts_shown(key text, fragment text, most integer) returns table (id uuid, name text, hint text, "accountId" uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare ids uuid[];
begin
  if app_sees('contact') or app_sees('account') then ids := contacts_found(key, fragment, most);
  else
    ids := array(select c.id from (
        select k.id, k.name_key, k.search_text from contact k where k.workspace_id = app_workspace() and k.owner_id = any (app_members()) and k.deleted_at is null union
        select k.id, k.name_key, k.search_text from account a join contact k on k.workspace_id = a.workspace_id and k.account_id = a.id and k.deleted_at is null
          where a.workspace_id = app_workspace() and a.owner_id = any (app_members()) and a.deleted_at is null) c
      where starts_with(c.name_key, key) or length(fragment) >= 3 and c.search_text like fragment_pattern(fragment)
      order by starts_with(c.name_key, key) desc, c.name_key, c.id limit most);
  end if;
  return query select c.id, c.name, coalesce(a.name, c.emails[1]), c.account_id from contact c left join account a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where c.workspace_id = app_workspace() and c.id = any (ids) order by starts_with(c.name_key, key) desc, c.name_key, c.id limit most;
end $$;
