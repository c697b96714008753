-- owner: purchase
-- What a sale is made of beside its row: its shape, buyer evidence per step, buying team, matrix, procedure, history, sharing.

alter table opportunity
  add sub_type text check (sub_type in ('solution', 'system')),
  add scope text not null default 'one unit' check (scope in ('one unit', 'several units', 'whole organization')),
  -- Computed from the facts on every change; kept, so that a list can show and filter it.
  add complexity text not null default 'simple' check (complexity in ('simple', 'moderate', 'complex')),
  add kind text not null default 'initial' check (kind in ('initial', 'transition', 'incremental', 'aftermarket', 'leveraged', 'renewal')),
  -- The answers to the five questions, and why a person decided otherwise.
  add type_answers jsonb not null default '{}',
  add type_reason text,
  add new_offering boolean not null default false,
  add formal_procurement boolean not null default false,
  add contract_months integer check (contract_months between 0 and 1200),
  add competitors text[] not null default '{}',
  add description text,
  -- Who is let in first, until when, and who opened the window.
  add entry_window text check (entry_window in ('investor', 'expert')),
  add window_until date,
  add window_opened_by text,
  add lost_to text,
  -- The chance to win as last computed; null for what came by import: then the usual one of its type and stage counts.
  add probability real check (probability between 0 and 1);

create index opportunity_by_amount on opportunity (workspace_id, amount desc, id desc) where deleted_at is null and amount is not null;
create index opportunity_board on opportunity (workspace_id, stage, expected_close_on, id) where outcome = 'open' and deleted_at is null;
create index opportunity_by_fragment on opportunity using gin (name_key gin_trgm_ops);

-- Several sell together: shares that sum to 100. Whoever has a share sees and works on the sale.
create table opportunity_share (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  member_id uuid not null,
  share numeric(5, 2) not null check (share > 0 and share <= 100),
  primary key (workspace_id, opportunity_id, member_id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index opportunity_share_by_member on opportunity_share (workspace_id, member_id);

create function app_shared_sales() returns uuid[] language sql stable parallel safe
  as $$ select array(select opportunity_id from opportunity_share where workspace_id = app_workspace() and member_id = any (app_members())) $$;

drop policy seen on opportunity;
create policy seen on opportunity for select to perennial_app using (workspace_id = (select app_workspace()) and (
  (select app_sees('opportunity')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_shared_sales())::uuid[])
  or account_seen(account_id)));
drop policy changed on opportunity;
create policy changed on opportunity for update to perennial_app
  using (workspace_id = (select app_workspace()) and ((select app_changes('opportunity')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_shared_sales())::uuid[])))
  with check (workspace_id = (select app_workspace()));

-- Whether this person may work on a sale: for the tables around it.
create function app_works_on(sale uuid) returns boolean language sql stable parallel safe
  as $$ select exists (select from opportunity o where o.workspace_id = app_workspace() and o.id = sale
    and (app_changes('opportunity') or o.owner_id = any (app_members()) or o.id = any (app_shared_sales()))) $$;

-- A share names only ids; it may not ask who sees the sale, since who sees the sale asks for it.
call protect('opportunity_share', 'true', 'app_works_on(opportunity_id)');

