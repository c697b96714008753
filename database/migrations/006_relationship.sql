-- owner: relationship
-- The touchpoint ledger and what is derived from it.

-- Append-only: what is wrong is superseded by a newer entry, never changed.
create table touchpoint (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  kind text not null,
  channel text not null check (channel in ('visit', 'call', 'meeting', 'mail', 'message', 'web', 'event', 'service', 'order', 'survey', 'note')),
  direction text not null check (direction in ('inbound', 'outbound', 'mutual')),
  initiator text not null check (initiator in ('us', 'them')),
  subject text not null check (length(subject) between 1 and 500),
  body text check (length(body) <= 20000),
  expectation_set text,
  expectation smallint check (expectation between -2 and 2),
  -- The customer's effort, and our own time.
  effort text check (effort in ('low', 'normal', 'high')),
  minutes integer check (minutes between 0 and 100000),
  outcome text,
  value_delivered boolean not null default false,
  learnt text,
  -- Who told us: the member who logged it, or the machine (an import, a mailbox, the clock).
  member_id uuid,
  source text not null default 'person',
  evidence text,
  -- The same event seen by two sources has one key and counts once.
  evidence_key text not null,
  opportunity_id uuid,
  case_id uuid,
  sale_type text check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  supersedes_id uuid,
  -- A correction that only takes an entry back counts nothing itself.
  retracts boolean not null default false,
  -- How its author's scores were read when it was recorded, frozen so that a replay reads them the same way.
  reading_bias double precision,
  reading_noise double precision,
  primary key (workspace_id, id),
  unique (workspace_id, evidence_key),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, supersedes_id) references touchpoint (workspace_id, id)
);
create index touchpoint_by_account on touchpoint (workspace_id, account_id, at desc, id desc);
create index touchpoint_by_member on touchpoint (workspace_id, member_id, at desc, id desc) where member_id is not null;
create index touchpoint_by_time on touchpoint (workspace_id, at desc, id desc);
create unique index touchpoint_superseded_once on touchpoint (workspace_id, supersedes_id) where supersedes_id is not null;
call protect('touchpoint',
  'app_sees(''touchpoint'') or account_seen(account_id)',
  'app_changes(''touchpoint'') or account_seen(account_id)',
  'select, insert');

create function touchpoint_seen(touchpoint uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from touchpoint t where t.workspace_id = app_workspace() and t.id = touchpoint_seen.touchpoint); end $$;

create table touchpoint_participant (
  workspace_id uuid not null,
  touchpoint_id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, touchpoint_id, contact_id),
  foreign key (workspace_id, touchpoint_id) references touchpoint on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade
);
create index participant_by_contact on touchpoint_participant (workspace_id, contact_id, at desc, touchpoint_id);
call protect('touchpoint_participant',
  'app_sees(''touchpoint'') or touchpoint_seen(touchpoint_id)',
  'app_sees(''touchpoint'') or touchpoint_seen(touchpoint_id)',
  'select, insert');

