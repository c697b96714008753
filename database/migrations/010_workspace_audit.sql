-- owner: workspace
-- Who may read what happened: events of kinds that the person sees throughout the workspace, the person's own doings,
-- and events of records that the person sees. Session events stay between the person and the owners.
create function app_seen_kinds() returns text[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.sees', true), ''), '{}')::text[] $$;

alter policy seen on event using (
  workspace_id = (select app_workspace()) and (
    subject_kind = any ((select app_seen_kinds())::text[])
    or member_id = (select app_member())
    or (account_id is not null and account_seen(account_id))
    or (subject_kind = 'contact' and contact_seen(subject_id))
    or (subject_kind = 'opportunity' and exists (select from opportunity o where o.workspace_id = event.workspace_id and o.id = event.subject_id))
    or (subject_kind = 'case' and exists (select from service_case s where s.workspace_id = event.workspace_id and s.id = event.subject_id))
  ));
create index event_by_member on event (workspace_id, member_id, id desc);
