-- owner: selling
-- Training: programmes, sessions, who attended, who waited, and what was computed of it. And the denominators of every figure about a
-- person's work: customer contacts per member and month, kept with the ledger itself.

-- One row per member, month, sale type and lane, kept by the two triggers below in the transaction that writes the ledger: a report over ten
-- million touchpoints reads a few thousand rows. Lanes let several write at once without waiting for each other's row; a reader sums them.
create table contact_count (
  workspace_id uuid not null references workspace on delete cascade,
  member_id uuid not null,
  month date not null,
  sale_type text not null,
  lane smallint not null,
  contacts integer not null default 0,
  minutes integer not null default 0,
  -- Of how many the minutes are known.
  timed integer not null default 0,
  -- How well the customer was served, −2 … 2: what somebody said of it, else what the record says.
  rated integer not null default 0,
  rating_sum integer not null default 0,
  primary key (workspace_id, member_id, month, sale_type, lane),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
call protect('contact_count', 'app_sees(''payback'') or app_sees(''coaching'') or member_id = any ((select app_members())::uuid[])', 'false', 'select');

-- What counts as a contact with a customer: not what we only wrote down, sent out or waited for.
create function is_contact(channel text, kind text, retracts boolean) returns boolean language sql immutable parallel safe
  as $$ select not retracts and channel <> 'note' and kind not in ('note', 'mail opened', 'outreach', 'outreach unanswered', 'silence') $$;

-- Better or worse than they expected where somebody said so; else what a solved, late or reopened case, a complaint or a survey says by itself.
create function served(expectation smallint, kind text) returns integer language sql immutable parallel safe
  as $$ select coalesce(expectation, case kind when 'case solved' then 1 when 'case solved late' then -1 when 'case reopened' then -1
    when 'complaint' then -2 when 'survey good' then 2 when 'survey poor' then -2 end) $$;

create function count_contacts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into contact_count as c (workspace_id, member_id, month, sale_type, lane, contacts, minutes, timed, rated, rating_sum)
  select t.workspace_id, t.member_id, date_trunc('month', t.at at time zone 'UTC')::date, coalesce(r.sale_type, 'commercial'), abs(pg_backend_pid()) % 8,
    sum(t.sign), coalesce(sum(t.sign * t.minutes), 0), sum(t.sign * (t.minutes is not null)::int), sum(t.sign * (t.rating is not null)::int), coalesce(sum(t.sign * t.rating), 0)
  from (
    select f.workspace_id, f.account_id, f.member_id, f.at, f.minutes, served(f.expectation, f.kind) as rating, 1 as sign
    from fresh f where f.member_id is not null and is_contact(f.channel, f.kind, f.retracts)
    union all
    select o.workspace_id, o.account_id, o.member_id, o.at, o.minutes, served(o.expectation, o.kind), -1
    from fresh f join touchpoint o on o.workspace_id = f.workspace_id and o.id = f.supersedes_id
    where o.member_id is not null and is_contact(o.channel, o.kind, o.retracts)
  ) t
  left join relationship r on r.workspace_id = t.workspace_id and r.account_id = t.account_id
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (workspace_id, member_id, month, sale_type, lane) do update set contacts = c.contacts + excluded.contacts, minutes = c.minutes + excluded.minutes, timed = c.timed + excluded.timed,
    rated = c.rated + excluded.rated, rating_sum = c.rating_sum + excluded.rating_sum;
  return null;
end $$;

-- Deleting is rare (an erased account, the demo): the member's month is counted anew from what is left, exactly.
create function uncount_contacts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  create temporary table if not exists recount (workspace_id uuid, member_id uuid, month date) on commit drop;
  delete from recount;
  insert into recount select distinct g.workspace_id, g.member_id, date_trunc('month', g.at at time zone 'UTC')::date from gone g
    join member m on m.workspace_id = g.workspace_id and m.id = g.member_id;
  delete from contact_count c using recount r where c.workspace_id = r.workspace_id and c.member_id = r.member_id and c.month = r.month;
  insert into contact_count (workspace_id, member_id, month, sale_type, lane, contacts, minutes, timed, rated, rating_sum)
  select t.workspace_id, t.member_id, c.month, coalesce(r.sale_type, 'commercial'), 0,
    count(*), coalesce(sum(t.minutes), 0), count(t.minutes), count(served(t.expectation, t.kind)), coalesce(sum(served(t.expectation, t.kind)), 0)
  from recount c
  join touchpoint t on t.workspace_id = c.workspace_id and t.member_id = c.member_id and t.at >= c.month::timestamp at time zone 'UTC' and t.at < (c.month + interval '1 month') at time zone 'UTC'
  left join relationship r on r.workspace_id = t.workspace_id and r.account_id = t.account_id
  where is_contact(t.channel, t.kind, t.retracts)
    and not exists (select from touchpoint s where s.workspace_id = t.workspace_id and s.supersedes_id = t.id)
  group by 1, 2, 3, 4;
  return null;
end $$;

create trigger counted after insert on touchpoint referencing new table as fresh for each statement execute function count_contacts();
create trigger uncounted after delete on touchpoint referencing old table as gone for each statement execute function uncount_contacts();

insert into contact_count (workspace_id, member_id, month, sale_type, lane, contacts, minutes, timed, rated, rating_sum)
select t.workspace_id, t.member_id, date_trunc('month', t.at at time zone 'UTC')::date, coalesce(r.sale_type, 'commercial'), 0,
  count(*), coalesce(sum(t.minutes), 0), count(t.minutes), count(served(t.expectation, t.kind)), coalesce(sum(served(t.expectation, t.kind)), 0)
from touchpoint t left join relationship r on r.workspace_id = t.workspace_id and r.account_id = t.account_id
where t.member_id is not null and is_contact(t.channel, t.kind, t.retracts)
  and not exists (select from touchpoint s where s.workspace_id = t.workspace_id and s.supersedes_id = t.id)
group by 1, 2, 3, 4;

create table training_programme (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  purpose text,
  -- What it is meant to change: what people notice in their contacts, or how they sell.
  outcome text not null check (outcome in ('spotted', 'own sales')),
  -- How it was decided who is trained first.
  order_by text not null check (order_by in ('chance', 'business')),
  -- An hour of a participant's time, with everything it costs.
  loaded_rate numeric(12, 2) not null check (loaded_rate >= 0),
  -- Share of a sale that is margin, where the cost of its lines is not known.
  margin_share numeric(5, 4) not null check (margin_share between 0 and 1),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);

create table training_session (
  workspace_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  starts_on date not null,
  ends_on date not null,
  fees numeric(18, 2) not null default 0 check (fees >= 0),
  material numeric(18, 2) not null default 0 check (material >= 0),
  hours_each numeric(6, 2) not null default 0 check (hours_each between 0 and 2000),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, programme_id) references training_programme on delete cascade,
  check (ends_on >= starts_on)
);
create index training_session_by_programme on training_session (workspace_id, programme_id, starts_on, id);

