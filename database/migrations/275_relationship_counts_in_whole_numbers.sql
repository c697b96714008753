-- owner: relationship
-- What a touchpoint changes of the counts, added up in whole numbers: as `numeric` a thousand of them took five times as long. Otherwise as in 190. What was
-- counted is counted anew, so that what is taken away later is what was added.
do $do$
declare
  counted constant text := $$
    select r.workspace_id, r.owner_id, r.phase, r.position, r.sale_type, least(9, floor(r.along * 10))::smallint as tenth, sum(r.sign)::integer as accounts,
      coalesce(sum(r.sign) filter (where r.next_step_due_at is not null), 0)::integer as with_next_step, sum(r.sign * r.revenue) as revenue,
      sum(r.sign * round(r.trust * 1000::float8)::integer)::bigint as trust, sum(r.sign * round(r.interest * 1000::float8)::integer)::bigint as interest
    from (%s) as r where r.alive group by 1, 2, 3, 4, 5, 6 $$;
  keep constant text := $$
    create or replace function %I() returns trigger language plpgsql security definer set search_path = public, pg_temp as $body$ begin
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
  execute format($$ create or replace procedure count_relationships_anew() language sql as $body$
    lock table relationship in share mode;
    delete from relationship_count;
    insert into relationship_count (workspace_id, owner_id, phase, position, sale_type, tenth, accounts, with_next_step, revenue, trust, interest, folded)
    select c.*, true from (%s) as c $body$ $$, format(counted, format('select %s, 1 as sign from relationship', columns)));
end $do$;
call count_relationships_anew();
