-- owner: shopping
-- What was done to be noticed, when, and what it cost.

create table campaign (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  kind text,
  status text,
  starts_on date,
  ends_on date,
  budget numeric(18, 2),
  cost numeric(18, 2),
  expected_revenue numeric(18, 2),
  owner_id uuid,
  description text,
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index campaign_by_name on campaign (workspace_id, name_key, id) where deleted_at is null;
call protect('campaign', 'true', 'app_changes(''campaign'')');
