-- owner: usage
-- What customers ordered beside the sales that the purchase process carried: repeat business, invoices, baskets.

create table customer_order (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  contact_id uuid,
  opportunity_id uuid,
  -- The order that an invoice belongs to: it is no revenue of its own.
  part_of_id uuid,
  number text,
  ordered_on date not null,
  amount numeric(18, 2),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text,
  due_on date,
  subject text,
  offering text,
  quantity numeric(18, 4),
  owner_id uuid,
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
create index customer_order_by_account on customer_order (workspace_id, account_id, ordered_on);
call protect('customer_order',
  'app_sees(''account'') or account_seen(account_id)',
  'app_changes(''opportunity'') or owner_id = any ((select app_members())::uuid[])');
