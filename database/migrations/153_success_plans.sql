-- owner: ownership
-- What "realized value" means for one customer: objectives, outcomes in figures, and milestones that the buyer accepts.

create table success_plan (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  opportunity_id uuid,
  title text not null check (length(title) between 1 and 300),
  signed_on date not null,
  first_value_due date,
  first_value_on date,
  first_value_evidence text,
  -- Who of the customer's people confirmed it.
  first_value_by text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id),
  check ((first_value_on is null) = (first_value_evidence is null))
);
create index success_plan_by_account on success_plan (workspace_id, account_id);
create unique index success_plan_by_sale on success_plan (workspace_id, opportunity_id) where opportunity_id is not null;
create function plan_seen(plan uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from success_plan p where p.workspace_id = app_workspace() and p.id = plan_seen.plan); end $$;
call protect('success_plan',
  'app_sees(''account'') or account_seen(account_id)', 'app_changes(''account'') or account_seen(account_id)');
create trigger watched after insert or update on success_plan for each row execute function watch_record();

create table plan_objective (
  workspace_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  weight real not null default 1 check (weight > 0),
  -- The criterion by which they chose.
  criterion text,
  place smallint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, plan_id) references success_plan (workspace_id, id) on delete cascade
);
create index plan_objective_by_plan on plan_objective (workspace_id, plan_id, place);
call protect('plan_objective', 'plan_seen(plan_id)', 'plan_seen(plan_id)');

create table plan_outcome (
  workspace_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  objective_id uuid not null,
  metric text not null check (length(metric) between 1 and 300),
  unit text,
  baseline double precision not null,
  target double precision not null,
  target_on date,
  actual double precision,
  measured_on date,
  -- Unconfirmed success is only our opinion.
  confirmed_by text,
  confirmed_at timestamptz,
  place smallint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, plan_id) references success_plan (workspace_id, id) on delete cascade,
  foreign key (workspace_id, objective_id) references plan_objective (workspace_id, id) on delete cascade
);
create index plan_outcome_by_plan on plan_outcome (workspace_id, plan_id, place);
call protect('plan_outcome', 'plan_seen(plan_id)', 'plan_seen(plan_id)');

create table plan_milestone (
  workspace_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  detail text,
  side text not null default 'us' check (side in ('us', 'them')),
  member_id uuid,
  due_on date,
  delivered_at timestamptz,
  -- Does the buyer have to accept it? Then this is who did, and what they said.
  needs_acceptance boolean not null default false,
  accepted_at timestamptz,
  accepted_by text,
  accepted_note text,
  declined_at timestamptz,
  declined_note text,
  place smallint not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, plan_id) references success_plan (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index plan_milestone_by_plan on plan_milestone (workspace_id, plan_id, place);
create index plan_milestone_due on plan_milestone (workspace_id, due_on) where accepted_at is null;
call protect('plan_milestone', 'plan_seen(plan_id)', 'plan_seen(plan_id)');

-- A page for the buyer: opens one milestone, once made, until it is used or too old. Only the hash of the secret is kept.
create table milestone_link (
  token_hash bytea primary key,
  workspace_id uuid not null references workspace on delete cascade,
  milestone_id uuid not null,
  made_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (workspace_id, milestone_id) references plan_milestone (workspace_id, id) on delete cascade
);
create index milestone_link_by_milestone on milestone_link (workspace_id, milestone_id);
call protect('milestone_link', 'false', 'true', 'insert');

-- Steps of an implementation, per offering and type of sale.
create table implementation_template (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- Null: any.
  offering text,
  sale_type text check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  first_value_days integer check (first_value_days between 1 and 2000),
  steps jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
call protect('implementation_template', 'true', 'app_changes(''handoff'')');
