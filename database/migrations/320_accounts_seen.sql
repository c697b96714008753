-- owner: people
-- Whose account is it? Asked of every record of an account that the person does not own. It says what the policy of `account` says, and is kept apart from it
-- because a question under a policy prepares all that the policy may ask, anew for each record: 143 µs, in these steps 21.
create or replace function account_seen(account uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare owner uuid;
begin
  select a.owner_id into owner from account a where a.workspace_id = app_workspace() and a.id = account_seen.account;
  if not found then return false; end if;
  if owner = any (app_members()) or app_sees('account') or account_seen.account = any (app_handed()) then return true; end if;
  return exists (select from handoff h where h.workspace_id = app_workspace() and h.account_id = account_seen.account and h.tied
    and (h.hunter_id = any (app_members()) or h.farmer_id = any (app_members())));
end $$;
