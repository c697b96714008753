-- owner: relationship
-- A touchpoint's account says which workspace it belongs to, and goes with it: asking for the workspace as well, once per touchpoint, says nothing more.
alter table touchpoint drop constraint touchpoint_workspace_id_fkey;

-- All that the curve of one account is drawn from, as far as the person sees it. A function keeps its plan: the five questions in it cost more to plan
-- than to answer. Touchpoints come as arrays, in the order of the names that relationship/account.api.ts gives them.
create function account_history(account uuid, out relationship json, out touchpoints json, out phases json, out override json, out settings jsonb)
language plpgsql stable parallel safe as $$ begin
  relationship := (select json_build_object('account_id', r.account_id, 'sale_type', r.sale_type, 'standing', r.standing, 'phase', r.phase, 'phase_since', r.phase_since)
    from relationship r where r.workspace_id = app_workspace() and r.account_id = account_history.account);
  touchpoints := (select json_agg(json_build_array(t.id, t.at, t.recorded_at, t.kind, t.channel, t.direction, t.initiator, t.expectation, t.effort, t.value_delivered,
      t.reading_bias, t.reading_noise, t.supersedes_id, t.retracts, t.evidence_key, t.subject, m.name))
    from touchpoint t left join member m on m.workspace_id = t.workspace_id and m.id = t.member_id
    where t.workspace_id = app_workspace() and t.account_id = account_history.account);
  phases := (select json_agg(json_build_object('at', p.at, 'to', p.to_phase, 'recordedAt', p.recorded_at))
    from phase_change p where p.workspace_id = app_workspace() and p.account_id = account_history.account);
  override := (select json_build_object('id', o.id, 'position', o.position, 'reason', o.reason, 'memberId', o.member_id, 'memberName', m.name, 'at', o.at)
    from position_override o join member m on m.workspace_id = o.workspace_id and m.id = o.member_id
    where o.workspace_id = app_workspace() and o.account_id = account_history.account and o.ended_at is null);
  settings := (select w.settings from workspace w where w.workspace_id = app_workspace());
end $$;
