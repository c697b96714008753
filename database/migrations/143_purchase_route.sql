-- owner: purchase
-- The loop of relationship sales: who visits which account how often, what came of each due visit, and what share of the need is ours.

create table route_stop (
  workspace_id uuid not null,
  account_id uuid not null,
  member_id uuid not null,
  every_days integer not null check (every_days between 1 and 730),
  -- 1 Monday … 7 Sunday: the visit moves to the next such day; null: any.
  weekday smallint check (weekday between 1 and 7),
  last_visit_on date,
  next_visit_on date not null,
  -- The order within a day.
  place integer not null default 0,
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index route_stop_due on route_stop (workspace_id, member_id, next_visit_on, place);
call protect('route_stop', 'app_sees(''account'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''opportunity'') or member_id = any ((select app_members())::uuid[])');

-- What became of a visit that was due: made or passed over, and why.
create table route_visit (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  member_id uuid not null,
  due_on date not null,
  state text not null check (state in ('made', 'skipped')),
  reason text,
  touchpoint_id uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check (state = 'made' or reason is not null)
);
create index route_visit_by_account on route_visit (workspace_id, account_id, at desc);
create index route_visit_by_member on route_visit (workspace_id, member_id, at desc);
call protect('route_visit', 'app_sees(''account'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''opportunity'') or member_id = any ((select app_members())::uuid[])');

-- What an account needs of a line in a year, who said so and when; the newest counts.
create table yearly_need (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  line text not null check (length(line) between 1 and 200),
  amount numeric(18, 2) not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  source text not null check (length(source) between 1 and 300),
  on_day date not null,
  member_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index yearly_need_by_account on yearly_need (workspace_id, account_id, line, on_day desc);
call protect('yearly_need', 'app_sees(''account'') or account_seen(account_id)',
  'app_changes(''opportunity'') or account_seen(account_id)');
