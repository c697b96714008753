-- owner: usage
-- A service request.

create table service_case (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  subject text not null check (length(subject) between 1 and 300),
  account_id uuid,
  contact_id uuid,
  owner_id uuid,
  channel text,
  severity text not null default 'normal' check (severity in ('low', 'normal', 'high', 'severe')),
  state text not null default 'open' check (state in ('open', 'waiting', 'solved', 'closed')),
  opened_at timestamptz not null,
  solved_at timestamptz,
  description text,
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index case_by_account on service_case (workspace_id, account_id) where account_id is not null;
create index case_open on service_case (workspace_id, opened_at, id) where state in ('open', 'waiting') and deleted_at is null;
call protect('service_case',
  'app_sees(''case'') or owner_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''case'') or owner_id = any ((select app_members())::uuid[])');
