-- owner: people
-- Accounts and contacts, and who worked where, when.

create table account (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  kind text not null default 'organization' check (kind in ('organization', 'household')),
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  owner_id uuid,
  industry text,
  website text,
  domain text,
  phone text,
  city text,
  country text,
  employees integer,
  annual_revenue numeric(18, 2),
  description text,
  parent_id uuid,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  -- Folded name, domain, phone digits: what a fragment is looked for in.
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  foreign key (workspace_id, parent_id) references account (workspace_id, id)
);
create index account_by_name on account (workspace_id, name_key, id) where deleted_at is null;
create index account_by_owner on account (workspace_id, owner_id, name_key, id) where deleted_at is null;
create index account_by_created on account (workspace_id, created_at, id) where deleted_at is null;
create index account_by_domain on account (workspace_id, domain) where domain is not null;
create index account_deleted on account (workspace_id, deleted_at) where deleted_at is not null;
create index account_by_fragment on account using gin (search_text gin_trgm_ops);
create index account_by_tag on account using gin (tags);
call protect('account',
  'app_sees(''account'') or owner_id = any ((select app_members())::uuid[])',
  'app_changes(''account'') or owner_id = any ((select app_members())::uuid[])');

-- Whether this person sees an account, for the tables around it. A function that keeps its plan: the same question written out in each of
-- their policies is planned anew, with all that it leads to, by every query that names the table, which costs more than most answers.
create function account_seen(account uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from account a where a.workspace_id = app_workspace() and a.id = account_seen.account); end $$;

create table contact (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  given_name text,
  family_name text,
  emails text[] not null default '{}',
  phones text[] not null default '{}',
  owner_id uuid,
  -- The current main affiliation, kept beside the history so that a list reads one row.
  account_id uuid,
  title text,
  city text,
  country text,
  birthday date,
  description text,
  tags text[] not null default '{}',
  custom jsonb not null default '{}',
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id)
);
create index contact_by_name on contact (workspace_id, name_key, id) where deleted_at is null;
create index contact_by_owner on contact (workspace_id, owner_id, name_key, id) where deleted_at is null;
create index contact_by_created on contact (workspace_id, created_at, id) where deleted_at is null;
create index contact_by_account on contact (workspace_id, account_id) where account_id is not null;
create index contact_by_email on contact using gin (emails);
create index contact_by_fragment on contact using gin (search_text gin_trgm_ops);
call protect('contact',
  'app_sees(''contact'') or owner_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'app_changes(''contact'') or owner_id = any ((select app_members())::uuid[]) or exists (select from account a where a.workspace_id = contact.workspace_id and a.id = contact.account_id and a.owner_id = any ((select app_members())::uuid[]))');

create function contact_seen(contact uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from contact c where c.workspace_id = app_workspace() and c.id = contact_seen.contact); end $$;

create table affiliation (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  account_id uuid not null,
  title text,
  from_date date,
  until_date date,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  check (until_date is null or from_date is null or until_date >= from_date)
);
create index affiliation_by_contact on affiliation (workspace_id, contact_id);
create index affiliation_by_account on affiliation (workspace_id, account_id);
create unique index affiliation_current on affiliation (workspace_id, contact_id, account_id) where until_date is null;
call protect('affiliation',
  'app_sees(''contact'') or contact_seen(contact_id)',
  'app_sees(''contact'') or contact_seen(contact_id)');

-- Fragment search. An ILIKE under row-level security may not use a trigram index, since ILIKE is not leakproof. So the search runs as a
-- role of its own that sees only ids, owners and search texts, and applies workspace and visibility itself.
-- Fragments shorter than three characters have no trigram: they match the beginning of the name.
grant select (workspace_id, id, owner_id, search_text, name_key, deleted_at) on account to perennial_search;
grant select (workspace_id, id, owner_id, account_id, search_text, name_key, deleted_at) on contact to perennial_search;
create policy searched on account for select to perennial_search using (true);
create policy searched on contact for select to perennial_search using (true);

-- Whether a fragment is common is seen from the first few hundred names: then `ids` holds some of the matches from there, and a list in any order soon
-- has a page of them without help. A rare fragment is looked up by its trigrams (which the planner, guessing at short fragments, would not
-- always do by itself), and `ids` holds every match.
create function account_matches(fragment text, most integer, out common boolean, out ids uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('account');
  seen text := '($3 or owner_id = any ($4))';
begin
  if length(fragment) < 3 then
    execute 'select array(select id from account where workspace_id = $1 and deleted_at is null and name_key >= $2 and name_key < $2 || chr(1114111)
      and ' || seen || ' order by name_key limit $5)' into ids using app_workspace(), fragment, sees_all, app_members(), most;
    common := cardinality(ids) = most;
    return;
  end if;
  execute 'select array(select id from (select id, search_text from account where workspace_id = $1 and deleted_at is null
    and ' || seen || ' order by workspace_id, name_key limit 400) first where search_text like $2 limit $5)'
    into ids using app_workspace(), pattern, sees_all, app_members(), most;
  common := cardinality(ids) >= 4;
  if not common then
    perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
    execute 'select array(select id from account where search_text like $2 and workspace_id = $1 and deleted_at is null
      and ' || seen || ' limit $5)' into ids using app_workspace(), pattern, sees_all, app_members(), most;
    perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
    common := cardinality(ids) = most;
  end if;
end $$;

create function contact_matches(fragment text, most integer, out common boolean, out ids uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('contact') or app_sees('account');
  seen text := '($3 or owner_id = any ($4) or exists (select from account a where a.workspace_id = c.workspace_id and a.id = c.account_id and a.owner_id = any ($4)))';
begin
  if length(fragment) < 3 then
    execute 'select array(select id from contact c where workspace_id = $1 and deleted_at is null and name_key >= $2 and name_key < $2 || chr(1114111)
      and ' || seen || ' order by name_key limit $5)' into ids using app_workspace(), fragment, sees_all, app_members(), most;
    common := cardinality(ids) = most;
    return;
  end if;
  execute 'select array(select id from (select id, search_text from contact c where workspace_id = $1 and deleted_at is null
    and ' || seen || ' order by workspace_id, name_key limit 400) first where search_text like $2 limit $5)'
    into ids using app_workspace(), pattern, sees_all, app_members(), most;
  common := cardinality(ids) >= 4;
  if not common then
    perform set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
    execute 'select array(select id from contact c where search_text like $2 and workspace_id = $1 and deleted_at is null
      and ' || seen || ' limit $5)' into ids using app_workspace(), pattern, sees_all, app_members(), most;
    perform set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
    common := cardinality(ids) = most;
  end if;
end $$;
-- A function can only be given to a role that may create in the schema; the right is lent for the two statements.
grant create on schema public to perennial_search;
alter function account_matches owner to perennial_search;
alter function contact_matches owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function account_matches, contact_matches from public;
grant execute on function account_matches, contact_matches to perennial_app;

-- Who may read of a happening: it is seen with the account it belongs to, by who did it, and by those who see every account.
drop policy seen on event;
create policy seen on event for select to perennial_app using (
  workspace_id = (select app_workspace())
  and ((select app_sees('account')) or member_id = (select app_member())
    or (account_id is not null and account_seen(account_id))));
