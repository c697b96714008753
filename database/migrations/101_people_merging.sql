-- owner: people
-- Two records that are the same: one is kept, the other leads to it. What moved is kept, so that it can be taken apart again.

alter table account add column merged_into_id uuid;
alter table account add foreign key (workspace_id, merged_into_id) references account (workspace_id, id);
create index account_merged on account (workspace_id, merged_into_id) where merged_into_id is not null;
alter table contact add column merged_into_id uuid;
alter table contact add foreign key (workspace_id, merged_into_id) references contact (workspace_id, id);
create index contact_merged on contact (workspace_id, merged_into_id) where merged_into_id is not null;

create table merge (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('account', 'contact')),
  kept_id uuid not null,
  gone_id uuid not null,
  -- Fields of the kept record that changed: what they were, and what they became.
  changes jsonb not null,
  member_id uuid,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (workspace_id, id)
);
-- Whoever merges a record that was merged meanwhile is told.
create unique index merge_once on merge (workspace_id, gone_id) where undone_at is null;
create index merge_by_kept on merge (workspace_id, kept_id, at desc);
call protect('merge', 'member_id = (select app_member()) or app_sees(kind)', 'true', 'select, insert, update');

-- Each row that pointed to the one and now points to the other, by its key.
create table merge_row (
  workspace_id uuid not null,
  merge_id uuid not null,
  number integer not null,
  relation text not null,
  field text not null,
  key jsonb not null,
  primary key (workspace_id, merge_id, number),
  foreign key (workspace_id, merge_id) references merge on delete cascade
);
call protect('merge_row', 'merge_id in (select m.id from merge m where m.workspace_id = (select app_workspace()))', 'false', 'select');

-- What points to a kind of record: every foreign key of the catalogue, so that a new table is moved without a word about it here.
-- The relationship and its steps are not moved: each account has its own, computed from its ledger.
create function merge_fields(kind text) returns table (relation regclass, field text)
language sql stable set search_path = public, pg_temp as $$
  select con.conrelid::regclass, att.attname::text
  from pg_constraint con
  cross join lateral unnest(con.conkey, con.confkey) as pair (here, there)
  join pg_attribute att on att.attrelid = con.conrelid and att.attnum = pair.here
  join pg_attribute target on target.attrelid = con.confrelid and target.attnum = pair.there
  where con.contype = 'f' and con.confrelid = to_regclass(kind) and target.attname = 'id'
    and con.conrelid not in ('relationship'::regclass, 'cycle_step'::regclass)
  order by 1, 2
$$;

-- Points everything that points to one record to another, as the owner of the tables: the ledger is append-only for everybody else, and
-- not a word of its entries changes. A row of which the other has its own (one per account, or no row to oneself) stays where it is.
create function merge_references(merge uuid, "from" uuid, "to" uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  workspace uuid := app_workspace();
  merged record;
  place record;
  keys text[];
  one jsonb;
  same text;
  total integer := 0;
begin
  select * into merged from merge m where m.workspace_id = workspace and m.id = merge_references.merge and m.gone_id = "from" and m.kept_id = "to" and m.undone_at is null;
  if not found then raise exception 'no such merge' using errcode = '42501'; end if;
  for place in select * from merge_fields(merged.kind) loop
    select array_agg(a.attname::text order by a.attname) into keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = place.relation and i.indisprimary;
    -- The key as it will be, so that the row is found again.
    for one in execute format('select jsonb_build_object(%s) from %s t where t.workspace_id = $1 and t.%I = $2',
      (select string_agg(format('%L, %s', k, case when k = place.field then '$3' else format('t.%I', k) end), ', ') from unnest(keys) k), place.relation, place.field)
      using workspace, "from", "to"
    loop
      same := (select string_agg(format('t.%I = %L', k, case when k = place.field then "from"::text else one ->> k end), ' and ') from unnest(keys) k);
      begin
        execute format('update %s t set %I = $2 where t.workspace_id = $1 and %s', place.relation, place.field, same) using workspace, "to";
        total := total + 1;
        insert into merge_row (workspace_id, merge_id, number, relation, field, key) values (workspace, merge, total, place.relation::text, place.field, one);
      exception when unique_violation or check_violation or exclusion_violation then null;
      end;
    end loop;
  end loop;
  -- The one pointer without a foreign key: under which keys an import finds the record again.
  for one in select jsonb_build_object('workspace_id', e.workspace_id, 'key', e.key, 'kind', e.kind) from external_key e
    where e.workspace_id = workspace and e.record_id = "from" and e.kind = merged.kind
  loop
    update external_key e set record_id = "to" where e.workspace_id = workspace and e.key = one ->> 'key' and e.kind = merged.kind;
    total := total + 1;
    insert into merge_row (workspace_id, merge_id, number, relation, field, key) values (workspace, merge, total, 'external_key', 'record_id', one);
  end loop;
  return total;
end $$;

-- Takes it apart again: what still points to the kept record goes back.
create function unmerge_references(merge uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  workspace uuid := app_workspace();
  merged record;
  moved record;
  count integer;
  total integer := 0;
begin
  select * into merged from merge m where m.workspace_id = workspace and m.id = unmerge_references.merge and m.undone_at is null;
  if not found then raise exception 'no such merge' using errcode = '42501'; end if;
  for moved in select * from merge_row r where r.workspace_id = workspace and r.merge_id = merge order by number desc loop
    begin
      execute format('update %s t set %I = $2 where t.workspace_id = $1 and t.%I = $3 and %s', moved.relation, moved.field, moved.field,
        (select string_agg(format('t.%I = %L', k, v), ' and ') from jsonb_each_text(moved.key) as pair (k, v))) using workspace, merged.gone_id, merged.kept_id;
      get diagnostics count = row_count;
      total := total + count;
    exception when unique_violation or check_violation or exclusion_violation then null;
    end;
  end loop;
  return total;
end $$;
revoke all on function merge_references, unmerge_references from public;
grant execute on function merge_references, unmerge_references, merge_fields to perennial_app;
