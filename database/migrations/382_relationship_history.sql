-- owner: relationship
-- A touchpoint and every entry that it corrects or that corrects it: one history.
create function entries_of_touchpoint(touchpoint uuid) returns setof uuid language sql stable as $$
  with recursive older as (
    select t.id, t.supersedes_id from touchpoint t where t.workspace_id = app_workspace() and t.id = entries_of_touchpoint.touchpoint
    union all select t.id, t.supersedes_id from older o join touchpoint t on t.workspace_id = app_workspace() and t.id = o.supersedes_id
  ), newer as (
    select entries_of_touchpoint.touchpoint as id
    union all select t.id from newer n join touchpoint t on t.workspace_id = app_workspace() and t.supersedes_id = n.id
  )
  select o.id from older o union select n.id from newer n
$$;

-- Every word against the model, so that a past day shows the one that stood then.
create or replace function account_history(account uuid, out relationship json, out touchpoints json, out phases json, out override json, out settings jsonb)
language plpgsql stable parallel safe as $$ begin
  relationship := (select json_build_object('account_id', r.account_id, 'sale_type', r.sale_type, 'standing', r.standing, 'phase', r.phase, 'phase_since', r.phase_since, 'revenue', r.revenue)
    from relationship r where r.workspace_id = app_workspace() and r.account_id = account_history.account);
  touchpoints := (select json_agg(json_build_array(t.id, t.at, t.recorded_at, t.kind, t.channel, t.direction, t.initiator, t.expectation, t.effort, t.value_delivered,
      t.reading_bias, t.reading_noise, t.supersedes_id, t.retracts, t.evidence_key, t.subject, m.name))
    from touchpoint t left join member m on m.workspace_id = t.workspace_id and m.id = t.member_id
    where t.workspace_id = app_workspace() and t.account_id = account_history.account);
  phases := (select json_agg(json_build_object('at', p.at, 'to', p.to_phase, 'recordedAt', p.recorded_at))
    from phase_change p where p.workspace_id = app_workspace() and p.account_id = account_history.account);
  override := (select json_agg(json_build_object('id', o.id, 'position', o.position, 'reason', o.reason, 'memberId', o.member_id, 'memberName', m.name, 'at', o.at, 'endedAt', o.ended_at) order by o.at)
    from position_override o join member m on m.workspace_id = o.workspace_id and m.id = o.member_id
    where o.workspace_id = app_workspace() and o.account_id = account_history.account);
  settings := (select w.settings from workspace w where w.workspace_id = app_workspace());
end $$;
-- A search by the account, whether it stands or not.
create index position_override_of_account on position_override (workspace_id, account_id, at);
