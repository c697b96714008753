-- owner: ownership
-- The ledger of promises: what we said we would do, verbal ones too, and what became of it.

create table promise (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  opportunity_id uuid,
  what text not null check (length(what) between 1 and 500),
  -- Whom of the customer's people it was made to, and who of us has to keep it.
  contact_id uuid,
  member_id uuid,
  verbal boolean not null default true,
  due_on date,
  state text not null default 'open' check (state in ('open', 'kept', 'broken', 'withdrawn')),
  why text,
  made_at timestamptz not null,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  -- The entries of the ledger of touchpoints that tell of it.
  made_touchpoint_id uuid,
  settled_touchpoint_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check ((state = 'open') = (settled_at is null))
);
create index promise_by_account on promise (workspace_id, account_id, made_at);
create index promise_open on promise (workspace_id, member_id, due_on, id) where state = 'open';
create index promise_open_by_due on promise (workspace_id, due_on, id) where state = 'open';
create index promise_by_sale on promise (workspace_id, opportunity_id) where opportunity_id is not null;
call protect('promise',
  'app_sees(''promise'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''promise'') or member_id = any ((select app_members())::uuid[]) or account_seen(account_id)');

-- The few entries of the ledger that speak of promises, without reading the rest.
create index touchpoint_of_promises on touchpoint (workspace_id, account_id, at) where kind in ('promise made', 'promise kept', 'promise broken');

-- What the customer expects at the close, against what was sold.
create table expectation (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  opportunity_id uuid not null,
  what text not null check (length(what) between 1 and 500),
  -- Figures where there are any; else the words are compared by a person.
  expected numeric(18, 4),
  sold numeric(18, 4),
  unit text,
  better text not null default 'more' check (better in ('more', 'less')),
  reset_to numeric(18, 4),
  reset_words text,
  verdict text not null default 'unchecked' check (verdict in ('unchecked', 'realistic', 'unrealistic', 'reset')),
  checked_by uuid,
  checked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id) on delete cascade
);
create index expectation_by_sale on expectation (workspace_id, opportunity_id);
create index expectation_by_account on expectation (workspace_id, account_id);
call protect('expectation',
  'app_sees(''handoff'') or account_seen(account_id)', 'app_changes(''handoff'') or account_seen(account_id)');
