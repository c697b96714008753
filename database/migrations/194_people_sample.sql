-- owner: people
-- A random part of the accounts, the same at each call: what a report looks at one by one when there are too many for all.

create index account_by_sample on account (workspace_id, (uuid_hash(id) & 65535)) include (id, owner_id) where deleted_at is null;
-- Row-level security may not let the index decide by a function of the id: this role applies workspace and reach itself, as the search does.
create function sampled_accounts(part integer) returns setof uuid
language sql stable parallel safe security definer set search_path = public, pg_temp rows 20000 as $$
  select id from account where workspace_id = app_workspace() and deleted_at is null and (uuid_hash(id) & 65535) < part
    and (app_sees('account') or owner_id = any (app_members()))
$$;
grant create on schema public to perennial_search;
alter function sampled_accounts owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function sampled_accounts from public;
grant execute on function sampled_accounts to perennial_app;
