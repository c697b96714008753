-- owner: insight
-- Reports that go out by themselves, to members only; each gets what he may see himself.
create table report_schedule (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- Which reports, in the order in which they stand in the letter, and the filter they are read with.
  reports text[] not null check (cardinality(reports) between 1 and 20),
  search jsonb not null default '{}',
  every text not null check (every in ('day', 'week', 'month')),
  -- 1 Monday … 7 Sunday; day 29 to 31 is the month's last where it has no such day.
  weekday smallint not null default 1 check (weekday between 1 and 7),
  monthday smallint not null default 1 check (monthday between 1 and 31),
  hour smallint not null check (hour between 0 and 23),
  time_zone text not null check (length(time_zone) between 1 and 60),
  member_id uuid not null,
  paused boolean not null default false,
  next_at timestamptz not null,
  last_at timestamptz,
  last_sent integer,
  last_error text check (length(last_error) <= 500),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index report_schedule_due on report_schedule (next_at) where not paused;
create index report_schedule_by_name on report_schedule (workspace_id, name, id);

create table report_recipient (
  workspace_id uuid not null,
  schedule_id uuid not null,
  member_id uuid not null,
  -- He does not want it any more; whoever writes the schedule cannot undo that.
  stopped_at timestamptz,
  primary key (workspace_id, schedule_id, member_id),
  foreign key (workspace_id, schedule_id) references report_schedule (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index report_recipient_by_member on report_recipient (workspace_id, member_id);

-- What went out to whom for which run: one letter per run and person, whatever happens in between.
create table report_delivery (
  workspace_id uuid not null,
  schedule_id uuid not null,
  member_id uuid not null,
  due_at timestamptz not null,
  state text not null check (state in ('sent', 'failed', 'left out')),
  error text check (length(error) <= 500),
  mail_id uuid,
  -- Of the secret in the letter with which this person ends it.
  stop_hash bytea,
  at timestamptz not null,
  primary key (workspace_id, schedule_id, member_id, due_at),
  foreign key (workspace_id, schedule_id, member_id) references report_recipient on delete cascade
);
create unique index report_delivery_by_stop on report_delivery (stop_hash) where stop_hash is not null;
create index report_delivery_by_time on report_delivery (workspace_id, at);

call protect('report_schedule',
  'member_id = (select app_member()) or (select app_changes(''member'')) or exists (select from report_recipient r where r.workspace_id = report_schedule.workspace_id and r.schedule_id = report_schedule.id and r.member_id = (select app_member()))',
  'member_id = (select app_member()) or (select app_changes(''member''))');
-- A function, since the two tables' policies ask each other.
create function keeps_schedule(schedule uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from report_schedule s where s.workspace_id = app_workspace() and s.id = keeps_schedule.schedule and (s.member_id = app_member() or app_changes('member'))); end $$;
call protect('report_recipient', 'true', 'member_id = (select app_member()) or keeps_schedule(schedule_id)');
call protect('report_delivery', 'member_id = (select app_member()) or (select app_changes(''member''))', '(select app_changes(''member''))', 'select, insert, delete');
