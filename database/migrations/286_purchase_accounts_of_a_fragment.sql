-- owner: purchase
-- Accounts that hold a fragment are named in a few milliseconds now: twenty thousand of them, so that a list of sales seldom reads the account of each sale.

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
  accounts := accounts_named(fragment, true, 20000);
  -- Not along a list: the trigrams are asked.
  perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
  execute 'select array(select id from opportunity where name_key like $2 and workspace_id = $1 limit $3)' into named using app_workspace(), pattern, most;
  perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
  -- With so many accounts their sales would be too many as well.
  if cardinality(named) = most or accounts is null or cardinality(accounts) >= 500 then return; end if;
  execute 'select array(select o.id from (select unnest($1) as id union select s.id from opportunity s where s.workspace_id = $2 and s.account_id = any ($5)) found
    join opportunity o on o.workspace_id = $2 and o.id = found.id where ' || seen || ' limit $6)'
    into ids using named, app_workspace(), sees_all, app_members(), accounts, most;
  if cardinality(ids) = most then ids := null; end if;
end $$;
