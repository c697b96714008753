-- owner: platform
-- What every write asks, as functions that keep their plans.

-- Events of one transaction; listeners hear of them when (and only if) it commits.
create function events_recorded(workspace uuid, happened json, said text) returns void language plpgsql as $$ begin
  perform pg_notify('perennial_event', said);
  insert into event (workspace_id, id, at, member_id, via, name, subject_kind, subject_id, account_id, detail, request_id)
  select workspace, r.id, r.at, r.member_id, r.via, r.name, r.subject_kind, r.subject_id, r.account_id, coalesce(r.detail, '{}'), r.request_id
  from json_to_recordset(happened) as r (id uuid, at timestamptz, member_id uuid, via text, name text, subject_kind text, subject_id uuid, account_id uuid, detail jsonb, request_id text);
end $$;

-- What was answered to this person when the same key was sent before.
create function answer_before(sent_key text, out fingerprint text, out status smallint, out answer jsonb) returns setof record language plpgsql stable as $$ begin
  return query select i.fingerprint, i.status, i.answer from idempotency i where i.workspace_id = app_workspace() and i.member_id = app_member() and i.key = sent_key;
end $$;
create function answer_kept(sent_key text, print text, code integer, said json, moment timestamptz) returns void language plpgsql as $$ begin
  insert into idempotency (workspace_id, member_id, key, fingerprint, status, answer, at) values (app_workspace(), app_member(), sent_key, print, code, said::jsonb, moment);
end $$;
