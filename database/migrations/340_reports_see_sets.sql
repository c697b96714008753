-- owner: platform
-- A report asks of a million records whether the person sees them. Asked of one account at a time, as is right for a page, that takes longer than anybody
-- waits. So reports are read as a role of their own, which may only read, under the very same policies, but for one thing: the accounts that the person sees
-- are found once for a question, and each record is looked up among them.

do $$ begin
  if not exists (select from pg_roles where rolname = 'perennial_report') then create role perennial_report nologin; end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster was quicker
end $$;
do $$ begin execute format('grant perennial_report to %I', current_user); end $$;
grant usage on schema public to perennial_report;

-- Precisely the accounts of which `account_seen` says yes to who does not see all accounts. Deleted ones are asked for apart: each half has its index.
-- Some reports forbid visits through an index, one row at a time; here they are what is wanted.
create function app_seen_accounts() returns setof uuid language sql stable parallel safe security definer rows 5000
set search_path = public, pg_temp set enable_indexscan = on as $$
  select a.id from account a where a.workspace_id = app_workspace() and a.owner_id = any (app_members()) and a.deleted_at is null
  union all select a.id from account a where a.workspace_id = app_workspace() and a.owner_id = any (app_members()) and a.deleted_at is not null
  union all select a.id from account a where a.workspace_id = app_workspace() and a.id = any (app_handed())
  union all select h.account_id from handoff h where h.workspace_id = app_workspace() and h.tied and (h.hunter_id = any (app_members()) or h.farmer_id = any (app_members()))
$$;

-- What a policy says, asked of sets. Only of columns that name an account there is (a foreign key): who sees all accounts sees whatever has one.
create function asked_of_sets(target regclass, condition text) returns text language plpgsql stable as $$
begin
  if exists (select from pg_constraint where conrelid = target and contype = 'f' and confrelid = 'account'::regclass) then
    condition := regexp_replace(condition, '\maccount_seen\((\w+)\)', '(\1 is not null and (select app_sees(''account'')) or \1 in (select a from app_seen_accounts() a))', 'g');
  end if;
  return regexp_replace(condition, '\msale_seen\((\w+)\)', '\1 in (select o.id from opportunity o)', 'g');
end $$;

-- Lets reports see of a table what its policy lets everybody else see. Called by `protect`, and again by whoever changes that policy.
create procedure report_on(target regclass) language plpgsql as $$
declare condition text := (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = target and polname = 'seen');
begin
  if exists (select from pg_policy where polrelid = target and polname = 'reported') then execute format('drop policy reported on %s', target); end if;
  execute format('create policy reported on %s for select to perennial_report using (%s)', target, asked_of_sets(target, condition));
  if has_table_privilege('perennial_app', target, 'select') then execute format('grant select on %s to perennial_report', target); end if;
end $$;

create or replace procedure protect(target regclass, visible text default 'true', changeable text default 'true',
                                    rights text default 'select, insert, update, delete') language plpgsql as $$
declare same text := 'workspace_id = (select app_workspace())';
begin
  visible := regexp_replace(visible, '(?<!select )(app_(?:sees|changes)\(''\w+''\))', '(select \1)', 'g');
  changeable := regexp_replace(changeable, '(?<!select )(app_(?:sees|changes)\(''\w+''\))', '(select \1)', 'g');
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy seen on %s for select to perennial_app using (%s and (%s))', target, same, visible);
  execute format('create policy added on %s for insert to perennial_app with check (%s and (%s))', target, same, changeable);
  execute format('create policy changed on %s for update to perennial_app using (%s and (%s)) with check (%s)', target, same, changeable, same);
  execute format('create policy removed on %s for delete to perennial_app using (%s and (%s))', target, same, changeable);
  -- The owner of the tables (migrations, backup, the clock's sweeps over all workspaces) is held by forced security too, unless let in by name.
  execute format('create policy upkeep on %s for all to current_user using (true) with check (true)', target);
  execute format('grant %s on %s to perennial_app', rights, target);
  call report_on(target);
end $$;

do $$
declare target regclass; called regprocedure;
begin
  for target in select polrelid from pg_policy where polname = 'seen' loop call report_on(target); end loop;
  for called in select oid from pg_proc where pronamespace = 'public'::regnamespace and has_function_privilege('perennial_app', oid, 'execute') and not has_function_privilege('public', oid, 'execute') loop
    execute format('grant execute on function %s to perennial_report', called);
  end loop;
end $$;
