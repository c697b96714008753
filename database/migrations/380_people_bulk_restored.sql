-- owner: people
-- What was deleted long ago is brought back by the hundred, too; and each record of a change to many tells whether it was taken back with it, and by whom.
alter table bulk_change drop constraint bulk_change_action_check;
alter table bulk_change add constraint bulk_change_action_check check (action in ('owner', 'add tag', 'remove tag', 'delete', 'restore'));
alter table bulk_change add column undone_by uuid;
alter table bulk_change add foreign key (workspace_id, undone_by) references member (workspace_id, id);
alter table bulk_change_row add column undone boolean not null default false;
grant update (undone) on bulk_change_row to perennial_app;
