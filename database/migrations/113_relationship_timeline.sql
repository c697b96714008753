-- owner: relationship
-- Touchpoints as a timeline tells them, in the order asked for: with who logged them, for whom, with whom, and what they moved, as far as the person sees
-- it. A function keeps its plan: joined to these six tables in a question of its own, one touchpoint cost twenty times as much to plan as to read.
create function touchpoints_told(wanted uuid[])
returns table (
  id uuid, account_id uuid, at timestamptz, recorded_at timestamptz, kind text, channel text, direction text, initiator text, subject text, body text,
  expectation_set text, expectation smallint, effort text, minutes integer, outcome text, value_delivered boolean, learnt text, member_id uuid, source text, evidence text,
  opportunity_id uuid, case_id uuid, supersedes_id uuid, retracts boolean, superseded_by_id uuid, member_name text, account_name text, trust_move real, interest_move real, contacts jsonb
)
language plpgsql stable parallel safe rows 50 as $$
#variable_conflict use_column
begin
  return query
    select t.id, t.account_id, t.at, t.recorded_at, t.kind, t.channel, t.direction, t.initiator, t.subject, t.body, t.expectation_set, t.expectation, t.effort, t.minutes, t.outcome,
      t.value_delivered, t.learnt, t.member_id, t.source, t.evidence, t.opportunity_id, t.case_id, t.supersedes_id, t.retracts,
      newer.id, m.name, a.name, s.trust_move, s.interest_move,
      (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name)
        from touchpoint_participant p join contact c on c.workspace_id = p.workspace_id and c.id = p.contact_id
        where p.workspace_id = app_workspace() and p.touchpoint_id = t.id)
    from unnest(wanted) with ordinality as asked (id, place)
    join touchpoint t on t.workspace_id = app_workspace() and t.id = asked.id
    left join touchpoint newer on newer.workspace_id = app_workspace() and newer.supersedes_id = t.id
    left join cycle_step s on s.workspace_id = app_workspace() and s.account_id = t.account_id and s.at = t.at and s.entry = t.id::text
    left join member m on m.workspace_id = app_workspace() and m.id = t.member_id
    left join account a on a.workspace_id = app_workspace() and a.id = t.account_id
    order by asked.place;
end $$;
