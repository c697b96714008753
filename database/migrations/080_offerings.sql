-- owner: offerings
-- Products, services and experiences.

create table offering (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  code text,
  line text,
  kind text not null default 'product' check (kind in ('product', 'service', 'experience')),
  price numeric(18, 2),
  cost numeric(18, 2),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  active boolean not null default true,
  manufacturer text,
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
create index offering_by_name on offering (workspace_id, name_key, id) where deleted_at is null;
call protect('offering', 'true', 'app_changes(''offering'')');
