-- owner: people
-- Two records that look the same and are not: said once, so that they are not offered again. The lesser id comes first.
create table not_the_same (
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('account', 'contact')),
  one_id uuid not null,
  other_id uuid not null check (one_id < other_id),
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, kind, one_id, other_id)
);
call protect('not_the_same', 'app_sees(kind) or member_id = (select app_member())', 'true', 'select, insert, delete');
