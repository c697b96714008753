-- owner: ownership
-- What an alarm is worth, who can look after how many, and what else wakes the alarm: invoices that fall due.

-- How many customers after the close one person can look after, where that is not the workspace's usual number.
create table farmer_capacity (
  workspace_id uuid not null references workspace on delete cascade,
  member_id uuid not null,
  customers integer not null check (customers between 0 and 10000),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
call protect('farmer_capacity', 'true', 'app_changes(''team'')');

-- An order or invoice may fall due, be paid, or be taken back: its customer is looked at anew.
create function watch_order() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update alarm_watch w set due_at = least(w.due_at, new.updated_at) where w.workspace_id = new.workspace_id and w.account_id = new.account_id;
  return null;
end $$;
create trigger watched_due after insert on customer_order for each row when (new.due_on is not null) execute function watch_order();
create trigger watched_change after update of due_on, status, deleted_at on customer_order for each row
  when (new.due_on is not null or old.due_on is not null) execute function watch_order();
create index customer_order_due on customer_order (workspace_id, account_id, due_on) where due_on is not null and deleted_at is null;

-- What an order says of its payment: due, and nobody has said that it is paid or taken back.
create function invoice_open(status text) returns boolean language sql immutable parallel safe as $$
  select status is not null and lower(status) in ('open', 'overdue', 'unpaid', 'sent', 'due', 'partly paid')
$$;

-- The value at stake stands beside the rest of what an account's history begins with.
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
  override := (select json_build_object('id', o.id, 'position', o.position, 'reason', o.reason, 'memberId', o.member_id, 'memberName', m.name, 'at', o.at)
    from position_override o join member m on m.workspace_id = o.workspace_id and m.id = o.member_id
    where o.workspace_id = app_workspace() and o.account_id = account_history.account and o.ended_at is null);
  settings := (select w.settings from workspace w where w.workspace_id = app_workspace());
end $$;
