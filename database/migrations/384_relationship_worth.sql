-- owner: relationship
-- Amounts are compared by what they are worth.

-- What one of a currency is worth in another on a day: by the newest rate that has begun; null where none has.
create function rate_into(of_currency text, into_currency text, on_day date) returns numeric language sql stable parallel safe as $$
  select case when of_currency = rate_into.into_currency then 1 else
    (select x.rate from exchange_rate x where x.workspace_id = app_workspace() and x.currency = of_currency and x.into_currency = rate_into.into_currency and x.from_day <= on_day order by x.from_day desc limit 1) end
$$;

-- The stuck sale of an account that Today speaks of is the one that is worth most.
create or replace function today_facts(ids uuid[], members uuid[], moment timestamptz, ahead integer, since timestamptz, day_end timestamptz, trusted real) returns table (
  account_id uuid, name text, phase text, "position" text, probability real, trust real, interest real, revenue double precision, last_touch_at timestamptz, closed_at timestamptz,
  alarm_forecast_at timestamptz, alarm jsonb, member_id uuid, member_name text, step_id uuid, step_what text, step_due timestamptz, step_version integer,
  worst_kind text, worst_subject text, worst_at timestamptz, worst_trust real, promise_id uuid, promise_subject text, promise_at timestamptz, promise_due date, promise_version integer,
  sale_id uuid, sale_name text, sale_stage text, sale_since timestamptz, sale_late boolean, case_id uuid, case_subject text, case_severity text, case_opened timestamptz, case_due timestamptz,
  asked_at timestamptz, asking_dip boolean, asking_consent boolean, asking_refs integer, handed_over boolean, renewal jsonb, champion_id uuid, champion_evidence text,
  spotted_id uuid, spotted_what text, spotted_due timestamptz, spotted_by text, handoff jsonb, last_kind text, last_subject text, last_at timestamptz, contact_id uuid,
  sale_type text, before_at timestamptz, trust_before real, interest_before real)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  today date := (moment at time zone 'UTC')::date;
  ours text := (select w.currency from workspace w where w.workspace_id = app_workspace());
