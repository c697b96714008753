-- owner: relationship
-- The course that the organization's own successful relationships took, by days from the close, once there are enough of them.
create table expected_band (
  workspace_id uuid not null references workspace on delete cascade,
  sale_type text not null check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  line text not null check (line in ('trust', 'interest')),
  -- How many accounts it was learnt from.
  n integer not null,
  -- [[day, low, high], …]
  knots jsonb not null,
  learnt_at timestamptz not null,
  primary key (workspace_id, sale_type, line)
);
call protect('expected_band');
