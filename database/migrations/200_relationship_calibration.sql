-- owner: relationship
-- Sets of weights that were learnt from the organization's own outcomes. A set never changes; which one is in use is said apart.
create table relationship_model (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  -- own-1, own-2, …: the version that states carry.
  number integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  progress double precision not null default 0,
  horizon_days integer not null check (horizon_days between 30 and 730),
  verdict text check (verdict in ('too few', 'better', 'not better')),
  -- The model that it was compared with.
  compared_with text,
  -- The whole set of weights; null where nothing could be learnt.
  weights jsonb,
  -- What it was learnt from and tested on, and what came of it.
  result jsonb,
  reason text,
  member_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index relationship_model_by_start on relationship_model (workspace_id, started_at desc, id desc);
create unique index relationship_model_one_runs on relationship_model (workspace_id) where state in ('waiting', 'running');
call protect('relationship_model', 'app_sees(''process'')', 'app_changes(''process'')', 'select, insert, update');

-- Customers at past dates that a set was tested on: what each set said and what the customer did. Seen by whoever sees the customer.
create table relationship_model_case (
  workspace_id uuid not null,
  model_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  position text not null,
  stayed boolean not null,
  said_before real not null,
  said_after real not null,
  primary key (workspace_id, model_id, at, account_id),
  foreign key (workspace_id, model_id) references relationship_model (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index relationship_model_case_by_account on relationship_model_case (workspace_id, account_id);
call protect('relationship_model_case', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''process'')', 'select, insert, delete');

-- Which set is in use, and how far the relationships have been folded anew with it. The one without an end is in force; none: the shipped set.
create table relationship_model_use (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  -- null: the shipped weights.
  model_id uuid,
  version text not null,
  why text,
  member_id uuid,
  begun_at timestamptz not null,
  ended_at timestamptz,
  replayed integer not null default 0,
  to_replay integer not null default 0,
  replayed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, model_id) references relationship_model (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create unique index relationship_model_in_use on relationship_model_use (workspace_id) where ended_at is null;
create index relationship_model_use_by_begin on relationship_model_use (workspace_id, begun_at desc, id desc);
call protect('relationship_model_use', 'true', 'app_changes(''process'')', 'select, insert, update');

-- Relationships that an earlier set made.
create index relationship_by_model on relationship (workspace_id, model_version, account_id);
