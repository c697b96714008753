-- owner: workspace

-- The rows of an import as they stood in the file and what became of each, many together: `rows` is a list of [line, raw, outcome, notes, records] in JSON,
-- as text or compressed (Zstandard). A row of its own for each cost an import more than the records of some.
create table import_batch (
  workspace_id uuid not null,
  import_id uuid not null,
  file smallint not null,
  -- The number of the first row in the file, and how many there are.
  first integer not null,
  count integer not null,
  outcomes text[] not null,
  -- How many of them have notes.
  noted integer not null,
  rows bytea not null,
  primary key (workspace_id, import_id, file, first),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_batch', 'import_id in (select i.id from import i where i.workspace_id = (select app_workspace()))');

insert into import_batch (workspace_id, import_id, file, first, count, outcomes, noted, rows)
select workspace_id, import_id, file, min(number), count(*), array_agg(distinct outcome), count(*) filter (where notes is not null),
  convert_to(jsonb_agg(jsonb_build_array(line, raw, outcome, notes, records) order by number)::text, 'UTF8')
from import_row group by workspace_id, import_id, file, (number - 1) / 250;
drop table import_row;

-- Nearly all keys are those of records that were made: they are found by the record.
drop index external_key_by_import;
create index external_key_led on external_key (workspace_id, import_id) where import_id is not null and role <> 'made';

-- When a row was made, from its id (UUIDv7).
create function uuid_time(id uuid) returns timestamptz language sql immutable parallel safe
  return to_timestamp((('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint)::double precision / 1000);
