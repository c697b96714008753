-- owner: purchase
-- What an organization makes of the shipped process, what it learnt from its own sales, and the message of a sale.

-- The process of one sale type as this organization sells it: steps with the buyer evidence that proves them, and per stage the skills,
-- strategies, knowledge and resources. A type without a row follows what ships.
create table stage_library (
  workspace_id uuid not null references workspace on delete cascade,
  sale_type text not null check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  library jsonb not null,
  member_id uuid,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, sale_type)
);
call protect('stage_library', 'true', 'app_changes(''process'')');

-- Every fit of the chance to win is kept with what it was made of; the newest that was adopted is used.
create table win_model (
  workspace_id uuid not null references workspace on delete cascade,
  version integer not null,
  status text not null check (status in ('shipped defaults', 'defaults do better', 'calibrated')),
  -- Coefficients and covariance; null where the shipped weights stay.
  model jsonb,
  sales integer not null,
  events integer not null,
  events_needed integer not null,
  -- On the latest sales, predicted from the earlier ones: the fitted and the shipped weights.
  out_of_time jsonb,
  member_id uuid,
  fitted_at timestamptz not null,
  primary key (workspace_id, version)
);
call protect('win_model', 'true', 'app_changes(''process'')', 'select, insert');

-- What is said to the buyers, slot by slot, each with its evidence: from their facts to a conclusion, or from a standard to a proof.
create table sale_message (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  message jsonb not null,
  member_id uuid,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, opportunity_id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
call protect('sale_message',
  'exists (select from opportunity o where o.workspace_id = sale_message.workspace_id and o.id = sale_message.opportunity_id)', 'app_works_on(opportunity_id)');

-- Decided sales, the latest first: what a calibration and the test of the claim read.
create index opportunity_decided on opportunity (workspace_id, closed_on desc, id desc) where outcome <> 'open' and deleted_at is null;
