-- owner: purchase
-- What the board of open sales adds up is kept as it changes, as the counts of relationships are (decision 190): per owner, type, stage and currency.

create table open_sales_count (
  workspace_id uuid not null,
  owner_id uuid,
  sale_type text not null,
  stage text not null,
  currency text not null,
  sales integer not null,
  amount numeric(20, 2) not null,
  -- Worth by a chance of their own; and what the others are worth as a whole, to be weighted by what is usual.
  own numeric not null,
  rest numeric(20, 2) not null,
  folded boolean not null default false
);
create index open_sales_count_by_owner on open_sales_count (workspace_id, owner_id);
create index open_sales_count_to_fold on open_sales_count (workspace_id) where not folded;
-- Whoever sees only some sales (their own, those of their accounts, those they sell with others) has few, and they are counted.
call protect('open_sales_count', 'app_sees(''opportunity'')', 'false', 'select');

do $do$
declare
  counted constant text := $$
    select r.workspace_id, r.owner_id, r.sale_type, r.stage, r.currency, sum(r.sign)::integer as sales, coalesce(sum(r.sign * r.amount), 0) as amount,
      coalesce(sum(r.sign * r.amount * r.probability::numeric), 0) as own, coalesce(sum(r.sign * r.amount) filter (where r.probability is null), 0) as rest
    from (%s) as r where r.outcome = 'open' and r.deleted_at is null group by 1, 2, 3, 4, 5 $$;
  keep constant text := $$
    create function %I() returns trigger language plpgsql security definer set search_path = public, pg_temp as $body$ begin
      insert into open_sales_count (workspace_id, owner_id, sale_type, stage, currency, sales, amount, own, rest)
      select c.* from (%s) as c where (c.sales, c.amount, c.own, c.rest) <> (0, 0, 0, 0); return null; end $body$ $$;
  columns constant text := 'workspace_id, owner_id, sale_type, stage, currency, amount, probability, outcome, deleted_at';
  came constant text := format('select %s, 1 as sign from changed', columns);
  went constant text := format('select %s, -1 as sign from former', columns);
begin
  execute format(keep, 'open_sales_added', format(counted, came));
  execute format(keep, 'open_sales_moved', format(counted, came || ' union all ' || went));
  execute format(keep, 'open_sales_left', format(counted, went));
  -- What stands already, and whatever was filled in past the triggers: counted once.
  execute format($$ create procedure count_open_sales_anew() language sql as $body$
    lock table opportunity in share mode;
    delete from open_sales_count;
    insert into open_sales_count (workspace_id, owner_id, sale_type, stage, currency, sales, amount, own, rest, folded) select c.*, true from (%s) as c $body$ $$,
    format(counted, format('select %s, 1 as sign from opportunity', columns)));
end $do$;
create trigger counted_added after insert on opportunity referencing new table as changed for each statement execute function open_sales_added();
create trigger counted_moved after update on opportunity referencing new table as changed old table as former for each statement execute function open_sales_moved();
create trigger counted_left after delete on opportunity referencing old table as former for each statement execute function open_sales_left();
revoke all on procedure count_open_sales_anew from public;

create function fold_open_sales_counts() returns integer language sql as $$
  with touched as (select distinct workspace_id, owner_id, sale_type, stage, currency from open_sales_count where not folded),
  gone as (
    delete from open_sales_count c using touched t
    where c.workspace_id = t.workspace_id and coalesce(c.owner_id, t.workspace_id) = coalesce(t.owner_id, t.workspace_id) and (c.sale_type, c.stage, c.currency) = (t.sale_type, t.stage, t.currency)
    returning c.*
  ), kept as (
    insert into open_sales_count (workspace_id, owner_id, sale_type, stage, currency, sales, amount, own, rest, folded)
    select workspace_id, owner_id, sale_type, stage, currency, sum(sales), sum(amount), sum(own), sum(rest), true
    from gone group by 1, 2, 3, 4, 5 having (sum(sales), sum(amount), sum(own), sum(rest)) <> (0, 0, 0, 0)
  )
  select count(*)::integer from gone $$;
revoke all on function fold_open_sales_counts from public;

call count_open_sales_anew();

-- What is stuck is a matter of time and so is counted: a stretch of this index per type and stage. Boards with other filters are summed from it alone.
drop index opportunity_sums;
create index opportunity_sums on opportunity (workspace_id, sale_type, stage, stage_since)
  include (currency, amount, probability, id, owner_id, account_id) where outcome = 'open' and deleted_at is null;
