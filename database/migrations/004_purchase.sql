-- owner: purchase
-- One row is one sale. Stages and outcome use the canonical words; the slice grows around this table.

create table opportunity (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  account_id uuid,
  contact_id uuid,
  owner_id uuid,
  sale_type text not null default 'commercial' check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  stage text not null default 'interest' check (stage in ('interest', 'assessment', 'involvement', 'commitment', 'action')),
  stage_since timestamptz not null,
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  outcome_reason text,
  amount numeric(18, 2),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  offering text,
  opened_on date not null,
  expected_close_on date,
  closed_on date,
  source text,
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check ((outcome = 'open') = (closed_on is null))
);
create index opportunity_by_account on opportunity (workspace_id, account_id) where account_id is not null;
create index opportunity_by_owner on opportunity (workspace_id, owner_id, outcome);
create index opportunity_open on opportunity (workspace_id, sale_type, stage, id) where outcome = 'open' and deleted_at is null;
create index opportunity_by_name on opportunity (workspace_id, name_key, id) where deleted_at is null;
create index opportunity_by_close on opportunity (workspace_id, expected_close_on, id) where deleted_at is null;
call protect('opportunity',
  'app_sees(''opportunity'') or owner_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''opportunity'') or owner_id = any ((select app_members())::uuid[])');
