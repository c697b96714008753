-- owner: shopping
-- Forms on the web: a page of our own or a frame in somebody else's. What is sent becomes account, contact, touchpoint and prospect in one transaction.

create table web_form (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  -- The part of its address that nobody guesses.
  key text not null unique check (key ~ '^[A-Za-z0-9_-]{16,64}$'),
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  title text not null check (length(title) between 1 and 300),
  intro text check (length(intro) <= 5000),
  button text not null check (length(button) between 1 and 60),
  thanks text not null check (length(thanks) between 1 and 2000),
  fields jsonb not null,
  -- What sending it is: an inquiry expresses a need, the others attention.
  touchpoint_kind text not null default 'inquiry' check (touchpoint_kind in ('inquiry', 'event attended', 'reply')),
  segment_id uuid,
  campaign_id uuid,
  owner_id uuid,
  -- { channel, purpose, text }: what a tick allows; null asks for nothing.
  consent jsonb,
  double_opt_in boolean not null default false,
  -- Sites in whose pages it may stand: https://www.example.com
  sites text[] not null default '{}',
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, segment_id) references segment (workspace_id, id) on delete set null (segment_id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete set null (campaign_id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index web_form_by_name on web_form (workspace_id, name_key, id) where deleted_at is null;
call protect('web_form', 'true', 'app_changes(''campaign'')');

create table form_submission (
  workspace_id uuid not null,
  -- Made by the page, so that sending twice is sending once.
  id uuid not null,
  form_id uuid not null,
  answers jsonb not null,
  consent_text text,
  state text not null check (state in ('waiting', 'taken in')),
  token_hash bytea unique,
  at timestamptz not null,
  confirmed_at timestamptz,
  site text check (length(site) <= 300),
  account_id uuid,
  contact_id uuid,
  touchpoint_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, form_id) references web_form (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete set null (account_id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete set null (contact_id),
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete set null (touchpoint_id)
);
create index form_submission_of_form on form_submission (workspace_id, form_id, id desc);
create index form_submission_of_contact on form_submission (workspace_id, contact_id) where contact_id is not null;
create index form_submission_waiting on form_submission (at) where state = 'waiting';
-- What a stranger wrote is seen with the account it came to; what waits for its confirmation, by nobody but who keeps the forms.
call protect('form_submission', 'app_changes(''campaign'') or (account_id is not null and (app_sees(''account'') or account_seen(account_id)))', 'app_changes(''campaign'')');

-- How often one address, or everybody, has sent lately. Above workspaces: the application role has no grant.
create table form_throttle (
  key text primary key,
  count integer not null,
  since timestamptz not null
);
