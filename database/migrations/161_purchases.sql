-- owner: usage
-- Orders as facts, and what they tell of the next one: fits with version and date, and what each customer is expected to be worth.

create index customer_order_by_day on customer_order (workspace_id, ordered_on desc, id desc) where deleted_at is null;

-- Whoever looks after the account may enter its orders.
drop policy added on customer_order;
create policy added on customer_order for insert to perennial_app with check (workspace_id = (select app_workspace())
  and ((select app_changes('opportunity')) or owner_id = any ((select app_members())::uuid[])) and account_seen(account_id));
drop policy changed on customer_order;
create policy changed on customer_order for update to perennial_app
  using (workspace_id = (select app_workspace()) and account_seen(account_id) and ((select app_changes('opportunity')) or owner_id = any ((select app_members())::uuid[])
    or exists (select from account a where a.workspace_id = customer_order.workspace_id and a.id = customer_order.account_id and a.owner_id = any ((select app_members())::uuid[]))))
  with check (workspace_id = (select app_workspace()));

create table purchase_fit (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'refused', 'cancelled', 'failed')),
  -- The last day that counts.
  until_on date not null,
  -- What the lifetime value rests on: months, discount a year, margin.
  terms jsonb not null,
  progress real not null default 0,
  customers integer,
  purchases integer,
  -- Each model with parameters, standard errors, log-likelihood and n, or why it was refused.
  models jsonb,
  reason text,
  member_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index purchase_fit_by_time on purchase_fit (workspace_id, started_at desc, id desc);
create unique index purchase_fit_one_at_a_time on purchase_fit (workspace_id) where state in ('waiting', 'running');
call protect('purchase_fit', 'true', 'app_changes(''team'')');

-- Of each customer, by the latest fit.
create table customer_value (
  workspace_id uuid not null,
  account_id uuid not null,
  fit_id uuid not null,
  repeats integer not null,
  first_on date not null,
  last_on date not null,
  -- Chance to be still a customer; purchases expected in the next twelve months; what one brings; what all to come are worth now.
  alive double precision not null,
  expected double precision not null,
  spend numeric(18, 2),
  value numeric(18, 2),
  value_low numeric(18, 2),
  value_high numeric(18, 2),
  others jsonb not null default '{}',
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, fit_id) references purchase_fit (workspace_id, id) on delete cascade
);
create index customer_value_by_value on customer_value (workspace_id, value desc nulls last, account_id desc);
create index customer_value_by_alive on customer_value (workspace_id, alive, account_id);
call protect('customer_value', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''team'')');
