-- owner: relationship
-- Where a person says that a relationship stands is where lists, board and map have it, until the word is taken back; what the model says goes on beside it, in the state.
alter table relationship add column said_position text check (said_position in ('skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized'));
update relationship r set said_position = o.position, position = o.position, position_since = o.at, along = 0.5
  from position_override o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.ended_at is null;

create or replace function relationships_moved(anew uuid[], steps json, standings json) returns void language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if cardinality(anew) > 0 then delete from cycle_step where workspace_id = app_workspace() and account_id = any (anew); end if;
  insert into cycle_step (workspace_id, account_id, at, entry, kind, trust_innovation, trust_log_g, interest_innovation, interest_log_g, trust_move, interest_move, trust_after, interest_after, position)
  select app_workspace(), r.account_id, r.at, r.entry, r.kind, r.trust_innovation, r.trust_log_g, r.interest_innovation, r.interest_log_g, r.trust_move, r.interest_move, r.trust_after, r.interest_after, r.position
  from json_to_recordset(steps) as r (account_id uuid, at timestamptz, entry text, kind text, trust_innovation double precision, trust_log_g double precision, interest_innovation double precision,
    interest_log_g double precision, trust_move real, interest_move real, trust_after real, interest_after real, position text);
  update relationship as stored set phase = r.phase, phase_since = r.phase_since, sale_type = r.sale_type, position = coalesce(stored.said_position, r.position),
    position_since = case when stored.said_position is null then r.position_since else stored.position_since end, probability = r.probability,
    along = case when stored.said_position <> r.position then 0.5 else r.along end, trust = r.trust, interest = r.interest, confidence = r.confidence, touchpoints = r.touchpoints, first_touch_at = r.first_touch_at,
    last_touch_at = r.last_touch_at, closed_at = r.closed_at, clock_due_at = r.clock_due_at, alarm_forecast_at = r.alarm_forecast_at, model_version = r.model_version, state = r.state, updated_at = r.updated_at
  from json_to_recordset(standings) as r (account_id uuid, phase text, phase_since timestamptz, sale_type text, position text, position_since timestamptz, probability real, along real, trust real,
    interest real, confidence real, touchpoints integer, first_touch_at timestamptz, last_touch_at timestamptz, closed_at timestamptz, clock_due_at timestamptz, alarm_forecast_at timestamptz,
    model_version text, state jsonb, updated_at timestamptz)
  where stored.workspace_id = app_workspace() and stored.account_id = r.account_id;
end $$;
