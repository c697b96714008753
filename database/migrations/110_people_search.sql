-- owner: people
-- Search by fragment at the cost of a page, however large the company and however common the fragment.

-- An index entry holds at most a third of a page: a name's key has 200 characters, so this much of what a fragment is looked for in fits beside it.
update account set search_text = left(search_text, 400) where length(search_text) > 400;
-- The list by name, and what a fragment is looked for in: a search walks it without reading accounts, about five million of them a second.
drop index account_by_name;
create index account_by_name on account (workspace_id, name_key, id) include (search_text, owner_id) where deleted_at is null;

-- The next accounts after a place in the order of names that hold a fragment (of three characters at least: a trigram).
-- A common fragment is met by walking the names, a rare one by its trigrams; which it is, shows in the first few thousand names.
create function accounts_holding(fragment text, after_key text, after_id uuid, descending boolean, most integer) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('account');
  place text := case when after_key is null then '' when descending then 'and (name_key, id) < ($6, $7)' else 'and (name_key, id) > ($6, $7)' end;
  along text := case when descending then 'name_key desc, id desc' else 'name_key, id' end;
  mine text := 'workspace_id = $1 and deleted_at is null and ($3 or owner_id = any ($4)) ' || place;
  held uuid[];
  matches integer;
  -- How many names are walked, and whether the trigrams are asked; null: to the end.
  step integer;
begin
  foreach step in array array[4000, 0, 60000, -1] loop
    if step = 0 then
      -- So many in so few: soon there will be a page of them.
      continue when cardinality(held) >= 10;
      perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
      execute 'select coalesce((array_agg(id order by ' || along || '))[1:$5], ''{}''), count(*) from (select id, name_key from account where search_text like $2 and ' || mine || ' limit 8000) found'
        into held, matches using app_workspace(), pattern, sees_all, app_members(), most, after_key, after_id;
      perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
      if matches < 8000 then return held; end if;
    else
      execute 'select array(select id from (select id, name_key, search_text from account where ' || mine || ' order by ' || along || ' limit nullif($8, -1)) first where search_text like $2 limit $5)'
        into held using app_workspace(), pattern, sees_all, app_members(), most, after_key, after_id, step;
      if cardinality(held) = most then return held; end if;
    end if;
  end loop;
  return held;
end $$;

-- What the palette shows: names that begin with what was typed, and only when those are too few, others that hold it.
create function accounts_found(key text, fragment text, most integer) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found uuid[];
begin
  found := array(select id from account where workspace_id = app_workspace() and deleted_at is null and name_key >= key and name_key < key || chr(1114111)
    and (app_sees('account') or owner_id = any (app_members())) order by workspace_id, name_key, id limit most);
  return case when cardinality(found) = most then found else found || (select ids from account_matches(fragment, 60)) end;
end $$;
create function contacts_found(key text, fragment text, most integer) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found uuid[];
begin
  found := array(select id from contact c where workspace_id = app_workspace() and deleted_at is null and name_key >= key and name_key < key || chr(1114111)
    and (app_sees('contact') or app_sees('account') or owner_id = any (app_members())
      or exists (select from account a where a.workspace_id = c.workspace_id and a.id = c.account_id and a.owner_id = any (app_members()))) order by workspace_id, name_key, id limit most);
  return case when cardinality(found) = most then found else found || (select ids from contact_matches(fragment, 60)) end;
end $$;

-- As before, but more names are looked at first: they are in the index now.
create or replace function account_matches(fragment text, most integer, out common boolean, out ids uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('account');
  seen text := '($3 or owner_id = any ($4))';
begin
  if length(fragment) < 3 then
    execute 'select array(select id from account where workspace_id = $1 and deleted_at is null and name_key >= $2 and name_key < $2 || chr(1114111)
      and ' || seen || ' order by workspace_id, name_key limit $5)' into ids using app_workspace(), fragment, sees_all, app_members(), most;
    common := cardinality(ids) = most;
    return;
  end if;
  execute 'select array(select id from (select id, search_text from account where workspace_id = $1 and deleted_at is null
    and ' || seen || ' order by workspace_id, name_key limit 3000) first where search_text like $2 limit $5)'
    into ids using app_workspace(), pattern, sees_all, app_members(), most;
  common := cardinality(ids) >= 20;
  if not common then
    perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
    execute 'select array(select id from account where search_text like $2 and workspace_id = $1 and deleted_at is null
      and ' || seen || ' limit $5)' into ids using app_workspace(), pattern, sees_all, app_members(), most;
    perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
    common := cardinality(ids) = most;
  end if;
end $$;

grant create on schema public to perennial_search;
alter function accounts_holding owner to perennial_search;
alter function accounts_found owner to perennial_search;
alter function contacts_found owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function accounts_holding, accounts_found, contacts_found from public;
grant execute on function accounts_holding, accounts_found, contacts_found to perennial_app;

-- How much there is around an account, as far as the person sees it. A function keeps its plan: written into the question for the account, these
-- counts cost ten times as much to plan as to answer.
create function account_counts(account uuid, out contacts integer, out opportunities integer, out cases integer, out children integer)
language plpgsql stable parallel safe as $$ begin
  contacts := (select count(*) from affiliation a join contact c on c.workspace_id = a.workspace_id and c.id = a.contact_id and c.deleted_at is null
    where a.workspace_id = app_workspace() and a.account_id = account_counts.account and a.until_date is null);
  opportunities := (select count(*) from opportunity o where o.workspace_id = app_workspace() and o.account_id = account_counts.account and o.outcome = 'open' and o.deleted_at is null);
  cases := (select count(*) from service_case s where s.workspace_id = app_workspace() and s.account_id = account_counts.account and s.state in ('open', 'waiting') and s.deleted_at is null);
  children := (select count(*) from account a where a.workspace_id = app_workspace() and a.parent_id = account_counts.account and a.deleted_at is null);
end $$;
