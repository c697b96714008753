-- owner: relationship
-- What board, map and coverage count is kept as it changes, so that it need not be counted: per owner, phase, position, sale type and tenth of the zone.

-- Rows are added, never changed: what a statement moved is one row per cell that it left or came into. The sum of a cell's rows is what is in it.
-- Nobody waits for anybody, and a transaction that is undone takes its rows with it. A job adds up what has gathered (`folded`).
create table relationship_count (
  workspace_id uuid not null,
  owner_id uuid,
  phase text not null,
  position text not null,
  sale_type text not null,
  tenth smallint not null,
  accounts integer not null,
  with_next_step integer not null,
  revenue numeric(20, 2) not null,
  -- Whole thousandths of a point: what was added can be taken away again without a rest.
  trust bigint not null,
  interest bigint not null,
  folded boolean not null default false
);
create index relationship_count_by_owner on relationship_count (workspace_id, owner_id);
create index relationship_count_to_fold on relationship_count (workspace_id) where not folded;
-- Written by triggers alone, so that no way of changing a relationship (a touchpoint, an import, a merge, an undo) goes past it.
call protect('relationship_count', 'app_sees(''account'') or owner_id = any ((select app_members())::uuid[])', 'false', 'select');

-- One text for all three ways of changing: `sign` is 1 where an account came, -1 where it left.
do $do$
declare
  counted constant text := $$
    select r.workspace_id, r.owner_id, r.phase, r.position, r.sale_type, least(9, floor(r.along * 10))::smallint as tenth, sum(r.sign)::integer as accounts,
      coalesce(sum(r.sign) filter (where r.next_step_due_at is not null), 0)::integer as with_next_step, sum(r.sign * r.revenue) as revenue,
      sum(r.sign * round(r.trust::numeric * 1000))::bigint as trust, sum(r.sign * round(r.interest::numeric * 1000))::bigint as interest
    from (%s) as r where r.alive group by 1, 2, 3, 4, 5, 6 $$;
  keep constant text := $$
    create function %I() returns trigger language plpgsql security definer set search_path = public, pg_temp as $body$ begin
      insert into relationship_count (workspace_id, owner_id, phase, position, sale_type, tenth, accounts, with_next_step, revenue, trust, interest)
      select c.* from (%s) as c where (c.accounts, c.with_next_step, c.revenue, c.trust, c.interest) <> (0, 0, 0, 0, 0); return null; end $body$ $$;
  columns constant text := 'workspace_id, owner_id, alive, phase, position, sale_type, along, next_step_due_at, revenue, trust, interest';
  came constant text := format('select %s, 1 as sign from changed', columns);
  went constant text := format('select %s, -1 as sign from former', columns);
begin
  execute format(keep, 'relationship_count_added', format(counted, came));
  execute format(keep, 'relationship_count_moved', format(counted, came || ' union all ' || went));
  execute format(keep, 'relationship_count_left', format(counted, went));
  -- What stands already, and whatever was filled in past the triggers: counted once.
  execute format($$ create procedure count_relationships_anew() language sql as $body$
    lock table relationship in share mode;
    delete from relationship_count;
    insert into relationship_count (workspace_id, owner_id, phase, position, sale_type, tenth, accounts, with_next_step, revenue, trust, interest, folded)
    select c.*, true from (%s) as c $body$ $$, format(counted, format('select %s, 1 as sign from relationship', columns)));
end $do$;
create trigger counted_added after insert on relationship referencing new table as changed for each statement execute function relationship_count_added();
create trigger counted_moved after update on relationship referencing new table as changed old table as former for each statement execute function relationship_count_moved();
create trigger counted_left after delete on relationship referencing old table as former for each statement execute function relationship_count_left();
revoke all on procedure count_relationships_anew from public;

-- Adds up the cells in which something has gathered. Whoever reads meanwhile sees the rows before or the sums after, never both.
create function fold_relationship_counts() returns integer language sql as $$
  with touched as (select distinct workspace_id, owner_id, phase, position, sale_type, tenth from relationship_count where not folded),
  gone as (
    delete from relationship_count c using touched t
    where c.workspace_id = t.workspace_id and coalesce(c.owner_id, t.workspace_id) = coalesce(t.owner_id, t.workspace_id) and (c.phase, c.position, c.sale_type, c.tenth) = (t.phase, t.position, t.sale_type, t.tenth)
    returning c.*
  ), kept as (
    insert into relationship_count (workspace_id, owner_id, phase, position, sale_type, tenth, accounts, with_next_step, revenue, trust, interest, folded)
    select workspace_id, owner_id, phase, position, sale_type, tenth, sum(accounts), sum(with_next_step), sum(revenue), sum(trust), sum(interest), true
    from gone group by 1, 2, 3, 4, 5, 6 having (sum(accounts), sum(with_next_step), sum(revenue), sum(trust), sum(interest)) <> (0, 0, 0, 0, 0)
  )
  select count(*)::integer from gone $$;
revoke all on function fold_relationship_counts from public;

call count_relationships_anew();

-- What read it alone reads the counts now: one index entry less for every touchpoint.
drop index relationship_coverage;
-- Who has been silent is asked by owner: from the index alone, with those touched since.
drop index relationship_by_last_touch;
create index relationship_by_last_touch on relationship (workspace_id, last_touch_at, account_id) include (owner_id) where alive;
