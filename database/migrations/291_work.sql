-- owner: platform
-- Heavy work that people see: who began it, how far it is, that they can end it, and what became of it.

create table work (
  workspace_id uuid not null references workspace on delete cascade,
  -- That of the record that the work is for, where it has one.
  id uuid not null,
  kind text not null check (length(kind) between 1 and 60),
  -- Null: the clock began it.
  member_id uuid,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
  share real not null default 0 check (share between 0 and 1),
  -- Whoever may see the page that it is for sees how far it is.
  for_all boolean not null default false,
  begun_at timestamptz not null,
  -- When the process that does it was last heard: one that was killed is heard no more.
  seen_at timestamptz not null,
  ended_at timestamptz,
  ended_by_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, ended_by_id) references member (workspace_id, id) on delete set null (ended_by_id)
);
create index work_by_time on work (workspace_id, begun_at desc, id desc);
create index work_by_age on work (begun_at);
call protect('work', 'for_all or member_id = (select app_member()) or app_sees(''work'')', 'member_id = (select app_member()) or app_changes(''work'')', 'select, insert, update');

-- How far each is stands with the work; what becomes of it stands here.
alter table relationship_model drop column progress;
alter table purchase_fit drop column progress;
alter table training_report drop column progress;
