-- owner: selling
-- Assignment happens where something arrives without an owner, also for cases; capacity for cases beside capacity for sales.

alter table seller_capacity add open_cases integer not null default 25 check (open_cases between 0 and 10000);

alter table assignment_rule drop constraint assignment_rule_what_check;
alter table assignment_rule
  add check (what in ('account', 'opportunity', 'case')),
  -- At once when something arrives without an owner, or only when somebody asks.
  add arrives boolean not null default false;
alter table assignment drop constraint assignment_what_check;
alter table assignment add check (what in ('account', 'opportunity', 'case'));

-- What arrived lately and has nobody: few rows, whatever the size of the tables.
create index account_unowned on account (workspace_id, created_at) where owner_id is null and deleted_at is null;
create index opportunity_unowned on opportunity (workspace_id, created_at) where owner_id is null and deleted_at is null and outcome = 'open';
create index service_case_unowned on service_case (workspace_id, created_at) where owner_id is null and deleted_at is null and state in ('open', 'waiting');
