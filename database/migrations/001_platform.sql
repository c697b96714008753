-- owner: platform
-- The ground every table stands on: the role the application runs as, who is asking, and how a table is protected.

do $$ begin
  if not exists (select from pg_roles where rolname = 'perennial_app') then create role perennial_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'perennial_search') then create role perennial_search nologin; end if;
exception when duplicate_object or unique_violation then null; -- another database of this cluster was quicker
end $$;
do $$ begin execute format('grant perennial_app, perennial_search to %I', current_user); end $$;
grant usage on schema public to perennial_app, perennial_search;

create extension if not exists pg_trgm;

-- Who is asking. Each request's transaction sets these (set_config(…, true)); outside of one they are empty and nothing is visible.
create function app_workspace() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.workspace', true), '')::uuid $$;
create function app_member() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.member', true), '')::uuid $$;
-- The members whose records this person may see or change as own or team: always contains the person.
create function app_members() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.members', true), ''), '{}')::uuid[] $$;
-- Kinds of record that this person may see (or change) throughout the workspace.
create function app_sees(kind text) returns boolean language sql stable parallel safe
  as $$ select kind = any (coalesce(nullif(current_setting('app.sees', true), ''), '{}')::text[]) $$;
create function app_changes(kind text) returns boolean language sql stable parallel safe
  as $$ select kind = any (coalesce(nullif(current_setting('app.changes', true), ''), '{}')::text[]) $$;

-- Puts a table under row-level security, forced, and grants the application role its rights on it.
--   visible: the extra condition for a row to be seen, changeable: for it to be written; both beside "same workspace".
--   rights:  what the application role may do at all ('select, insert' makes a table append-only).
-- The functions stand inside (select …) so that they are evaluated once per query, not once per row.
create procedure protect(target regclass, visible text default 'true', changeable text default 'true',
                         rights text default 'select, insert, update, delete') language plpgsql as $$
declare same text := 'workspace_id = (select app_workspace())';
begin
  visible := regexp_replace(visible, '(?<!select )(app_(?:sees|changes)\(''\w+''\))', '(select \1)', 'g');
  changeable := regexp_replace(changeable, '(?<!select )(app_(?:sees|changes)\(''\w+''\))', '(select \1)', 'g');
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy seen on %s for select to perennial_app using (%s and (%s))', target, same, visible);
  execute format('create policy added on %s for insert to perennial_app with check (%s and (%s))', target, same, changeable);
  execute format('create policy changed on %s for update to perennial_app using (%s and (%s)) with check (%s)', target, same, changeable, same);
  execute format('create policy removed on %s for delete to perennial_app using (%s and (%s))', target, same, changeable);
  -- The owner of the tables (migrations, backup, the clock's sweeps over all workspaces) is held by forced security too, unless let in by name.
  execute format('create policy upkeep on %s for all to current_user using (true) with check (true)', target);
  execute format('grant %s on %s to perennial_app', rights, target);
end $$;

-- What happened, once. Timeline, audit, field history, webhooks, live updates and jobs read it.
create table event (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  member_id uuid,
  via text not null check (via in ('session', 'token', 'system')),
  name text not null,
  subject_kind text not null,
  subject_id uuid,
  account_id uuid,
  detail jsonb not null default '{}',
  request_id text,
  primary key (workspace_id, id)
);
create index event_by_subject on event (workspace_id, subject_kind, subject_id, id desc);
create index event_by_account on event (workspace_id, account_id, id desc) where account_id is not null;
call protect('event', rights => 'select, insert');

-- Answers of writes that a client may retry.
create table idempotency (
  workspace_id uuid not null,
  member_id uuid not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  answer jsonb,
  at timestamptz not null,
  primary key (workspace_id, member_id, key)
);
create index idempotency_by_age on idempotency (at);
call protect('idempotency', 'member_id = (select app_member())', 'member_id = (select app_member())');
