-- owner: ownership
-- A handoff holds its hunter, not a second entry of the same customer: when two accounts become one, or come apart again, the handoff goes along.

create or replace function hold_hunter_on_account() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  -- Upkeep by the owner of the tables is nobody's request.
  if app_workspace() is null then return case tg_op when 'DELETE' then old else new end; end if;
  if tg_op = 'UPDATE' then
    if new.merged_into_id is not null and old.merged_into_id is null then return new; end if;
  end if;
  select * into held from handoff h where h.workspace_id = old.workspace_id and h.account_id = old.id and h.tied
    and (tg_op = 'DELETE' or new.deleted_at is not null or (h.hunter_id = old.owner_id and h.state <> 'accepted')) limit 1;
  if found then
    perform still_tied(held, case when tg_op = 'DELETE' or new.deleted_at is not null then 'it cannot be deleted' else 'it cannot be given to somebody else' end);
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create or replace function hold_hunter_on_sale() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  if app_workspace() is null then return case tg_op when 'DELETE' then old else new end; end if;
  if tg_op = 'UPDATE' then
    if new.owner_id is not distinct from old.owner_id and new.deleted_at is not distinct from old.deleted_at and exists (
      select from merge m where m.workspace_id = old.workspace_id and m.kind = 'account' and m.undone_at is null
        and ((m.gone_id, m.kept_id) = (old.account_id, new.account_id) or (m.gone_id, m.kept_id) = (new.account_id, old.account_id)))
    then return new; end if;
  end if;
  select * into held from handoff h where h.workspace_id = old.workspace_id and h.opportunity_id = old.id and h.tied and h.state <> 'accepted' limit 1;
  if found then perform still_tied(held, case when tg_op = 'DELETE' or new.deleted_at is not null then 'its sale cannot be deleted' else 'its sale cannot be moved' end); end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
