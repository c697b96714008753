-- owner: usage
-- What customers have from us, the contracts on it, and what became of each renewal.

-- Who keeps the records of an account's installed base: sales and service where their rights reach all, else whoever owns the account.
create function app_keeps(account uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from account a where a.workspace_id = app_workspace() and a.id = app_keeps.account
    and (app_changes('opportunity') or app_changes('case') or a.owner_id = any (app_members()))); end $$;

create table service_contract (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 300),
  number text,
  started_on date not null,
  renews_on date not null,
  period_months integer not null check (period_months between 1 and 120),
  -- For one period.
  price numeric(18, 2) not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  notice_days integer not null default 0 check (notice_days between 0 and 730),
  state text not null default 'running' check (state in ('running', 'lost')),
  lost_on date,
  owner_id uuid,
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check (renews_on > started_on),
  check ((state = 'lost') = (lost_on is not null))
);
create index service_contract_by_renewal on service_contract (workspace_id, renews_on, id) where state = 'running' and deleted_at is null;
create index service_contract_by_account on service_contract (workspace_id, account_id);
call protect('service_contract', 'app_sees(''account'') or account_seen(account_id)', 'app_keeps(account_id)');

-- Each decision on a renewal, with what was known of the account at that moment.
create table contract_decision (
  workspace_id uuid not null,
  contract_id uuid not null,
  account_id uuid not null,
  number integer not null,
  decided_on date not null,
  outcome text not null check (outcome in ('renewed', 'lost')),
  renews_before date not null,
  price_before numeric(18, 2) not null,
  price_after numeric(18, 2),
  reason text,
  note text,
  features double precision[] not null default '{}',
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, contract_id, number),
  foreign key (workspace_id, contract_id) references service_contract (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index contract_decision_by_day on contract_decision (workspace_id, decided_on);
call protect('contract_decision', 'app_sees(''account'') or account_seen(account_id)', 'app_keeps(account_id)');

create table asset (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  offering_id uuid,
  contract_id uuid,
  name text not null check (length(name) between 1 and 300),
  serial text,
  quantity integer not null default 1 check (quantity between 1 and 1000000),
  since date,
  warranty_until date,
  place text,
  state text not null default 'in use' check (state in ('in use', 'retired')),
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, offering_id) references offering (workspace_id, id),
  foreign key (workspace_id, contract_id) references service_contract (workspace_id, id)
);
create index asset_by_account on asset (workspace_id, account_id);
create index asset_by_warranty on asset (workspace_id, warranty_until, id) where state = 'in use' and deleted_at is null;
call protect('asset', 'app_sees(''account'') or account_seen(account_id)', 'app_keeps(account_id)');

create function asset_account(asset uuid) returns uuid language sql stable parallel safe
  as $$ select a.account_id from asset a where a.workspace_id = app_workspace() and a.id = asset_account.asset $$;

-- How much it is used: a figure a day and measure, sent by the machine or its operator.
create table asset_usage (
  workspace_id uuid not null,
  asset_id uuid not null,
  measure text not null check (length(measure) between 1 and 60),
  day date not null,
  value double precision not null,
  primary key (workspace_id, asset_id, measure, day),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
call protect('asset_usage', 'app_sees(''account'') or account_seen(asset_account(asset_id))', 'app_keeps(asset_account(asset_id))');
