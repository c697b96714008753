-- owner: workspace
-- What an import needs to be quick, to go on after a crash, and to be taken back.

-- Under which names a company or a person is found again: without accents, legal form, titles and spaces. '' is not computed yet.
alter table account add column match_key text collate "C" not null default '';
alter table contact add column match_key text collate "C" not null default '';
create index account_by_match on account (workspace_id, match_key);
create index contact_by_match on contact (workspace_id, match_key);
create index service_case_by_contact on service_case (workspace_id, contact_id) where contact_id is not null;
create index opportunity_by_contact on opportunity (workspace_id, contact_id) where contact_id is not null;
create index touchpoint_by_opportunity on touchpoint (workspace_id, opportunity_id) where opportunity_id is not null;

-- Overlap of arrays is not leakproof, so under row-level security it may not use the index; this asks as the role of the searches,
-- and whoever calls it still reads only the contacts that they see.
-- One address at a time: an overlap with a thousand at once costs a million comparisons. Without a list of pending entries, which each
-- look-up would have to read through; and by this index alone, whatever the statistics of a table that is just being filled say.
alter index contact_by_email set (fastupdate = off);
grant select (emails) on contact to perennial_search;
create function contacts_with_emails(wanted text[]) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  return query execute 'select c.id from unnest($2) as one (email),
    lateral (select id, workspace_id from contact where emails @> array[email] offset 0) c where c.workspace_id = $1' using app_workspace(), wanted;
end $$;
grant create on schema public to perennial_search;
alter function contacts_with_emails owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function contacts_with_emails from public;
grant execute on function contacts_with_emails to perennial_app;

-- The dry run's counts, and what taking it back left standing.
alter table import add column rehearsal jsonb;
alter table import add column undone jsonb;
-- How far it is: per file of the plan the rows that are committed, and the step it is at.
alter table import add column cursor jsonb not null default '{}';
-- Who works on it, and until when nobody else may.
alter table import add column worker uuid;
alter table import add column worker_until timestamptz;
create index import_unfinished on import (state) where state in ('running', 'undoing', 'cancelled');

-- The files as they were sent; the bytes lie in the data folder under workspace, import and number.
create table import_file (
  workspace_id uuid not null,
  import_id uuid not null,
  number smallint not null,
  name text not null check (length(name) between 1 and 400),
  size bigint not null,
  received bigint not null default 0,
  primary key (workspace_id, import_id, number),
  unique (workspace_id, import_id, name),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_file', 'exists (select from import i where i.workspace_id = import_file.workspace_id and i.id = import_file.import_id)',
  'exists (select from import i where i.workspace_id = import_file.workspace_id and i.id = import_file.import_id)');

-- A row's policy is asked once per query here, not once per row: an import writes a thousand at a time.
alter policy seen on import_row using (workspace_id = (select app_workspace()) and import_id in (select i.id from import i where i.workspace_id = (select app_workspace())));
-- `number` counts the rows of a file; the meetings of a series share one line.
alter table import_row add column number integer not null;
alter table import_row drop constraint import_row_pkey;
alter table import_row add primary key (workspace_id, import_id, file, number);
alter table import_row drop column before;
create index import_row_by_outcome on import_row (workspace_id, import_id, outcome, file, number) where outcome in ('failed', 'skipped');

-- `made`: the record was made under this key; `leading`: rows under this key may overwrite it; `joined`: they only fill gaps.
alter table external_key add column role text not null default 'made' check (role in ('made', 'leading', 'joined'));
create index external_key_by_import on external_key (workspace_id, import_id) where import_id is not null;

-- Records that were there before and that an import changed: what they were, and the version it left them at.
create table import_change (
  workspace_id uuid not null,
  import_id uuid not null,
  kind text not null,
  record_id uuid not null,
  before jsonb not null,
  version integer not null,
  primary key (workspace_id, import_id, kind, record_id),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_change', 'import_id in (select i.id from import i where i.workspace_id = (select app_workspace()))');

-- What an import still has to do when the rows of a file are in: references within the file, and relationships to fold anew.
create table import_link (
  workspace_id uuid not null,
  import_id uuid not null,
  file smallint not null,
  line integer not null,
  field text not null,
  record_id uuid not null,
  reference jsonb not null,
  primary key (workspace_id, import_id, file, line, field),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_link', 'import_id in (select i.id from import i where i.workspace_id = (select app_workspace()))');
create table import_account (
  workspace_id uuid not null,
  import_id uuid not null,
  account_id uuid not null,
  primary key (workspace_id, import_id, account_id),
  foreign key (workspace_id, import_id) references import on delete cascade
);
call protect('import_account', 'import_id in (select i.id from import i where i.workspace_id = (select app_workspace()))');

-- What people chose for a column before: proposed again for the same header.
create table import_mapping (
  workspace_id uuid not null references workspace on delete cascade,
  target text not null,
  header text not null,
  -- null: kept as custom data.
  field text,
  updated_at timestamptz not null,
  primary key (workspace_id, target, header)
);
call protect('import_mapping');
