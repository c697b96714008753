-- owner: workspace
-- Events of records that belong to no account are read by whoever sees the record; the owners read all that happened.
alter policy seen on event using (
  workspace_id = (select app_workspace()) and (
    subject_kind = any ((select app_seen_kinds())::text[])
    or (select app_changes('workspace'))
    or member_id = (select app_member())
    or (account_id is not null and account_seen(account_id))
    or (subject_kind = 'contact' and contact_seen(subject_id))
    or (subject_kind = 'opportunity' and exists (select from opportunity o where o.workspace_id = event.workspace_id and o.id = event.subject_id))
    or (subject_kind = 'case' and exists (select from service_case s where s.workspace_id = event.workspace_id and s.id = event.subject_id))
    or (subject_kind = 'form' and exists (select from web_form f where f.workspace_id = event.workspace_id and f.id = event.subject_id))
    or (subject_kind = 'programme' and exists (select from training_programme p where p.workspace_id = event.workspace_id and p.id = event.subject_id))
    or (subject_kind = 'territory' and exists (select from territory t where t.workspace_id = event.workspace_id and t.id = event.subject_id))
    or (subject_kind = 'assignment rule' and exists (select from assignment_rule r where r.workspace_id = event.workspace_id and r.id = event.subject_id))
    or (subject_kind = 'exchange rate' and exists (select from exchange_rate r where r.workspace_id = event.workspace_id and r.id = event.subject_id))
    or (subject_kind = 'canned answer' and exists (select from canned_answer c where c.workspace_id = event.workspace_id and c.id = event.subject_id))
    or (subject_kind = 'template' and exists (select from implementation_template i where i.workspace_id = event.workspace_id and i.id = event.subject_id))
  ));