-- Only what somebody wrote on a step is stored: the rest of the plan follows from type, scope and complexity.
create table opportunity_step (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  id text not null,
  stages text[] not null,
  title text not null,
  evidence text not null,
  required boolean not null,
  own boolean not null default false,
  -- What the buyer did, and when.
  proof text,
  proven_on date,
  proven_by uuid,
  note text,
  due_on date,
  updated_at timestamptz not null,
  primary key (workspace_id, opportunity_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade,
  check ((proof is null) = (proven_on is null))
);
call protect('opportunity_step',
  'exists (select from opportunity o where o.workspace_id = opportunity_step.workspace_id and o.id = opportunity_step.opportunity_id)', 'app_works_on(opportunity_id)');

create table opportunity_stage (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  from_stage text,
  to_stage text not null,
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  -- What the buyer did that moved it; a move without it says why it was made.
  evidence text,
  without_evidence boolean not null default false,
  -- What was known at this moment: a model may learn from it without looking ahead.
  facts jsonb,
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
create index opportunity_stage_by_sale on opportunity_stage (workspace_id, opportunity_id, at);
create index opportunity_stage_closed on opportunity_stage (workspace_id, outcome) where outcome <> 'open' and facts is not null;
call protect('opportunity_stage',
  'exists (select from opportunity o where o.workspace_id = opportunity_stage.workspace_id and o.id = opportunity_stage.opportunity_id)', 'app_works_on(opportunity_id)', 'select, insert');

create table buying_team_member (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  contact_id uuid not null,
  roles text[] not null default '{}',
  influence smallint not null default 5 check (influence between 0 and 10),
  stance text check (stance in ('champion', 'supporter', 'neutral', 'sceptic', 'opponent')),
  stance_evidence text,
  stance_on date,
  response text check (response in ('wants to grow', 'has a problem', 'is content', 'is overconfident')),
  personal_win text,
  releases_money boolean not null default false,
  -- Our person for this relationship.
  member_id uuid,
  -- Whose word they heed: other members of the team.
  heeds uuid[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, opportunity_id, contact_id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
call protect('buying_team_member',
  'exists (select from opportunity o where o.workspace_id = buying_team_member.workspace_id and o.id = buying_team_member.opportunity_id)', 'app_works_on(opportunity_id)');

-- Every save is a version: what the team thought in spring can be compared with what it thinks now.
create table decision_matrix (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  version integer not null,
  matrix jsonb not null,
  note text,
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, opportunity_id, version),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
call protect('decision_matrix',
  'exists (select from opportunity o where o.workspace_id = decision_matrix.workspace_id and o.id = decision_matrix.opportunity_id)', 'app_works_on(opportunity_id)', 'select, insert');

create table purchase_procedure (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  steps jsonb not null default '[]',
  requirements jsonb not null default '[]',
  needed_on date,
  bid text not null default 'undecided' check (bid in ('undecided', 'bid', 'no bid')),
  bid_reason text,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, opportunity_id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
call protect('purchase_procedure',
  'exists (select from opportunity o where o.workspace_id = purchase_procedure.workspace_id and o.id = purchase_procedure.opportunity_id)', 'app_works_on(opportunity_id)');

create table opportunity_dismissal (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  kind text not null,
  reason text not null check (length(reason) between 3 and 1000),
  member_id uuid,
  at timestamptz not null,
  primary key (workspace_id, opportunity_id, kind),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
call protect('opportunity_dismissal',
  'exists (select from opportunity o where o.workspace_id = opportunity_dismissal.workspace_id and o.id = opportunity_dismissal.opportunity_id)', 'app_works_on(opportunity_id)');

create table opportunity_line (
  workspace_id uuid not null,
  id uuid not null,
  opportunity_id uuid not null,
  place smallint not null,
  -- The offering as it was sold keeps its name and price, whatever becomes of it.
  offering_id uuid,
  name text not null,
  quantity numeric(18, 4) not null check (quantity > 0),
  price numeric(18, 2) not null,
  discount numeric(5, 2) not null default 0 check (discount between 0 and 100),
  recurring text check (recurring in ('month', 'year')),
  primary key (workspace_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
create index opportunity_line_by_sale on opportunity_line (workspace_id, opportunity_id, place);
call protect('opportunity_line',
  'exists (select from opportunity o where o.workspace_id = opportunity_line.workspace_id and o.id = opportunity_line.opportunity_id)', 'app_works_on(opportunity_id)');

-- Fragment search over the names of sales and of their accounts, as for accounts: a role that sees only what it needs uses the trigram index and applies visibility itself.
grant select (workspace_id, id, owner_id, account_id, name_key, deleted_at) on opportunity to perennial_search;
create policy searched on opportunity for select to perennial_search using (true);
create function search_opportunities(fragment text, most integer) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sees_all boolean := app_sees('opportunity') or app_sees('account');
begin
  return query execute 'select o.id from (
      select id from opportunity where workspace_id = $1 and name_key like $2 union
      select s.id from (select id from account where workspace_id = $1 and search_text like $2 limit 500) a
        join opportunity s on s.workspace_id = $1 and s.account_id = a.id) found
    join opportunity o on o.workspace_id = $1 and o.id = found.id
    where $3 or o.owner_id = any ($4) or exists (select from account a where a.workspace_id = o.workspace_id and a.id = o.account_id and a.owner_id = any ($4)) limit $5'
    using app_workspace(), pattern, sees_all, app_members(), most;
end $$;
grant create on schema public to perennial_search;
alter function search_opportunities owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function search_opportunities from public;
grant execute on function search_opportunities to perennial_app;
