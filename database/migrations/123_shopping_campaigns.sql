-- owner: shopping
-- Campaigns: whom they are for, who belongs to them and how each answered, and the touchpoints they brought.

alter table campaign add column channel text check (channel in ('mail', 'call', 'message', 'visit', 'event', 'web', 'advertising', 'other'));
alter table campaign add column segment_id uuid;
alter table campaign add column offering_id uuid;
alter table campaign add foreign key (workspace_id, segment_id) references segment (workspace_id, id) on delete set null (segment_id);
alter table campaign add foreign key (workspace_id, offering_id) references offering (workspace_id, id);

create table campaign_member (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  account_id uuid not null,
  contact_id uuid,
  state text not null default 'targeted' check (state in ('targeted', 'reached', 'responded', 'declined')),
  state_at timestamptz not null,
  -- The touchpoint that shows the answer.
  touchpoint_id uuid,
  added_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete set null (touchpoint_id)
);
create unique index campaign_member_person on campaign_member (workspace_id, campaign_id, account_id, contact_id) where contact_id is not null;
create unique index campaign_member_account on campaign_member (workspace_id, campaign_id, account_id) where contact_id is null;
create index campaign_member_by_account on campaign_member (workspace_id, account_id);
create index campaign_member_by_contact on campaign_member (workspace_id, contact_id) where contact_id is not null;
call protect('campaign_member', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''campaign'') or account_seen(account_id)');

-- Which touchpoints a campaign brought; account and time are the touchpoint's, kept here so that a path is read from one index.
create table campaign_touchpoint (
  workspace_id uuid not null,
  campaign_id uuid not null,
  touchpoint_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  how text not null check (how in ('form', 'response', 'letter', 'person', 'import')),
  member_id uuid,
  recorded_at timestamptz not null,
  primary key (workspace_id, campaign_id, touchpoint_id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade,
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index campaign_touchpoint_path on campaign_touchpoint (workspace_id, account_id, at);
create index campaign_touchpoint_of_touchpoint on campaign_touchpoint (workspace_id, touchpoint_id);
call protect('campaign_touchpoint', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''campaign'') or account_seen(account_id)', 'select, insert, delete');

-- One letter to the members of a campaign who allowed it.
create table campaign_letter (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 20000),
  state text not null default 'sending' check (state in ('sending', 'sent')),
  sent integer not null default 0,
  -- Members that had no address, or did not allow it.
  skipped integer not null default 0,
  member_id uuid,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id) on delete cascade
);
create index campaign_letter_of_campaign on campaign_letter (workspace_id, campaign_id, id);
create index campaign_letter_to_send on campaign_letter (workspace_id) where state = 'sending';
call protect('campaign_letter', 'true', 'app_changes(''campaign'')');
create table campaign_letter_to (
  workspace_id uuid not null,
  letter_id uuid not null,
  campaign_member_id uuid not null,
  mail_id uuid,
  primary key (workspace_id, letter_id, campaign_member_id),
  foreign key (workspace_id, letter_id) references campaign_letter (workspace_id, id) on delete cascade,
  foreign key (workspace_id, campaign_member_id) references campaign_member (workspace_id, id) on delete cascade
);
call protect('campaign_letter_to', 'true', 'app_changes(''campaign'')');
