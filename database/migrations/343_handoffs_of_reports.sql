-- owner: platform
-- A team with hundreds of running handoffs: a report looks each relationship up among them, instead of comparing it with one after the other.
create or replace function asked_of_sets(target regclass, condition text) returns text language plpgsql stable as $$
begin
  if exists (select from pg_constraint where conrelid = target and contype = 'f' and confrelid = 'account'::regclass) then
    condition := regexp_replace(condition, '\maccount_seen\((\w+)\)', '(\1 is not null and (select app_sees(''account'')) or \1 in (select a from app_seen_accounts() a))', 'g');
  end if;
  condition := regexp_replace(condition, '(\w+) = ANY \(\( SELECT app_handoff_accounts\(\) AS app_handoff_accounts\)::uuid\[\]\)', '\1 in (select h from unnest(app_handoff_accounts()) h)', 'g');
  return regexp_replace(condition, '\msale_seen\((\w+)\)', 'case when (select app_sees(''account'')) then \1 in (select o.id from opportunity o) else \1 in (select s from app_seen_sales() s) end', 'g');
end $$;
call report_on('account');
call report_on('relationship');
call report_on('contact');
