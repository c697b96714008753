-- owner: purchase
-- Sales are searched as accounts are: what many hold is met by looking along the list, what few hold is named by its trigrams.

-- Whether a fragment is common is seen in the newest few thousand sales; only then, or with more than `most` matches, the list compares sale by sale.
create function opportunity_matches(fragment text, most integer, out common boolean, out ids uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('opportunity') or app_sees('account');
  named uuid[];
  accounts uuid[];
  seen text := '($3 or o.owner_id = any ($4) or exists (select from account a where a.workspace_id = o.workspace_id and a.id = o.account_id and a.owner_id = any ($4)))';
begin
  common := false;
  -- A trigram needs three characters; a shorter fragment is the beginning of a name.
  if length(fragment) < 3 then
    execute 'select array(select o.id from opportunity o where o.workspace_id = $1 and o.deleted_at is null and o.name_key >= $2 and o.name_key < $2 || chr(1114111) and ' || seen || ' order by o.name_key, o.id limit $5)'
      into ids using app_workspace(), fragment, sees_all, app_members(), most;
    common := cardinality(ids) = most;
    return;
  end if;
  if sees_all then
    execute 'select count(*) >= 20 from (select name_key from (select o.name_key from opportunity o where o.workspace_id = $1 order by o.id desc limit 3000) newest where name_key like $2 limit 20) held'
      into common using app_workspace(), pattern;
  end if;
  if not common then
    -- Not along a list: the trigrams are asked.
    perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
    execute 'select array(select id from opportunity where name_key like $2 and workspace_id = $1 limit $3)' into named using app_workspace(), pattern, most;
    execute 'select array(select id from account where search_text like $2 and workspace_id = $1 limit 500)' into accounts using app_workspace(), pattern;
    perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
    common := cardinality(named) = most or cardinality(accounts) = 500;
    if common then return; end if;
    execute 'select array(select o.id from (select unnest($1) as id union select s.id from opportunity s where s.workspace_id = $2 and s.account_id = any ($5)) found
      join opportunity o on o.workspace_id = $2 and o.id = found.id where ' || seen || ' limit $6)'
      into ids using named, app_workspace(), sees_all, app_members(), accounts, most;
    common := cardinality(ids) = most;
  end if;
end $$;
grant create on schema public to perennial_search;
alter function opportunity_matches owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function opportunity_matches from public;
grant execute on function opportunity_matches to perennial_app;
drop function search_opportunities;
