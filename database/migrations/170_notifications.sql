-- owner: workspace
-- What a person is told of: feedback on what they did, something that waits for them. Only they read it.

create table notification (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  -- Which sentence, and what stands in it: the message catalogue makes the words.
  code text not null check (length(code) between 1 and 80),
  facts jsonb not null default '{}',
  subject_kind text not null,
  subject_id uuid,
  account_id uuid,
  -- Who did what it tells of; null: the clock.
  actor_id uuid,
  read_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index notification_by_member on notification (workspace_id, member_id, id desc);
create index notification_unread on notification (workspace_id, member_id) where read_at is null;
create index notification_by_account on notification (workspace_id, account_id) where account_id is not null;
create index notification_by_age on notification (at);
call protect('notification', 'member_id = (select app_member())', 'member_id = (select app_member())');
-- Whoever does something tells others of it.
alter policy added on notification with check (workspace_id = (select app_workspace()));
