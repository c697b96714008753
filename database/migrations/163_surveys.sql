-- owner: usage
-- The voice of the customer: asked at the end of a case, and now and then whether they would recommend us.

create table survey (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('case', 'nps')),
  account_id uuid not null,
  contact_id uuid not null,
  case_id uuid,
  -- Asked by a link of its own; a case is rated on its own page.
  token_hash bytea unique,
  asked_by uuid,
  asked_at timestamptz not null,
  mailed boolean not null default false,
  satisfaction smallint check (satisfaction between 1 and 5),
  -- 1 very easy to 5 very hard.
  effort smallint check (effort between 1 and 5),
  recommend smallint check (recommend between 0 and 10),
  comment text check (length(comment) <= 5000),
  -- Asked not to be asked again.
  stop boolean not null default false,
  answered_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, case_id) references service_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, asked_by) references member (workspace_id, id),
  check ((kind = 'case') = (case_id is not null))
);
create index survey_by_time on survey (workspace_id, kind, asked_at desc, id desc);
create index survey_by_contact on survey (workspace_id, contact_id, asked_at desc);
create index survey_by_account on survey (workspace_id, account_id, asked_at desc);
create unique index survey_waiting_of_case on survey (workspace_id, case_id) where case_id is not null and answered_at is null;
call protect('survey', 'app_sees(''account'') or account_seen(account_id)', 'account_seen(account_id)');

-- Whom we ask whether they recommend us: how often at most, and how long after the close. Without a row the usual holds.
create table nps_programme (
  workspace_id uuid primary key references workspace on delete cascade,
  every_days integer not null check (every_days between 30 and 1000),
  after_days integer not null check (after_days between 0 and 1000),
  version integer not null default 1,
  updated_at timestamptz not null
);
call protect('nps_programme', 'true', 'app_changes(''team'')');