-- One narrow row per account: where the relationship stands. Lists, board and map read it; every touchpoint updates it.
create table relationship (
  workspace_id uuid not null,
  account_id uuid not null,
  -- Mirrors of the account, kept by reactions, so that board and map read this table alone.
  owner_id uuid,
  alive boolean not null default true,
  phase text not null default 'shopping' check (phase in ('shopping', 'purchase', 'ownership', 'usage')),
  phase_since timestamptz not null,
  -- What was known of the relationship before its first touchpoint: the fold begins with it.
  standing text not null default 'prospect' check (standing in ('prospect', 'customer', 'former')),
  sale_type text not null default 'commercial' check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  position text not null default 'skepticism' check (position in ('skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized')),
  position_since timestamptz not null,
  probability real not null default 1,
  -- Place within the position's zone of the canonical curve, 0 to 1.
  along real not null default 0.5,
  trust real not null,
  interest real not null,
  -- A year's revenue (won sales and orders), in the workspace's currency.
  revenue numeric(18, 2) not null default 0,
  potential numeric(18, 2) not null default 0,
  touchpoints integer not null default 0,
  first_touch_at timestamptz,
  last_touch_at timestamptz,
  closed_at timestamptz,
  -- When the clock will next have something to say about this account: a silence, or a level that drifted by a point.
  clock_due_at timestamptz,
  -- When the alarm line is crossed if nobody calls.
  alarm_forecast_at timestamptz,
  confidence real not null default 0,
  next_step_due_at timestamptz,
  model_version text not null,
  -- The model's whole state, so that the next touchpoint costs the same however long the history is.
  state jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
-- A cell of the board in the order of trust; and all that board and map count, without the wide rows.
create index relationship_by_cell on relationship (workspace_id, phase, position, trust, account_id) include (interest, along, probability, revenue, owner_id, sale_type) where alive;
create index relationship_by_trust on relationship (workspace_id, trust, account_id) where alive;
create index relationship_by_interest on relationship (workspace_id, interest, account_id) where alive;
create index relationship_by_revenue on relationship (workspace_id, revenue, account_id) where alive;
create index relationship_by_last_touch on relationship (workspace_id, last_touch_at, account_id) where alive;
create index relationship_by_next_step on relationship (workspace_id, next_step_due_at, account_id) where alive and next_step_due_at is not null;
create index relationship_clock_due on relationship (clock_due_at) where clock_due_at is not null and alive;
create index relationship_by_owner on relationship (workspace_id, owner_id, phase, position) where alive;
call protect('relationship',
  'app_sees(''account'') or owner_id = any ((select app_members())::uuid[])',
  'true');

-- What each entry (a touchpoint, or a silence that the clock noted) did to the two lines: the two numbers per line from which
-- any slope is opened down to its movers.
create table cycle_step (
  workspace_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  entry text collate "C" not null,
  kind text not null,
  trust_innovation double precision not null,
  trust_log_g double precision not null,
  interest_innovation double precision not null,
  interest_log_g double precision not null,
  -- In points, for reading: what it moved and where the line stood after it.
  trust_move real not null,
  interest_move real not null,
  trust_after real not null,
  interest_after real not null,
  position text not null,
  primary key (workspace_id, account_id, at, entry),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
call protect('cycle_step',
  'app_sees(''account'') or account_seen(account_id)', 'true');

-- How far each source of evidence (a colleague, an import) leans, learnt from its own entries.
create table evidence_source (
  workspace_id uuid not null references workspace on delete cascade,
  source text not null,
  state jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, source)
);
call protect('evidence_source');

-- A person's word against the model's. Both are kept.
create table position_override (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  position text not null check (position in ('skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized')),
  model_position text not null,
  model_probability real not null,
  reason text not null check (length(reason) between 3 and 2000),
  member_id uuid not null,
  at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create unique index position_override_standing on position_override (workspace_id, account_id) where ended_at is null;
call protect('position_override',
  'app_sees(''account'') or account_seen(account_id)',
  'app_sees(''account'') or account_seen(account_id)',
  'select, insert, update');

create table phase_change (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  from_phase text,
  to_phase text not null check (to_phase in ('shopping', 'purchase', 'ownership', 'usage')),
  evidence text not null,
  touchpoint_id uuid,
  member_id uuid,
  rule text,
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index phase_change_by_account on phase_change (workspace_id, account_id, at);
call protect('phase_change',
  'app_sees(''account'') or account_seen(account_id)',
  'true', 'select, insert');

-- What, who, when: every live relationship has one.
create table next_step (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  what text not null check (length(what) between 1 and 300),
  member_id uuid,
  contact_id uuid,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index next_step_by_account on next_step (workspace_id, account_id) where state = 'open';
create index next_step_due on next_step (workspace_id, member_id, due_at, id) where state = 'open';
call protect('next_step',
  'member_id = any ((select app_members())::uuid[]) or app_sees(''account'') or account_seen(account_id)',
  'member_id = any ((select app_members())::uuid[]) or app_sees(''account'') or account_seen(account_id)');

-- A row of Today that a person put off until later.
create table snooze (
  workspace_id uuid not null,
  member_id uuid not null,
  account_id uuid not null,
  until timestamptz not null,
  primary key (workspace_id, member_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
call protect('snooze', 'member_id = (select app_member())', 'member_id = (select app_member())');
