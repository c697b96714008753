-- owner: shopping
-- Many relationships that move at once were compared each with each, whether or not anybody has a segment that follows rules.
create or replace function segment_after_relationship() returns trigger language plpgsql set enable_nestloop to off as $$ begin
  if not exists (select from segment where kind = 'rule' and deleted_at is null) then return null; end if;
  perform segment_look_at(array_agg(n.account_id), n.workspace_id) from changed n join former o on o.workspace_id = n.workspace_id and o.account_id = n.account_id
  where (n.phase, n.position, n.alive, n.sale_type, n.revenue, round(n.trust), round(n.interest)) is distinct from (o.phase, o.position, o.alive, o.sale_type, o.revenue, round(o.trust), round(o.interest))
    and n.workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null)
  group by n.workspace_id; return null; end $$;
create or replace function segment_after_move() returns trigger language plpgsql set enable_nestloop to off as $$ begin
  if not exists (select from segment where kind = 'rule' and deleted_at is null) then return null; end if;
  perform segment_look_at(array_agg(account_id), workspace_id) from (
    select n.workspace_id, unnest(array[n.account_id, o.account_id]) as account_id from changed n join former o on o.workspace_id = n.workspace_id and o.id = n.id
  ) moved where workspace_id in (select s.workspace_id from segment s where s.kind = 'rule' and s.deleted_at is null) group by workspace_id; return null; end $$;
