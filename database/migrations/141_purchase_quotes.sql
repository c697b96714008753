-- owner: purchase
-- Offers in writing, their approval and acceptance, and the rules that a workspace sells by.

-- One row per workspace, absent until somebody changes a rule.
create table selling_rules (
  workspace_id uuid primary key references workspace on delete cascade,
  -- In percent; a larger discount needs a manager's word. Null: no limit.
  discount_limit numeric(5, 2) check (discount_limit between 0 and 100),
  quote_days integer not null default 30 check (quote_days between 1 and 730),
  quote_terms text,
  -- Country → days in which a consumer may withdraw.
  cooling_off jsonb not null default '{}',
  won_reasons text[] not null,
  lost_reasons text[] not null,
  version integer not null default 1,
  updated_at timestamptz not null
);
call protect('selling_rules', 'true', 'app_changes(''offering'')');

create table quote (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  account_id uuid,
  contact_id uuid,
  number text not null,
  issue smallint not null,
  state text not null default 'draft' check (state in ('draft', 'asked', 'approved', 'declined', 'sent', 'accepted', 'withdrawn', 'superseded')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- As offered: what becomes of offerings and lines later does not change it.
  lines jsonb not null,
  largest_discount numeric(5, 2) not null,
  valid_until date not null,
  introduction text,
  terms text,
  -- The buyer's link: only its hash.
  token_hash bytea unique,
  member_id uuid,
  approver_id uuid,
  approval_reason text,
  asked_at timestamptz,
  decided_by uuid,
  decision_reason text,
  decided_at timestamptz,
  sent_at timestamptz,
  seen_at timestamptz,
  accepted_at timestamptz,
  accepted_by text,
  withdrawn_reason text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, number, issue),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete set null (contact_id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, approver_id) references member (workspace_id, id),
  foreign key (workspace_id, decided_by) references member (workspace_id, id),
  check ((accepted_at is null) = (accepted_by is null))
);
create index quote_by_sale on quote (workspace_id, opportunity_id, created_at);
create index quote_to_approve on quote (workspace_id, approver_id, asked_at) where state = 'asked';
call protect('quote',
  'exists (select from opportunity o where o.workspace_id = quote.workspace_id and o.id = quote.opportunity_id)', 'app_works_on(opportunity_id)');

-- The highest number given so far under a prefix, whoever made the quote: numbers are the workspace's, not the seller's.
create function quote_count(prefix text) returns integer language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(max(substr(number, length(prefix) + 1)::integer), 0) from quote where workspace_id = app_workspace() and starts_with(number, prefix) $$;
revoke all on function quote_count from public;
grant execute on function quote_count to perennial_app;
