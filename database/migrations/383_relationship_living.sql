-- owner: relationship
-- Whether the account still lives is known with the rest: what is logged for one that was merged or deleted would be seen by nobody.
create or replace function ledger_before(accounts uuid[], scored_by text, out relationships json, out settings jsonb, out model uuid, out source jsonb)
language plpgsql set plan_cache_mode = force_generic_plan as $$ begin
  relationships := (select json_agg(r) from (
    select r.account_id, r.alive, r.sale_type, r.standing, r.phase, r.phase_since, r.position, r.position_since, r.trust, r.interest, r.state, r.revenue::float8 as revenue
    from relationship r where r.workspace_id = app_workspace() and r.account_id = any (accounts) order by r.account_id for update) r);
  select h.settings, h.model into settings, model from workspace_hears() h;
  if scored_by is not null then
    source := (select s.state from evidence_source s where s.workspace_id = app_workspace() and s.source = scored_by for update);
  end if;
end $$;
