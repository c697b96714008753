-- owner: shopping
-- Targeted consumers of an offering: who fits, what each of them needs, and the evidence that moved them on.

create table segment (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  name_key text collate "C" not null,
  description text,
  -- Whom a rule finds, or whom people put together by hand.
  kind text not null check (kind in ('rule', 'list')),
  rule jsonb,
  -- What those in it need, and the offering that meets it.
  need text check (length(need) <= 500),
  offering_id uuid,
  owner_id uuid,
  -- Each change of the rule counts up; the members are right once `counted` has caught up. In between `progress` says how far it is.
  rule_version integer not null default 1,
  counted integer not null default 0,
  progress jsonb,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, offering_id) references offering (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check ((kind = 'rule') = (rule is not null))
);
create index segment_by_name on segment (workspace_id, name_key, id) where deleted_at is null;
create index segment_to_count on segment (workspace_id) where kind = 'rule' and counted <> rule_version and deleted_at is null;
call protect('segment', 'true', 'app_changes(''segment'')');

-- Who is in it, since when; who left keeps the row, so that what became of them can be told.
create table segment_member (
  workspace_id uuid not null,
  segment_id uuid not null,
  account_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  added_by uuid,
  primary key (workspace_id, segment_id, account_id),
  foreign key (workspace_id, segment_id) references segment (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index segment_member_by_account on segment_member (workspace_id, account_id) where until is null;
call protect('segment_member', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''segment'')');

-- Accounts whose rules have to be looked at again, and when: at once where something changed, later where only time passes.
create table segment_look (
  workspace_id uuid not null,
  account_id uuid not null,
  due_at timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index segment_look_due on segment_look (due_at, workspace_id);
call protect('segment_look');

-- A prospect: an account in a segment whose need was identified or expressed. Suspects are the other members of a segment with a need.
create table prospect (
  workspace_id uuid not null,
  id uuid not null,
  segment_id uuid not null,
  account_id uuid not null,
  since timestamptz not null,
  -- Are we their first choice?
  preference text not null default 'unknown' check (preference in ('yes', 'no', 'unknown')),
  preference_at timestamptz,
  ended_at timestamptz,
  ended_reason text check (length(ended_reason) <= 500),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, segment_id, account_id),
  foreign key (workspace_id, segment_id) references segment (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade
);
create index prospect_by_account on prospect (workspace_id, account_id);
call protect('prospect', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''account'') or account_seen(account_id)');

-- What moved somebody: always a touchpoint, with a person's words or an answer on a form beside it. Append-only.
create table prospect_evidence (
  workspace_id uuid not null,
  id uuid not null,
  prospect_id uuid not null,
  account_id uuid not null,
  what text not null check (what in ('need identified', 'need expressed', 'first choice', 'not first choice', 'choice unknown', 'ended', 'taken up again')),
  touchpoint_id uuid,
  note text check (length(note) <= 2000),
  member_id uuid,
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, prospect_id) references prospect (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete cascade,
  check (touchpoint_id is not null or (what in ('ended', 'taken up again', 'choice unknown') and note is not null))
);
create index prospect_evidence_by_prospect on prospect_evidence (workspace_id, prospect_id, at);
create index prospect_evidence_by_touchpoint on prospect_evidence (workspace_id, touchpoint_id) where touchpoint_id is not null;
call protect('prospect_evidence', 'app_sees(''account'') or account_seen(account_id)', 'app_changes(''account'') or account_seen(account_id)', 'select, insert');

-- Whoever writes, by hand, by import or by a job: the accounts concerned are looked at again. One insert per statement, nothing where no rule stands.
create function segment_look_at(accounts uuid[], workspace uuid) returns void language sql as $$
  insert into segment_look (workspace_id, account_id, due_at)
  select workspace, a.id, '-infinity' from (select distinct unnest(accounts) as id order by 1) a
  where a.id is not null on conflict (workspace_id, account_id) do update set due_at = '-infinity' where segment_look.due_at > '-infinity'
$$;
create function segment_rules_stand(workspace uuid) returns boolean language sql stable
  as $$ select exists (select from segment s where s.workspace_id = workspace and s.kind = 'rule' and s.deleted_at is null) $$;

create function segment_after_account() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(id), workspace_id) from changed group by workspace_id having segment_rules_stand(workspace_id); return null; end $$;
create function segment_after_record() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(account_id), workspace_id) from changed group by workspace_id having segment_rules_stand(workspace_id); return null; end $$;
create function segment_after_move() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(account_id), workspace_id) from (
    select n.workspace_id, unnest(array[n.account_id, o.account_id]) as account_id from changed n join former o on o.workspace_id = n.workspace_id and o.id = n.id
  ) moved group by workspace_id having segment_rules_stand(workspace_id); return null; end $$;
-- The levels move with every touchpoint, which is noticed by itself; of the rest only what rules ask for.
create function segment_after_relationship() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(n.account_id), n.workspace_id) from changed n join former o on o.workspace_id = n.workspace_id and o.account_id = n.account_id
  where (n.phase, n.position, n.alive, n.sale_type, n.revenue, round(n.trust), round(n.interest)) is distinct from (o.phase, o.position, o.alive, o.sale_type, o.revenue, round(o.trust), round(o.interest))
  group by n.workspace_id having segment_rules_stand(n.workspace_id); return null; end $$;
create function segment_after_line() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(o.account_id), o.workspace_id) from changed c join opportunity o on o.workspace_id = c.workspace_id and o.id = c.opportunity_id
  group by o.workspace_id having segment_rules_stand(o.workspace_id); return null; end $$;

create trigger segment_look_added after insert on account referencing new table as changed for each statement execute function segment_after_account();
create trigger segment_look_changed after update on account referencing new table as changed for each statement execute function segment_after_account();
create trigger segment_look_changed after update on relationship referencing new table as changed old table as former for each statement execute function segment_after_relationship();
create trigger segment_look_added after insert on touchpoint referencing new table as changed for each statement execute function segment_after_record();
create trigger segment_look_added after insert on contact referencing new table as changed for each statement execute function segment_after_record();
create trigger segment_look_changed after update on contact referencing new table as changed old table as former for each statement execute function segment_after_move();
create trigger segment_look_added after insert on opportunity referencing new table as changed for each statement execute function segment_after_record();
create trigger segment_look_changed after update on opportunity referencing new table as changed old table as former for each statement execute function segment_after_move();
create trigger segment_look_added after insert on customer_order referencing new table as changed for each statement execute function segment_after_record();
create trigger segment_look_changed after update on customer_order referencing new table as changed old table as former for each statement execute function segment_after_move();
create trigger segment_look_added after insert on opportunity_line referencing new table as changed for each statement execute function segment_after_line();
create trigger segment_look_removed after delete on opportunity_line referencing old table as changed for each statement execute function segment_after_line();