begin return query
    select r.account_id, a.name, r.phase, r.position, r.probability, r.trust, r.interest, r.revenue::float8 as revenue, r.last_touch_at, r.closed_at, r.alarm_forecast_at, al.alarm,
      coalesce(n.member_id, r.owner_id) as member_id, m.name as member_name,
      n.id as step_id, n.what as step_what, n.due_at as step_due, n.version as step_version,
      w.kind as worst_kind, w.subject as worst_subject, w.at as worst_at, w.trust_move as worst_trust,
      p.id as promise_id, p.what as promise_subject, p.made_at as promise_at, p.due_on as promise_due, p.version as promise_version,
      o.id as sale_id, o.name as sale_name, o.stage as sale_stage, o.stage_since as sale_since, (o.expected_close_on < today) as sale_late,
      c.id as case_id, c.subject as case_subject, c.severity as case_severity, c.opened_at as case_opened, c.due_at as case_due,
      asking.asked_at, asking.dip as asking_dip, asking.consent as asking_consent, asking.refs as asking_refs,
      exists (select from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id and t.kind in ('handoff', 'introduction', 'kick-off', 'kick-off late') and t.at >= r.closed_at) as handed_over,
      k.renewal,
      ch.id as champion_id, ch.evidence as champion_evidence,
      sp.id as spotted_id, sp.what as spotted_what, sp.answer_due_at as spotted_due, sp.originator as spotted_by,
      h.handoff,
      l.kind as last_kind, l.subject as last_subject, l.at as last_at, n.contact_id,
      r.sale_type, before.at as before_at, before.trust_after as trust_before, before.interest_after as interest_before
    from relationship r
    join account a on a.workspace_id = r.workspace_id and a.id = r.account_id
    -- Who may be asked costs more than all the rest: only of whom it matters. Without the offset, everybody would be looked up and thrown away.
    left join lateral (select * from asking_of(r.account_id, moment - interval '365 days') where r.position = 'realized' and r.phase = 'usage' and r.trust >= trusted offset 0) asking on true
    left join lateral (select * from next_step n where n.workspace_id = r.workspace_id and n.account_id = r.account_id and n.state = 'open' order by n.due_at, n.id limit 1) n on true
    left join member m on m.workspace_id = r.workspace_id and m.id = coalesce(n.member_id, r.owner_id)
    left join lateral (select s.kind, t.subject, s.at, s.trust_move from cycle_step s left join touchpoint t on t.workspace_id = s.workspace_id and t.account_id = s.account_id and t.at = s.at and t.id::text = s.entry
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at >= since and s.trust_move < -0.5 order by s.trust_move limit 1) w on true
    left join lateral (select p.id, p.what, p.made_at, p.due_on, p.version from promise p where p.workspace_id = r.workspace_id and p.account_id = r.account_id and p.state = 'open'
      and (p.due_on <= today + ahead + 1 or (p.due_on is null and p.made_at between since and moment - interval '7 days')) order by p.due_on nulls last, p.made_at limit 1) p on true
    -- The one that is worth most, in the workspace's currency; of one without a rate nothing is known, so it comes last.
    left join lateral (select * from opportunity o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.outcome = 'open' and o.deleted_at is null
      and (o.stage_since < moment - interval '30 days' or o.expected_close_on < today)
      order by case when o.currency = ours then o.amount else o.amount * rate_into(o.currency, ours, today) end desc nulls last, o.amount desc nulls last, o.id limit 1) o on true
    left join lateral (select * from service_case c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.state in ('open', 'waiting') and c.deleted_at is null
      order by c.due_at <= day_end desc nulls last, case c.severity when 'severe' then 0 when 'high' then 1 when 'normal' then 2 else 3 end, c.opened_at limit 1) c on true
    left join lateral (select jsonb_build_object('id', k.id, 'name', k.name, 'renewsOn', k.renews_on, 'decideBy', case when k.renews_on - k.notice_days > today then k.renews_on - k.notice_days else k.renews_on end) as renewal
      from service_contract k where k.workspace_id = r.workspace_id and k.account_id = r.account_id and k.state = 'running' and k.deleted_at is null and k.renews_on - k.notice_days <= today + 30 and k.renews_on <= today + 120 order by k.renews_on limit 1) k on true
    left join lateral (select s.id, s.evidence from influence_suggestion s where s.workspace_id = r.workspace_id and s.to_account_id = r.account_id and s.state = 'open' order by s.id desc limit 1) ch on true
    left join lateral (select s.id, s.what, s.answer_due_at, m.name as originator from spotted s join member m on m.workspace_id = s.workspace_id and m.id = s.originator_id
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.state = 'noted' order by s.answer_due_at limit 1) sp on true
    left join lateral (select jsonb_build_object('id', l.id, 'version', l.version, 'severity', l.severity, 'state', l.state, 'answerBy', l.answer_by, 'play', l.play, 'signals', l.signals) as alarm
      from alarm l where l.workspace_id = r.workspace_id and l.account_id = r.account_id and l.ended_at is null and (members is null or l.member_id = any (members)) order by l.opened_at desc limit 1) al on true
    left join lateral (select jsonb_build_object('id', h.id, 'hunter', h.hunter_id, 'farmer', h.farmer_id, 'signedAt', h.signed_at, 'state', h.state, 'introduced', h.introduced_at, 'onePerson', h.one_person) as handoff
      from handoff h where h.workspace_id = r.workspace_id and h.account_id = r.account_id and h.tied order by h.signed_at limit 1) h on true
    left join lateral (select s.at, s.trust_after, s.interest_after from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at < since order by s.at desc limit 1) before on true
    left join lateral (select t.kind, t.subject, t.at from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id and t.kind not in ('silence', 'note') order by t.at desc limit 1) l on true
    where r.workspace_id = app_workspace() and r.account_id = any (ids);
end $$;
