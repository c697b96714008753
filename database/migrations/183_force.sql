-- owner: selling
-- Managing the force through the quarter: capacity, territories, goals, and who is given what.

-- What an hour of selling costs, and how long a contact takes where nobody said so. No row: the usual.
create table force_rule (
  workspace_id uuid primary key references workspace on delete cascade,
  hourly_cost numeric(12, 2) not null check (hourly_cost >= 0),
  minutes_each integer not null check (minutes_each between 0 and 1000),
  version integer not null default 1,
  updated_at timestamptz not null
);
call protect('force_rule', 'true', 'app_changes(''team'')');

-- How many open sales somebody can carry, and how they are employed. No row: the usual twelve, direct.
create table seller_capacity (
  workspace_id uuid not null references workspace on delete cascade,
  member_id uuid not null,
  seller_type text not null check (seller_type in ('direct', 'distributor', 'in-house', 'outside')),
  open_sales integer not null check (open_sales between 0 and 10000),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
call protect('seller_capacity', 'true', 'app_changes(''team'')');

-- Where customers belong: a tree; an account belongs to the deepest territory whose rule it meets, the first of several by name.
create table territory (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  parent_id uuid,
  -- Countries, cities, industries, tags, sizes, single accounts; empty: it holds what its children hold.
  rule jsonb not null default '{}',
  team_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, parent_id) references territory (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id)
);
call protect('territory', 'true', 'app_changes(''team'')');

-- What lies in each territory itself, without its children; counted by a job when a rule changes and every night, since a rule looks at every account.
create table territory_standing (
  workspace_id uuid not null,
  territory_id uuid not null,
  accounts integer not null,
  customers integer not null,
  revenue numeric(20, 2) not null,
  potential numeric(20, 2) not null,
  without_owner integer not null,
  without_step integer not null,
  open_sales integer not null,
  open_amount numeric(20, 2) not null,
  counted_at timestamptz not null,
  primary key (workspace_id, territory_id),
  foreign key (workspace_id, territory_id) references territory on delete cascade
);
call protect('territory_standing', 'app_sees(''account'')', 'app_changes(''team'')');

create table sales_goal (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  scope text not null check (scope in ('member', 'team', 'territory')),
  scope_id uuid not null,
  period date not null,
  -- Null: all types, all offerings.
  sale_type text check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  offering text,
  amount numeric(18, 2) not null check (amount >= 0),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index sales_goal_once on sales_goal (workspace_id, period, scope, scope_id, coalesce(sale_type, ''), coalesce(offering, ''));
create function leads_team(team uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from team t where t.workspace_id = app_workspace() and t.id = team and t.leader_id = app_member()); end $$;
call protect('sales_goal',
  'app_sees(''forecast'') or (scope = ''member'' and scope_id = any ((select app_members())::uuid[])) or (scope = ''team'' and leads_team(scope_id))',
  'app_changes(''team'')');

-- Who is given what comes without an owner.
create table assignment_rule (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  place integer not null,
  what text not null check (what in ('account', 'opportunity')),
  sale_type text check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  territory_id uuid,
  method text not null check (method in ('round robin', 'load', 'territory', 'fit')),
  member_ids uuid[] not null default '{}',
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, territory_id) references territory (workspace_id, id) on delete cascade
);
call protect('assignment_rule', 'app_sees(''forecast'')', 'app_changes(''team'')');

-- Every assignment with its reasons, as they were then.
create table assignment (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  rule_id uuid,
  rule_name text,
  what text not null check (what in ('account', 'opportunity')),
  subject_id uuid not null,
  subject_name text not null,
  member_id uuid not null,
  why jsonb not null,
  by_id uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index assignment_by_time on assignment (workspace_id, at desc, id desc);
create index assignment_by_rule on assignment (workspace_id, rule_id, at desc);
call protect('assignment', 'app_sees(''forecast'') or member_id = any ((select app_members())::uuid[])', 'app_changes(''team'')', 'select, insert');

-- Coverage of the board reads this index alone.
create index relationship_coverage on relationship (workspace_id, phase, position) include (owner_id, next_step_due_at, revenue, sale_type) where alive;
-- Sales won in a time by type: cost of sale, attainment of goals.
create index opportunity_won on opportunity (workspace_id, closed_on) include (owner_id, sale_type, amount, currency, offering) where outcome = 'won' and deleted_at is null;

-- How much capacity there is for each profile: a person's is divided by how well each profile fits. Sums only, whoever asks.
create function capacity_by_profile()
returns table (profile text, capacity double precision, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with seller as (
    select m.id, coalesce(c.open_sales, 12) as capacity from member m left join seller_capacity c on c.workspace_id = m.workspace_id and c.member_id = m.id
    where m.workspace_id = app_workspace() and m.disabled_at is null and m.role in ('seller', 'account manager', 'team leader') and m.business_role is distinct from 'service'
  ), fit as (
    select p.member_id, p.profile, p.score * p.score as weight, sum(p.score * p.score) over (partition by p.member_id) as whole from seller_profile p where p.workspace_id = app_workspace()
  )
  select f.profile, sum(s.capacity * case when f.profile is null then 1 else f.weight / nullif(f.whole, 0) end), count(distinct s.id)
  from seller s left join fit f on f.member_id = s.id group by 1
$$;
revoke all on function capacity_by_profile from public;
grant execute on function capacity_by_profile to perennial_app;
