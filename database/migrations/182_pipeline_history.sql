-- owner: selling
-- What each sale was before it was changed, so that the pipeline of any moment can be told; the calls on the forecast; weekly snapshots.

-- A sale as it was until `at`. The newest state is the sale itself; what it was on a day is the first row after that day, else the sale.
-- Written by a trigger, so that no way of changing a sale (a screen, an import, a bulk change) goes past it.
create table opportunity_past (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  at timestamptz not null,
  stage text not null,
  outcome text not null,
  amount numeric(18, 2),
  expected_close_on date,
  owner_id uuid,
  deleted boolean not null,
  -- Several changes in one moment keep their order.
  nth integer not null default 0,
  primary key (workspace_id, opportunity_id, at, nth),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
create index opportunity_past_by_time on opportunity_past (workspace_id, at);
call protect('opportunity_past',
  'exists (select from opportunity o where o.workspace_id = opportunity_past.workspace_id and o.id = opportunity_past.opportunity_id)', 'false', 'select');

create function keep_past_of_sale() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into opportunity_past (workspace_id, opportunity_id, at, stage, outcome, amount, expected_close_on, owner_id, deleted, nth)
  values (old.workspace_id, old.id, greatest(new.updated_at, old.created_at), old.stage, old.outcome, old.amount, old.expected_close_on, old.owner_id, old.deleted_at is not null,
    (select count(*) from opportunity_past p where p.workspace_id = old.workspace_id and p.opportunity_id = old.id and p.at = greatest(new.updated_at, old.created_at)));
  return null;
end $$;
create trigger past_kept after update on opportunity for each row
  when ((old.stage, old.outcome, old.amount, old.expected_close_on, old.owner_id, old.deleted_at is null)
    is distinct from (new.stage, new.outcome, new.amount, new.expected_close_on, new.owner_id, new.deleted_at is null))
  execute function keep_past_of_sale();

-- What a person says will be won in a period: one call per person, period and week; a second one in the same week takes the place of the first.
create table forecast_call (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  -- The quarter's first day, and the Monday of the week in which it was said.
  period date not null,
  week date not null,
  committed numeric(18, 2) not null check (committed >= 0),
  best_case numeric(18, 2) not null check (best_case >= committed),
  pipeline numeric(18, 2) not null check (pipeline >= best_case),
  comment text check (length(comment) <= 2000),
  version integer not null default 1,
  at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, period, week),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index forecast_call_by_period on forecast_call (workspace_id, period, week);
call protect('forecast_call', 'app_sees(''forecast'') or member_id = any ((select app_members())::uuid[])', 'member_id = (select app_member())', 'select, insert, update');

-- What the leader makes of it, beside what was said: neither overwrites the other.
create table forecast_adjustment (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  leader_id uuid not null,
  period date not null,
  week date not null,
  committed numeric(18, 2) not null check (committed >= 0),
  best_case numeric(18, 2) not null check (best_case >= committed),
  reason text not null check (length(reason) between 3 and 2000),
  version integer not null default 1,
  at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, leader_id, period, week),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, leader_id) references member (workspace_id, id) on delete cascade
);
create index forecast_adjustment_by_period on forecast_adjustment (workspace_id, period, week);
call protect('forecast_adjustment', 'app_sees(''forecast'') or member_id = any ((select app_members())::uuid[])',
  'leader_id = (select app_member()) and member_id <> leader_id and (app_changes(''forecast'') or member_id = any ((select app_members())::uuid[]))', 'select, insert, update');

-- Each week's standing of each person, taken by a job on Monday: what was open, what it was worth by its chances, what was won, what was said.
create table forecast_snapshot (
  workspace_id uuid not null references workspace on delete cascade,
  member_id uuid not null,
  period date not null,
  week date not null,
  won numeric(18, 2) not null,
  open_in_period numeric(18, 2) not null,
  weighted numeric(18, 2) not null,
  committed numeric(18, 2),
  best_case numeric(18, 2),
  pipeline numeric(18, 2),
  adjusted numeric(18, 2),
  taken_at timestamptz not null,
  primary key (workspace_id, member_id, period, week),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index forecast_snapshot_by_period on forecast_snapshot (workspace_id, period, week);
call protect('forecast_snapshot', 'app_sees(''forecast'') or member_id = any ((select app_members())::uuid[])', 'app_changes(''forecast'')', 'select, insert, update');