create table training_attendance (
  workspace_id uuid not null,
  session_id uuid not null,
  member_id uuid not null,
  state text not null default 'planned' check (state in ('planned', 'attended', 'missed')),
  -- When the place was given: who waits must be known before the first training.
  planned_at timestamptz not null,
  primary key (workspace_id, session_id, member_id),
  foreign key (workspace_id, session_id) references training_session on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index training_attendance_by_member on training_attendance (workspace_id, member_id);

-- Who is compared with and is not trained at all.
create table training_comparison (
  workspace_id uuid not null,
  programme_id uuid not null,
  member_id uuid not null,
  planned_at timestamptz not null,
  primary key (workspace_id, programme_id, member_id),
  foreign key (workspace_id, programme_id) references training_programme on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);

-- Whether this person may know of a programme: who sees all of them, and who leads somebody that takes part. Sums only, never a person's figures.
create function programme_seen(programme uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return app_sees('payback') or exists (
    select from training_session s join training_attendance a on a.workspace_id = s.workspace_id and a.session_id = s.id
    where s.workspace_id = app_workspace() and s.programme_id = programme and a.member_id = any (app_members())); end $$;

call protect('training_attendance', 'app_sees(''payback'') or member_id = any ((select app_members())::uuid[])', 'app_changes(''payback'')');
-- A session names no person; the people on it are rows of their own, with rights of their own.
call protect('training_session', 'true', 'app_changes(''payback'')');
call protect('training_programme', 'programme_seen(id)', 'app_changes(''payback'')');
call protect('training_comparison', 'app_sees(''payback'') or member_id = any ((select app_members())::uuid[])', 'app_changes(''payback'')');

create table training_report (
  workspace_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  state text not null check (state in ('waiting', 'working', 'done', 'failed', 'cancelled')),
  -- Parts of a hundred.
  progress smallint not null default 0,
  asked_by uuid,
  asked_at timestamptz not null,
  ended_at timestamptz,
  result jsonb,
  problem text,
  primary key (workspace_id, id),
  foreign key (workspace_id, programme_id) references training_programme on delete cascade
);
create index training_report_newest on training_report (workspace_id, programme_id, asked_at desc, id desc);
call protect('training_report', 'programme_seen(programme_id)', 'app_changes(''payback'')');
