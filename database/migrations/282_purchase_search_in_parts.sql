-- owner: purchase
-- Sales by a fragment of their own or their account's name, with what people are now searched with.

-- `ids`: all sales that are named so or belong to an account that is; null where there are more than `most`. `accounts`: the accounts; null where they are many as well.
create or replace function opportunity_matches(fragment text, most integer, out ids uuid[], out accounts uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := fragment_pattern(fragment);
  sees_all boolean := app_sees('opportunity') or app_sees('account');
  named uuid[];
  seen text := '($3 or o.owner_id = any ($4) or exists (select from account a where a.workspace_id = o.workspace_id and a.id = o.account_id and a.owner_id = any ($4)))';
begin
  -- A trigram needs three characters; a shorter fragment is the beginning of a name.
  if length(fragment) < 3 then
    execute 'select array(select o.id from opportunity o where o.workspace_id = $1 and o.deleted_at is null and o.name_key >= $2 and o.name_key < $2 || chr(1114111) and ' || seen || ' order by o.name_key, o.id limit $5)'
      into ids using app_workspace(), fragment, sees_all, app_members(), most;
    if cardinality(ids) = most then ids := null; end if;
    return;
  end if;
  accounts := accounts_named(fragment, true, 500);
  -- Not along a list: the trigrams are asked.
  perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
  execute 'select array(select id from opportunity where name_key like $2 and workspace_id = $1 limit $3)' into named using app_workspace(), pattern, most;
  perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
  if cardinality(named) = most or accounts is null then return; end if;
  execute 'select array(select o.id from (select unnest($1) as id union select s.id from opportunity s where s.workspace_id = $2 and s.account_id = any ($5)) found
    join opportunity o on o.workspace_id = $2 and o.id = found.id where ' || seen || ' limit $6)'
    into ids using named, app_workspace(), sees_all, app_members(), accounts, most;
  if cardinality(ids) = most then ids := null; end if;
end $$;

-- What the palette shows: sales by the beginning of their name.
create function opportunities_shown(key text, most integer) returns table (id uuid, name text, hint text, "accountId" uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare ids uuid[];
begin
  if app_sees('opportunity') then
    ids := array(select o.id from opportunity o where o.workspace_id = app_workspace() and o.deleted_at is null and o.name_key >= key and o.name_key < key || chr(1114111)
      order by o.workspace_id, o.name_key, o.id limit most);
  else
    ids := array(select o.id from opportunity o where o.workspace_id = app_workspace() and o.owner_id = any (app_members()) and o.deleted_at is null and starts_with(o.name_key, key)
      order by o.name_key, o.id limit most);
  end if;
  return query select o.id, o.name, a.name, o.account_id from opportunity o left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id
    where o.workspace_id = app_workspace() and o.id = any (ids) order by o.name_key, o.id;
end $$;
