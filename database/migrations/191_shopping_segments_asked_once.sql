-- owner: shopping
-- Whether any rule stands is asked once per statement. As `having segment_rules_stand(workspace_id)` it was asked of every row: a condition on groups
-- that holds no sum is moved to the rows.

create or replace function segment_after_account() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(id), workspace_id) from changed
  where workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by workspace_id; return null; end $$;
create or replace function segment_after_record() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(account_id), workspace_id) from changed
  where workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by workspace_id; return null; end $$;
create or replace function segment_after_move() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(account_id), workspace_id) from (
    select n.workspace_id, unnest(array[n.account_id, o.account_id]) as account_id from changed n join former o on o.workspace_id = n.workspace_id and o.id = n.id
  ) moved where workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by workspace_id; return null; end $$;
create or replace function segment_after_relationship() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(n.account_id), n.workspace_id) from changed n join former o on o.workspace_id = n.workspace_id and o.account_id = n.account_id
  where (n.phase, n.position, n.alive, n.sale_type, n.revenue, round(n.trust), round(n.interest)) is distinct from (o.phase, o.position, o.alive, o.sale_type, o.revenue, round(o.trust), round(o.interest))
    and n.workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null)
  group by n.workspace_id; return null; end $$;
create or replace function segment_after_line() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(o.account_id), o.workspace_id) from changed c join opportunity o on o.workspace_id = c.workspace_id and o.id = c.opportunity_id
  where o.workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by o.workspace_id; return null; end $$;
create or replace function segment_after_consent() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(k.account_id), k.workspace_id) from changed c join contact k on k.workspace_id = c.workspace_id and k.id = c.contact_id
  where k.workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by k.workspace_id; return null; end $$;
drop function segment_rules_stand;
