-- owner: workspace
-- People who sign in, the workspaces they belong to, their teams and rights.

-- Identity is above workspaces: one person, one password, many memberships. The application role has no grant on these;
-- only workspace/*.api.ts reads them, as the owner.
create table login (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create table session (
  token_hash bytea primary key,
  login_id uuid not null references login (id) on delete cascade,
  workspace_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  agent text
);
create index session_by_login on session (login_id);
-- How often a key (an e-mail, an address, a known browser) failed lately, and when it is let in again.
create table sign_in_throttle (
  key text primary key,
  failures integer not null,
  last_at timestamptz not null,
  open_at timestamptz not null
);
create index sign_in_throttle_by_age on sign_in_throttle (last_at);
-- Browsers in which a person has signed in before: they are throttled by themselves, so that a stranger who guesses does not lock the person out.
create table known_browser (
  token_hash bytea primary key,
  login_id uuid not null references login (id) on delete cascade,
  seen_at timestamptz not null
);
create index known_browser_by_login on known_browser (login_id, seen_at);
-- At most one link per person; deleted when it is used.
create table password_reset (
  token_hash bytea primary key,
  login_id uuid not null unique references login (id) on delete cascade,
  workspace_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table workspace (
  workspace_id uuid primary key,
  name text not null,
  time_zone text not null default 'UTC',
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  country text check (country ~ '^[A-Z]{2}$'),
  settings jsonb not null default '{}',
  created_at timestamptz not null,
  version integer not null default 1
);
call protect('workspace', changeable => 'app_changes(''workspace'')', rights => 'select, update');

create table team (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null,
  parent_id uuid,
  leader_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, parent_id) references team
);
call protect('team', changeable => 'app_changes(''team'')');

create table member (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  login_id uuid references login (id),
  name text not null,
  email text,
  role text not null check (role in ('owner', 'manager', 'team leader', 'seller', 'account manager', 'service', 'marketing', 'reader')),
  business_role text check (business_role in ('hunter', 'farmer', 'service', 'implementation', 'marketing', 'leader', 'other')),
  team_id uuid,
  external_key text,
  disabled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, email),
  unique (workspace_id, login_id),
  unique (workspace_id, external_key),
  foreign key (workspace_id, team_id) references team
);
alter table team add foreign key (workspace_id, leader_id) references member (workspace_id, id);
call protect('member', changeable => 'app_changes(''member'')');

create table invitation (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member on delete cascade
);
call protect('invitation', 'app_sees(''member'')', 'app_changes(''member'')');

create table api_token (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member on delete cascade
);
-- Names tell a person's tokens apart, and a creation that is sent again makes no second one.
create unique index api_token_live_name on api_token (workspace_id, member_id, name) where revoked_at is null;
call protect('api_token', 'member_id = (select app_member()) or app_sees(''token'')', 'member_id = (select app_member()) or app_changes(''token'')');

create table saved_view (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  screen text not null,
  name text not null,
  search jsonb not null,
  shared boolean not null default false,
  pinned boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member on delete cascade
);
call protect('saved_view', 'member_id = (select app_member()) or shared', 'member_id = (select app_member())');

-- One use of the import: its plan, its progress and what became of each row, so that it can resume and be undone.
create table import (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  state text not null check (state in ('uploading', 'planned', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  plan jsonb not null,
  progress jsonb not null default '{}',
  report jsonb,
  error text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member
);
call protect('import', 'member_id = (select app_member()) or app_sees(''import'')', 'member_id = (select app_member()) or app_changes(''import'')');

-- The raw row, kept for good, and what it became. `before` holds what an update overwrote: the undo.
create table import_row (
  workspace_id uuid not null,
  import_id uuid not null,
  file smallint not null,
  line integer not null,
  raw text not null,
  outcome text not null check (outcome in ('created', 'updated', 'skipped', 'merged', 'failed')),
  notes jsonb,
  records jsonb,
  before jsonb,
  primary key (workspace_id, import_id, file, line),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_row', 'exists (select from import i where i.workspace_id = import_row.workspace_id and i.id = import_row.import_id)');

-- Which record of ours a record of another system is. Makes importing again an update, not a duplicate.
create table external_key (
  workspace_id uuid not null references workspace on delete cascade,
  key text not null,
  kind text not null,
  record_id uuid not null,
  import_id uuid,
  primary key (workspace_id, key, kind)
);
create index external_key_by_record on external_key (workspace_id, record_id);
call protect('external_key');
