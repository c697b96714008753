-- owner: people
-- Most records have no tags: they have no place in the index of tags, which every new record would otherwise be written into.
drop index account_by_tag;
create index account_by_tag on account using gin (tags) where tags <> '{}';
drop index contact_by_tag;
create index contact_by_tag on contact using gin (tags) where tags <> '{}';

create or replace function marked_accounts(wanted_tags text[], wanted_custom jsonb[], most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute 'select id from account where workspace_id = $1 ' || case when wanted_tags = '{}' then '' else 'and tags <> ''{}'' and tags @> $2 ' end
    || custom_conditions(wanted_custom) || ' and ($4 or owner_id = any ($5)) limit $6'
    using app_workspace(), wanted_tags, wanted_custom, app_sees('account'), app_members(), most;
end $$;
create or replace function marked_contacts(wanted_tags text[], wanted_custom jsonb[], most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute 'select id from contact where workspace_id = $1 ' || case when wanted_tags = '{}' then '' else 'and tags <> ''{}'' and tags @> $2 ' end
    || custom_conditions(wanted_custom) || ' and ($4 or owner_id = any ($5)) limit $6'
    using app_workspace(), wanted_tags, wanted_custom, app_sees('contact') or app_sees('account'), app_members(), most;
end $$;
