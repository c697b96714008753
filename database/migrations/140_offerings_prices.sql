-- owner: offerings
-- How an offering is paid for, what it costs in other currencies, what it replaces, goes with and renews, and what a currency was worth on a day.

alter table offering
  -- Paid again each month or year; null: once.
  add recurring text check (recurring in ('month', 'year')),
  add unit text;
create index offering_by_line on offering (workspace_id, line, name_key, id) where deleted_at is null;
create index offering_by_fragment on offering using gin (name_key gin_trgm_ops);

-- The price list beside the offering's own price, one row per further currency.
create table offering_price (
  workspace_id uuid not null,
  offering_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price numeric(18, 2) not null check (price >= 0),
  primary key (workspace_id, offering_id, currency),
  foreign key (workspace_id, offering_id) references offering on delete cascade
);
call protect('offering_price', 'true', 'app_changes(''offering'')');

create table offering_link (
  workspace_id uuid not null,
  offering_id uuid not null,
  kind text not null check (kind in ('replaces', 'goes with', 'renews')),
  other_id uuid not null,
  primary key (workspace_id, offering_id, kind, other_id),
  foreign key (workspace_id, offering_id) references offering on delete cascade,
  foreign key (workspace_id, other_id) references offering on delete cascade,
  check (offering_id <> other_id)
);
create index offering_link_back on offering_link (workspace_id, other_id);
call protect('offering_link', 'true', 'app_changes(''offering'')');

-- What one unit of a currency was worth in another, from a day on until the next rate.
create table exchange_rate (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  into_currency text not null check (into_currency ~ '^[A-Z]{3}$'),
  from_day date not null,
  rate numeric(20, 8) not null check (rate > 0),
  source text,
  member_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, currency, into_currency, from_day),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check (currency <> into_currency)
);
call protect('exchange_rate', 'true', 'app_changes(''offering'')');
