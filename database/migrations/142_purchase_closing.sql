-- owner: purchase
-- What is known when a sale is decided: the reason from the workspace's own list, whom we met, what the customer expects, and when it is firm.

alter table opportunity
  add close_reason text,
  -- A consumer may withdraw until the day before; null where nothing can be withdrawn.
  add firm_on date;
create index opportunity_by_reason on opportunity (workspace_id, outcome, closed_on) where outcome <> 'open' and deleted_at is null;

create table sale_competitor (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  name_key text collate "C" not null,
  result text not null default 'open' check (result in ('open', 'we won', 'they won', 'left', 'nobody won')),
  why text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, opportunity_id, name_key),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
create index sale_competitor_by_name on sale_competitor (workspace_id, name_key);
call protect('sale_competitor',
  'exists (select from opportunity o where o.workspace_id = sale_competitor.workspace_id and o.id = sale_competitor.opportunity_id)', 'app_works_on(opportunity_id)');

-- The expectation check at the close: what they expect, what was sold, and how the difference was answered.
create table sale_expectation (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  place smallint not null,
  expects text not null check (length(expects) between 1 and 1000),
  verdict text not null check (verdict in ('as sold', 'more than sold', 'not clear')),
  answer text,
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index sale_expectation_by_sale on sale_expectation (workspace_id, opportunity_id, place);
call protect('sale_expectation',
  'exists (select from opportunity o where o.workspace_id = sale_expectation.workspace_id and o.id = sale_expectation.opportunity_id)', 'app_works_on(opportunity_id)');

-- Whom people named on their sales so far; they open the record.
insert into sale_competitor (workspace_id, id, opportunity_id, name, name_key, created_at, updated_at)
  select distinct on (o.workspace_id, o.id, lower(btrim(n.name))) o.workspace_id, gen_random_uuid(), o.id, btrim(n.name), lower(btrim(n.name)), o.updated_at, o.updated_at
  from opportunity o cross join lateral unnest(o.competitors) as n (name) where length(btrim(n.name)) between 1 and 200;
-- The reasons so far stand before the colon of what was said.
update opportunity set close_reason = split_part(outcome_reason, ':', 1)
  where outcome = 'lost' and split_part(outcome_reason, ':', 1) in ('price', 'offering', 'competitor', 'no decision', 'no budget', 'timing', 'relationship', 'procedure', 'other');
