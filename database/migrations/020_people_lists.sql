-- owner: people
-- What lists over a million accounts need, records given to a colleague, and changes to many records as one unit.

-- Comparisons of numeric are not leakproof, so under row-level security they may not use an index; those of double precision are.
alter table relationship add column revenue_order double precision generated always as (revenue::double precision) stored;
drop index relationship_by_revenue;
create index relationship_by_revenue on relationship (workspace_id, revenue_order, account_id) where alive;
create index relationship_without_next_step on relationship (workspace_id, account_id) where alive and next_step_due_at is null;
create index account_by_parent on account (workspace_id, parent_id) where parent_id is not null;
create index account_by_custom on account using gin (custom jsonb_path_ops) where custom <> '{}';
create index contact_by_tag on contact using gin (tags);
create index contact_by_custom on contact using gin (custom jsonb_path_ops) where custom <> '{}';

-- Tags and fields of the customer's own are looked up the way fragments are: their operators are not leakproof either.
grant select (tags, custom) on account to perennial_search;
grant select (tags, custom) on contact to perennial_search;
-- Each element of wanted_custom lists the ways in which one value may be stored: as text, as a number, as true or false.
create function custom_conditions(wanted_custom jsonb[]) returns text language sql immutable as $$
  select coalesce(string_agg(condition, ' '), '') from (
    select 'and custom <> ''{}'' and (' || string_agg(format('custom @> ($3[%s]->%s)', i, way), ' or ') || ')'
    from generate_subscripts(wanted_custom, 1) i, generate_series(0, jsonb_array_length(wanted_custom[i]) - 1) way group by i
  ) as one (condition)
$$;
create function marked_accounts(wanted_tags text[], wanted_custom jsonb[], most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute 'select id from account where workspace_id = $1 ' || case when wanted_tags = '{}' then '' else 'and tags @> $2 ' end
    || custom_conditions(wanted_custom) || ' and ($4 or owner_id = any ($5)) limit $6'
    using app_workspace(), wanted_tags, wanted_custom, app_sees('account'), app_members(), most;
end $$;
create function marked_contacts(wanted_tags text[], wanted_custom jsonb[], most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query execute 'select id from contact where workspace_id = $1 ' || case when wanted_tags = '{}' then '' else 'and tags @> $2 ' end
    || custom_conditions(wanted_custom) || ' and ($4 or owner_id = any ($5)) limit $6'
    using app_workspace(), wanted_tags, wanted_custom, app_sees('contact') or app_sees('account'), app_members(), most;
end $$;
grant create on schema public to perennial_search;
alter function marked_accounts owner to perennial_search;
alter function marked_contacts owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function marked_accounts, marked_contacts from public;
grant execute on function marked_accounts, marked_contacts to perennial_app;

-- Records that this very transaction gives to somebody whose records the person does not see. PostgreSQL lets nobody write a row
-- that they may not read, so a seller could hand over nothing without this.
create function app_handed() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.handed', true), ''), '{}')::uuid[] $$;
alter policy seen on account using (workspace_id = (select app_workspace()) and (
  (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_handed())::uuid[])));
alter policy seen on relationship using (workspace_id = (select app_workspace()) and (
  (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or account_id = any ((select app_handed())::uuid[])));
-- Whose account it is, is said here again: left to the policy of the account, a list of contacts would read every account there is.
alter policy seen on contact using (workspace_id = (select app_workspace()) and (
  (select app_sees('contact')) or (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_handed())::uuid[])
  or exists (select from account a where a.workspace_id = contact.workspace_id and a.id = contact.account_id and a.owner_id = any ((select app_members())::uuid[]))));

-- One change to many records: what was done, and per record what it was before, so that it can be taken back exactly.
create table bulk_change (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('account', 'contact')),
  action text not null check (action in ('owner', 'add tag', 'remove tag', 'delete')),
  -- The new owner's id or the tag; null for a deletion or for no owner.
  value text,
  records integer not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
call protect('bulk_change', 'member_id = (select app_member()) or app_sees(''account'')', 'member_id = (select app_member()) or app_changes(''account'')');
create table bulk_change_row (
  workspace_id uuid not null,
  bulk_id uuid not null,
  record_id uuid not null,
  before jsonb not null,
  primary key (workspace_id, bulk_id, record_id),
  foreign key (workspace_id, bulk_id) references bulk_change on delete cascade
);
create index bulk_change_by_record on bulk_change_row (workspace_id, record_id, bulk_id desc);
call protect('bulk_change_row',
  'exists (select from bulk_change b where b.workspace_id = bulk_change_row.workspace_id and b.id = bulk_change_row.bulk_id)',
  'exists (select from bulk_change b where b.workspace_id = bulk_change_row.workspace_id and b.id = bulk_change_row.bulk_id)',
  'select, insert');
