-- owner: usage
-- Cases by a fragment of their subject or of their account's name, with what people are now searched with.

create or replace function search_cases(fragment text, most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sees_all boolean := app_sees('case') or app_sees('account');
begin
  return query execute 'select c.id from (
      select id from service_case where workspace_id = $1 and lower(subject) like $2 union
      select s.id from service_case s where s.workspace_id = $1 and s.account_id = any ($6)
    ) found join service_case c on c.workspace_id = $1 and c.id = found.id
    left join account a on a.workspace_id = c.workspace_id and a.id = c.account_id
    where $3 or c.owner_id = any ($4) or a.owner_id = any ($4) limit $5'
    using app_workspace(), fragment_pattern(fragment), sees_all, app_members(), most, coalesce(accounts_named(fragment, true, 500), accounts_holding(fragment, null, null, false, 500));
end $$;
