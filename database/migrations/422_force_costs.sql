-- owner: selling
-- Selling costs more than the hours of contacts: what an hour of each kind of seller costs, where that differs, and what else was spent on a type in a month.
alter table force_rule add column by_seller_type jsonb not null default '{}' check (jsonb_typeof(by_seller_type) = 'object');

create table selling_cost (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  sale_type text not null check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  month date not null check (extract(day from month) = 1),
  kind text not null check (kind in ('travel', 'demonstration', 'commission', 'other')),
  -- In the workspace's currency.
  amount numeric(18, 2) not null check (amount > 0),
  note text check (length(note) <= 500),
  member_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index selling_cost_by_month on selling_cost (workspace_id, sale_type, month desc, id);
-- They are spent on all sales of a type, and so belong beside what all of these bring.
call protect('selling_cost', 'app_sees(''forecast'')', 'app_changes(''team'')');
