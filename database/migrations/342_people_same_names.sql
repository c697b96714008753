-- owner: people
-- Who may be the same is asked of all records: the index holds what that needs, so that a million of them are not looked up one by one.
drop index account_by_match;
drop index contact_by_match;
create index account_by_match on account (workspace_id, match_key) include (id, owner_id, created_at, deleted_at);
create index contact_by_match on contact (workspace_id, match_key) include (id, owner_id, account_id, created_at, deleted_at);
