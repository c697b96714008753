-- owner: usage
-- Cases as service people work in them: conversation, clocks, merging, reopening, and the customer's own page.

alter table service_case
  add kind text not null default 'request' check (kind in ('question', 'fault', 'request', 'complaint')),
  add team_id uuid,
  -- Whose turn it is to do something next, and until when: the earlier of the clocks that still run; null while the customer is asked.
  add due_at timestamptz,
  add first_response_due_at timestamptz,
  add first_responded_at timestamptz,
  add resolution_due_at timestamptz,
  -- The clock of the resolution counts from here (the opening, or the last reopening) and stands while the customer is asked.
  add counts_from timestamptz,
  add waiting_since timestamptz,
  add paused_minutes integer not null default 0,
  -- The promise as it was given when the case was opened; another promise later does not change it.
  add target jsonb,
  add breached_at timestamptz,
  add breached text check (breached in ('first response', 'resolution')),
  add solution text check (length(solution) <= 20000),
  add reopened integer not null default 0,
  add merged_into_id uuid,
  add last_message_at timestamptz,
  -- The customer wrote last: an answer is due.
  add unread boolean not null default false,
  add foreign key (workspace_id, team_id) references team (workspace_id, id),
  add foreign key (workspace_id, merged_into_id) references service_case (workspace_id, id),
  add check (merged_into_id is null or state = 'closed');

-- What imported cases say of themselves stands: they have no clock of ours.
create index case_due on service_case (workspace_id, due_at, id) where deleted_at is null and state in ('open', 'waiting');
create index case_merged on service_case (workspace_id, merged_into_id) where merged_into_id is not null;
create index case_due_by_owner on service_case (workspace_id, owner_id, due_at, id) where deleted_at is null and state in ('open', 'waiting');
create index case_by_change on service_case (workspace_id, updated_at desc, id desc) where deleted_at is null;
create index case_by_opening on service_case (workspace_id, opened_at desc, id desc) where deleted_at is null;
-- The clock's sweep asks what fell due since it looked last, of all workspaces.
create index case_clock on service_case (due_at) where due_at is not null and deleted_at is null and state = 'open' and (breached_at is null or breached_at < due_at);

-- Whoever looks after the account may work on its cases, and open one for it.
drop policy added on service_case;
create policy added on service_case for insert to perennial_app with check (workspace_id = (select app_workspace())
  and ((select app_changes('case')) or owner_id = any ((select app_members())::uuid[]) or account_seen(account_id)));
drop policy changed on service_case;
create policy changed on service_case for update to perennial_app
  using (workspace_id = (select app_workspace()) and ((select app_changes('case')) or owner_id = any ((select app_members())::uuid[]) or account_seen(account_id)))
  with check (workspace_id = (select app_workspace()));

create function case_seen(request uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from service_case c where c.workspace_id = app_workspace() and c.id = case_seen.request); end $$;

-- The conversation: what was said to each other, and what only we read.
create table case_message (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('from customer', 'to customer', 'note')),
  channel text,
  member_id uuid,
  contact_id uuid,
  author text not null,
  body text not null check (length(body) between 1 and 20000),
  minutes integer check (minutes between 0 and 10000),
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references service_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete set null (contact_id)
);
create index case_message_by_case on case_message (workspace_id, case_id, at, id);
call protect('case_message', 'app_sees(''case'') or case_seen(case_id)', 'app_changes(''case'') or case_seen(case_id)', 'select, insert');

-- Links that lead the customer to the page of a case: one by hand, one with each letter. Only their hashes are kept.
create table case_link (
  workspace_id uuid not null,
  case_id uuid not null,
  token_hash bytea not null unique,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  seen_at timestamptz,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, case_id) references service_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, made_by) references member (workspace_id, id)
);
create index case_link_by_case on case_link (workspace_id, case_id, made_at desc);
call protect('case_link', 'app_sees(''case'') or case_seen(case_id)', 'app_changes(''case'') or case_seen(case_id)');

create table canned_answer (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  body text not null check (length(body) between 1 and 8000),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
call protect('canned_answer', 'true', 'app_changes(''case'')');

-- What we promise in service: business hours, holidays, targets. One document per workspace; without one, the shipped targets hold.
create table service_level (
  workspace_id uuid primary key references workspace on delete cascade,
  level jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null
);
call protect('service_level', 'true', 'app_changes(''team'')');

-- Cases by a fragment of their subject or of their account's name: as the other searches, by a role that sees no more than that.
create index case_by_fragment on service_case using gin (lower(subject) gin_trgm_ops);
grant select (workspace_id, id, owner_id, account_id, subject, updated_at, deleted_at) on service_case to perennial_search;
create policy searched on service_case for select to perennial_search using (true);
create function search_cases(fragment text, most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('case') or app_sees('account');
begin
  return query execute 'select c.id from (
      select id from service_case where workspace_id = $1 and lower(subject) like $2 union
      select s.id from (select id from account where workspace_id = $1 and search_text like $2 limit 500) a
        join service_case s on s.workspace_id = $1 and s.account_id = a.id
    ) found join service_case c on c.workspace_id = $1 and c.id = found.id
    left join account a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where $3 or c.owner_id = any ($4) or a.owner_id = any ($4) limit $5' using app_workspace(), pattern, sees_all, app_members(), most;
end $$;
grant create on schema public to perennial_search;
alter function search_cases owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function search_cases from public;
grant execute on function search_cases to perennial_app;
