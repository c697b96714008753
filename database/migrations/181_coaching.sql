-- owner: selling
-- Coaching: what somebody is good at, one-to-ones, what was agreed. Notes belong to the pair; only sums go up.

-- Whether figures about single people may be seen by those who lead them. No row: they may.
create table coaching_rule (
  workspace_id uuid primary key references workspace on delete cascade,
  figures text not null check (figures in ('individual', 'aggregate')),
  version integer not null default 1,
  updated_at timestamptz not null
);
call protect('coaching_rule', 'true', 'app_changes(''coaching'')');

create function app_individual() returns boolean language sql stable parallel safe
  as $$ select coalesce((select r.figures = 'individual' from coaching_rule r where r.workspace_id = app_workspace()), true) $$;

-- Answers to the profile's questions: about a person, by the person or by who leads them. Each answering is kept.
create table profile_answer (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  rater_id uuid not null,
  answers jsonb not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, rater_id) references member (workspace_id, id) on delete cascade
);
create index profile_answer_by_member on profile_answer (workspace_id, member_id, at desc);

-- How well somebody carries a stage of a type of sale, 1 … 5, with what it was seen in.
create table skill_rating (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  rater_id uuid not null,
  sale_type text not null check (sale_type in ('commercial', 'relationship', 'consumer', 'retail')),
  stage text not null check (stage in ('interest', 'assessment', 'involvement', 'commitment', 'action')),
  rating smallint not null check (rating between 1 and 5),
  seen_in text,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, rater_id) references member (workspace_id, id) on delete cascade
);
create index skill_rating_by_member on skill_rating (workspace_id, member_id, sale_type, stage, at desc);

call protect('profile_answer',
  'member_id = (select app_member()) or rater_id = (select app_member()) or ((select app_individual()) and (app_sees(''coaching'') or member_id = any ((select app_members())::uuid[])))',
  'rater_id = (select app_member()) and (app_changes(''coaching'') or member_id = any ((select app_members())::uuid[]))', 'select, insert');
call protect('skill_rating',
  'member_id = (select app_member()) or rater_id = (select app_member()) or ((select app_individual()) and (app_sees(''coaching'') or member_id = any ((select app_members())::uuid[])))',
  'rater_id = (select app_member()) and (app_changes(''coaching'') or member_id = any ((select app_members())::uuid[]))', 'select, insert');

-- The fit of a person to each profile as last computed from answers and results: assignment and capacity read it.
create table seller_profile (
  workspace_id uuid not null references workspace on delete cascade,
  member_id uuid not null,
  profile text not null check (profile in ('consultative', 'route', 'closing', 'display')),
  score real not null,
  low real not null,
  high real not null,
  answered integer not null,
  closed integer not null,
  as_of timestamptz not null,
  primary key (workspace_id, member_id, profile),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
call protect('seller_profile',
  'member_id = (select app_member()) or ((select app_individual()) and (app_sees(''coaching'') or member_id = any ((select app_members())::uuid[])))',
  'app_changes(''coaching'') or member_id = any ((select app_members())::uuid[])');

-- One-to-ones, notes and what was agreed: of the two who sat together, and of nobody else, whatever their role.
create table one_to_one (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  member_id uuid not null,
  coach_id uuid not null,
  planned_on date not null,
  -- What was prepared, as it was then.
  agenda jsonb not null,
  held_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, coach_id) references member (workspace_id, id) on delete cascade,
  check (member_id <> coach_id)
);
create index one_to_one_by_member on one_to_one (workspace_id, member_id, planned_on desc);
create index one_to_one_by_coach on one_to_one (workspace_id, coach_id, planned_on desc);
call protect('one_to_one', '(select app_member()) in (member_id, coach_id)', '(select app_member()) in (member_id, coach_id)');

create function of_my_pair(meeting uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from one_to_one o where o.workspace_id = app_workspace() and o.id = meeting and app_member() in (o.member_id, o.coach_id)); end $$;

create table coaching_note (
  workspace_id uuid not null,
  id uuid not null,
  one_to_one_id uuid not null,
  author_id uuid not null,
  body text not null check (length(body) between 1 and 10000),
  -- A contact that the two looked at together.
  touchpoint_id uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, one_to_one_id) references one_to_one on delete cascade,
  foreign key (workspace_id, author_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete cascade
);
create index coaching_note_by_meeting on coaching_note (workspace_id, one_to_one_id, id);
call protect('coaching_note', 'of_my_pair(one_to_one_id)', 'of_my_pair(one_to_one_id) and author_id = (select app_member())', 'select, insert, delete');

-- What one of the two will do: for the work, or to get better at it, then often with a training.
create table commitment (
  workspace_id uuid not null,
  id uuid not null,
  one_to_one_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('work', 'development')),
  what text not null check (length(what) between 1 and 500),
  programme_id uuid,
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'kept', 'broken', 'dropped')),
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, one_to_one_id) references one_to_one on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade,
  foreign key (workspace_id, programme_id) references training_programme (workspace_id, id)
);
create index commitment_by_meeting on commitment (workspace_id, one_to_one_id);
create index commitment_by_member on commitment (workspace_id, member_id, due_on) where state = 'open';
call protect('commitment', 'of_my_pair(one_to_one_id)', 'of_my_pair(one_to_one_id)', 'select, insert, update');

-- What goes up: how often each team meets one to one and keeps its word, never of fewer than three people.
create function coaching_sums(since date)
returns table (team_id uuid, people bigint, held bigint, agreed bigint, kept bigint, broken bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.team_id, count(distinct m.id), (count(distinct o.id) filter (where o.held_at is not null)), count(distinct c.id),
    count(distinct c.id) filter (where c.state = 'kept'), count(distinct c.id) filter (where c.state = 'broken')
  from member m
  left join one_to_one o on o.workspace_id = m.workspace_id and o.member_id = m.id and o.planned_on >= since
  left join commitment c on c.workspace_id = o.workspace_id and c.one_to_one_id = o.id
  where m.workspace_id = app_workspace() and m.disabled_at is null and m.team_id is not null and m.role in ('seller', 'account manager')
    and (app_sees('coaching') or m.id = any (app_members()))
  group by 1 having count(distinct m.id) >= 3
$$;

-- Closed sales of one person and of all others together, by type, last stage and outcome: what stage conversion is counted from.
-- A seller may compare with colleagues without seeing any of their sales.
create index opportunity_closed on opportunity (workspace_id, closed_on) include (owner_id, sale_type, stage, outcome) where outcome <> 'open' and deleted_at is null;
create function closed_sales(person uuid, since date, until date)
returns table (own boolean, sale_type text, stage text, outcome text, n bigint, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.owner_id = person, o.sale_type, o.stage, o.outcome, count(*), count(distinct o.owner_id)
  from opportunity o
  where o.workspace_id = app_workspace() and o.outcome <> 'open' and o.deleted_at is null and o.closed_on >= since and o.closed_on < until and o.owner_id is not null
  group by 1, 2, 3, 4
$$;
revoke all on function coaching_sums, closed_sales from public;
grant execute on function coaching_sums, closed_sales to perennial_app;
