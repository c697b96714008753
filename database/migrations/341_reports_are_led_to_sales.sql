-- owner: purchase
-- Whoever sees only some sales is led to them by their owners and accounts: ten thousand looks into an index instead of a million sales that are passed by.

-- The indexes by owner and account say which sales they are, without a look at these.
drop index opportunity_by_owner;
drop index opportunity_by_account;
create index opportunity_by_owner on opportunity (workspace_id, owner_id, outcome) include (id);
create index opportunity_by_account on opportunity (workspace_id, account_id, opened_on) include (id) where account_id is not null;

-- The sales that their policy shows to whoever sees neither all sales nor all accounts. They are said to be fewer than they are:
-- else the planner, who takes the price of the policy for a reason, would rather pass by all sales.
create function app_seen_sales() returns setof uuid language sql stable parallel safe security definer rows 1000
set search_path = public, pg_temp set enable_indexscan = on as $$
  select o.id from opportunity o where o.workspace_id = app_workspace() and o.owner_id = any (app_members())
  union select o.id from opportunity o where o.workspace_id = app_workspace() and o.id = any (app_shared_sales())
  union select o.id from (select distinct a.id from app_seen_accounts() a (id)) a join opportunity o on o.workspace_id = app_workspace() and o.account_id = a.id
$$;

create or replace function asked_of_sets(target regclass, condition text) returns text language plpgsql stable as $$
begin
  if exists (select from pg_constraint where conrelid = target and contype = 'f' and confrelid = 'account'::regclass) then
    condition := regexp_replace(condition, '\maccount_seen\((\w+)\)', '(\1 is not null and (select app_sees(''account'')) or \1 in (select a from app_seen_accounts() a))', 'g');
  end if;
  return regexp_replace(condition, '\msale_seen\((\w+)\)', 'case when (select app_sees(''account'')) then \1 in (select o.id from opportunity o) else \1 in (select s from app_seen_sales() s) end', 'g');
end $$;
call report_on('first_contact');
