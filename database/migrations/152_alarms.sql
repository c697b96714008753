-- owner: ownership
-- The alarm after the close, what it is watched by, and the plays that answer it.

create table alarm (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  -- The one person who is asked to act.
  member_id uuid,
  state text not null default 'open' check (state in ('open', 'acknowledged', 'in recovery', 'recovered', 'lost', 'false alarm')),
  severity smallint not null check (severity between 1 and 3),
  -- Why, heaviest first: kind, severity, since, evidence, amount.
  signals jsonb not null,
  -- The dip as it was judged when it was raised: verdict, because, norm with its n.
  dip jsonb not null,
  probability real not null,
  threshold real not null,
  trust real not null,
  play text not null,
  opened_at timestamptz not null,
  answer_by timestamptz not null,
  acknowledged_at timestamptz,
  recovery_at timestamptz,
  ended_at timestamptz,
  note text,
  model_version text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index alarm_running on alarm (workspace_id, account_id) where ended_at is null;
create index alarm_of_member on alarm (workspace_id, member_id, answer_by) where ended_at is null;
create index alarm_by_account on alarm (workspace_id, account_id, opened_at desc);
create index alarm_by_time on alarm (workspace_id, opened_at desc, id desc);
call protect('alarm',
  'app_sees(''alarm'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''alarm'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)', 'select, insert, update');

-- One row per customer after the close: when it has to be looked at again, and what was seen the last time. The sweep asks this index
-- for what is due; customers that are not due cost nothing.
create table alarm_watch (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  due_at timestamptz not null,
  looked_at timestamptz,
  decision text check (decision in ('none', 'digest', 'rest', 'open', 'extend')),
  member_id uuid,
  probability real,
  dip jsonb,
  signals jsonb not null default '[]',
  forecast_at timestamptz,
  -- When the customer was lost, if he was.
  lost_at timestamptz,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index alarm_watch_due on alarm_watch (due_at);
create index alarm_watch_mild on alarm_watch (workspace_id, member_id) where decision = 'digest';
create index alarm_watch_lost on alarm_watch (workspace_id, lost_at) where lost_at is not null;
call protect('alarm_watch', 'app_sees(''alarm'') or app_sees(''account'') or account_seen(account_id)', 'true');

-- How deep and how long customers who came back had dipped: what "expected" means here.
create table past_dip (
  workspace_id uuid not null references workspace on delete cascade,
  account_id uuid not null,
  closed_at timestamptz not null,
  sale_type text not null,
  depth real not null,
  days real not null,
  noted_at timestamptz not null,
  primary key (workspace_id, account_id, closed_at),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index past_dip_by_type on past_dip (workspace_id, sale_type, noted_at desc);
call protect('past_dip', 'true', 'true', 'select, insert');

-- Whatever moves a customer after the close makes him due at once: one place, whoever writes.
create function watch_soon(workspace uuid, account uuid, at timestamptz) returns void language sql security definer set search_path = public, pg_temp as $$
  insert into alarm_watch (workspace_id, account_id, due_at) values (workspace, account, at)
  on conflict (workspace_id, account_id) do update set due_at = least(alarm_watch.due_at, excluded.due_at)
$$;
create function watch_relationship() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin perform watch_soon(new.workspace_id, new.account_id, new.updated_at); return null; end $$;
create trigger watched after update of trust, position, closed_at on relationship for each row
  when (new.touchpoints > 0 and (new.closed_at is not null or new.standing <> 'prospect')) execute function watch_relationship();
create function watch_record() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update alarm_watch w set due_at = least(w.due_at, new.updated_at) where w.workspace_id = new.workspace_id and w.account_id = new.account_id;
  return null;
end $$;
create trigger watched after insert or update on promise for each row execute function watch_record();
create trigger watched after insert or update on service_case for each row when (new.account_id is not null) execute function watch_record();
create trigger watched after insert or update on handoff for each row execute function watch_record();
insert into alarm_watch (workspace_id, account_id, due_at)
  select workspace_id, account_id, now() from relationship where alive and touchpoints > 0 and (closed_at is not null or standing <> 'prospect') on conflict do nothing;

-- A play of the library that was changed here, or made here; what ships is in the program.
create table play (
  workspace_id uuid not null references workspace on delete cascade,
  key text not null check (length(key) between 1 and 80),
  name text not null check (length(name) between 1 and 120),
  situation text not null,
  steps jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, key)
);
call protect('play', 'true', 'app_changes(''alarm'')');

create table play_run (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  alarm_id uuid,
  play text not null,
  name text not null,
  started_at timestamptz not null,
  started_by uuid,
  ended_at timestamptz,
  outcome text check (outcome in ('recovered', 'lost', 'false alarm', 'stopped')),
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, alarm_id) references alarm (workspace_id, id) on delete cascade
);
create index play_run_by_account on play_run (workspace_id, account_id, started_at desc);
create index play_run_by_alarm on play_run (workspace_id, alarm_id) where alarm_id is not null;
create index play_run_by_play on play_run (workspace_id, play);
call protect('play_run', 'app_sees(''alarm'') or account_seen(account_id)', 'app_changes(''alarm'') or account_seen(account_id)', 'select, insert, update');

-- Its steps are next steps, so that they stand on Today as any other.
create table play_run_step (
  workspace_id uuid not null,
  run_id uuid not null,
  place smallint not null,
  what text not null,
  next_step_id uuid not null,
  primary key (workspace_id, run_id, place),
  foreign key (workspace_id, run_id) references play_run (workspace_id, id) on delete cascade,
  foreign key (workspace_id, next_step_id) references next_step (workspace_id, id) on delete cascade
);
call protect('play_run_step', 'exists (select from play_run r where r.workspace_id = play_run_step.workspace_id and r.id = play_run_step.run_id)', 'true', 'select, insert');
