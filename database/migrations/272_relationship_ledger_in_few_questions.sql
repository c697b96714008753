-- owner: relationship
-- A touchpoint is one question before and two statements after what it moves is worked out. Functions keep their plans, which cost several times what they do.

-- What a touchpoint moves, locked until it is written; what the workspace says about hearing and weights; and how the scores of one source were read so far.
create function ledger_before(accounts uuid[], scored_by text, out relationships json, out settings jsonb, out model uuid, out source jsonb)
language plpgsql set plan_cache_mode = force_generic_plan as $$ begin
  relationships := (select json_agg(r) from (
    select r.account_id, r.sale_type, r.standing, r.phase, r.phase_since, r.position, r.position_since, r.trust, r.interest, r.state, r.revenue::float8 as revenue
    from relationship r where r.workspace_id = app_workspace() and r.account_id = any (accounts) order by r.account_id for update) r);
  select h.settings, h.model into settings, model from workspace_hears() h;
  if scored_by is not null then
    source := (select s.state from evidence_source s where s.workspace_id = app_workspace() and s.source = scored_by for update);
  end if;
end $$;

create function workspace_hears(out settings jsonb, out model uuid) language plpgsql stable parallel safe as $$ begin
  select w.settings, (select u.model_id from relationship_model_use u where u.workspace_id = app_workspace() and u.ended_at is null) into settings, model
  from workspace w where w.workspace_id = app_workspace();
end $$;

-- Writes entries; answers those whose evidence was known before, which are not written: without an id where it is known of a touchpoint that the person may not see.
create function touchpoints_entered(entries json) returns table (evidence_key text, id uuid) language plpgsql as $$
#variable_conflict use_column
declare written integer;
begin
  insert into touchpoint (workspace_id, id, account_id, at, recorded_at, kind, channel, direction, initiator, subject, body, expectation_set, expectation, effort, minutes, outcome,
    value_delivered, learnt, member_id, source, evidence, evidence_key, opportunity_id, case_id, supersedes_id, retracts, reading_bias, reading_noise)
  select app_workspace(), r.id, r.account_id, r.at, r.recorded_at, r.kind, r.channel, r.direction, r.initiator, r.subject, r.body, r.expectation_set, r.expectation, r.effort, r.minutes, r.outcome,
    coalesce(r.value_delivered, false), r.learnt, r.member_id, r.source, r.evidence, r.evidence_key, r.opportunity_id, r.case_id, r.supersedes_id, coalesce(r.retracts, false), r.reading_bias, r.reading_noise
  from json_to_recordset(entries) as r (id uuid, account_id uuid, at timestamptz, recorded_at timestamptz, kind text, channel text, direction text, initiator text, subject text, body text,
    expectation_set text, expectation smallint, effort text, minutes integer, outcome text, value_delivered boolean, learnt text, member_id uuid, source text, evidence text, evidence_key text,
    opportunity_id uuid, case_id uuid, supersedes_id uuid, retracts boolean, reading_bias double precision, reading_noise double precision)
  on conflict (workspace_id, evidence_key) do nothing;
  get diagnostics written = row_count;
  if written < json_array_length(entries) then
    return query select r.evidence_key, t.id from json_to_recordset(entries) as r (id uuid, evidence_key text)
      left join touchpoint t on t.workspace_id = app_workspace() and t.evidence_key = r.evidence_key
      where t.id is distinct from r.id;
  end if;
end $$;

-- Notes the steps that moved relationships, and where these stand now. Of those that were folded anew these are all steps. It is done for relationships that
-- the person holds locked, so sees (ledger_before): asking that again would cost a tenth of it.
create function relationships_moved(anew uuid[], steps json, standings json) returns void language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if cardinality(anew) > 0 then delete from cycle_step where workspace_id = app_workspace() and account_id = any (anew); end if;
  insert into cycle_step (workspace_id, account_id, at, entry, kind, trust_innovation, trust_log_g, interest_innovation, interest_log_g, trust_move, interest_move, trust_after, interest_after, position)
  select app_workspace(), r.account_id, r.at, r.entry, r.kind, r.trust_innovation, r.trust_log_g, r.interest_innovation, r.interest_log_g, r.trust_move, r.interest_move, r.trust_after, r.interest_after, r.position
  from json_to_recordset(steps) as r (account_id uuid, at timestamptz, entry text, kind text, trust_innovation double precision, trust_log_g double precision, interest_innovation double precision,
    interest_log_g double precision, trust_move real, interest_move real, trust_after real, interest_after real, position text);
  update relationship as stored set phase = r.phase, phase_since = r.phase_since, sale_type = r.sale_type, position = r.position, position_since = r.position_since, probability = r.probability,
    along = r.along, trust = r.trust, interest = r.interest, confidence = r.confidence, touchpoints = r.touchpoints, first_touch_at = r.first_touch_at, last_touch_at = r.last_touch_at,
    closed_at = r.closed_at, clock_due_at = r.clock_due_at, alarm_forecast_at = r.alarm_forecast_at, model_version = r.model_version, state = r.state, updated_at = r.updated_at
  from json_to_recordset(standings) as r (account_id uuid, phase text, phase_since timestamptz, sale_type text, position text, position_since timestamptz, probability real, along real, trust real,
    interest real, confidence real, touchpoints integer, first_touch_at timestamptz, last_touch_at timestamptz, closed_at timestamptz, clock_due_at timestamptz, alarm_forecast_at timestamptz,
    model_version text, state jsonb, updated_at timestamptz)
  where stored.workspace_id = app_workspace() and stored.account_id = r.account_id;
end $$;

-- How the scores of a source are read from now on.
create function source_learnt(scored_by text, learnt jsonb, moment timestamptz) returns void language plpgsql as $$ begin
  insert into evidence_source (workspace_id, source, state, updated_at) values (app_workspace(), scored_by, learnt, moment)
  on conflict (workspace_id, source) do update set state = excluded.state, updated_at = excluded.updated_at;
end $$;

-- Whose names stand beside a new entry, as far as the person may see them.
create function names_beside(account uuid, member uuid, out account_name text, out member_name text) language plpgsql stable parallel safe as $$ begin
  account_name := (select a.name from account a where a.workspace_id = app_workspace() and a.id = account);
  member_name := (select m.name from member m where m.workspace_id = app_workspace() and m.id = member);
end $$;

-- Its list of ids looked cheaper than any list, so that it was planned anew each time: half of what it cost.
alter function touchpoints_told set plan_cache_mode = force_generic_plan;
