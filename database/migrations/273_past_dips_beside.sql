-- owner: ownership
-- The dips of customers who came back, of the sale types of these accounts: depth and days, the latest of each type.
create function past_dips_beside(accounts uuid[]) returns table (sale_type text, dips json) language plpgsql stable parallel safe security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query select t.sale_type, d.dips
    from (select distinct r.sale_type from alarm_watch w join relationship r on r.workspace_id = w.workspace_id and r.account_id = w.account_id
      where w.workspace_id = app_workspace() and w.account_id = any (accounts)) t
    cross join lateral (select json_agg(json_build_array(p.depth, p.days)) as dips from (
      select p.depth, p.days from past_dip p where p.workspace_id = app_workspace() and p.sale_type = t.sale_type order by p.noted_at desc limit 200) p) d;
end $$;

-- An alarm is the same whoever touched the customer: it is judged by all that is known, not by what that person sees. Whoever asks names accounts that he sees.
alter function customers_watched(uuid[], text[], timestamptz) security definer set search_path = public, pg_temp;
