-- owner: usage
-- What was added to a note goes with it: without its first, an addition says nothing.
alter table spotted drop constraint spotted_workspace_id_first_id_fkey;
alter table spotted add foreign key (workspace_id, first_id) references spotted (workspace_id, id) on delete cascade;
