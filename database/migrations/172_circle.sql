-- owner: usage
-- The circle of influence: who brought whom, whom we asked, and whom we thanked.

-- From whoever influenced (an account, a person, or a person at an account) to the account that came.
create table influence (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('referral', 'reference', 'review', 'champion moved', 'partner introduction')),
  from_account_id uuid,
  from_contact_id uuid,
  to_account_id uuid not null,
  to_contact_id uuid,
  happened_on date not null,
  -- This influencer's share against the others who brought the same customer.
  weight numeric(6, 2) not null default 1 check (weight > 0),
  -- What shows it: in words, and the contact in which it was told.
  evidence text not null check (length(evidence) between 1 and 2000),
  touchpoint_id uuid,
  opportunity_id uuid,
  -- "Would you have come without them?"
  would_have_come text check (would_have_come in ('yes', 'no')),
  thanked_at timestamptz,
  thanked_by uuid,
  thanks text check (length(thanks) between 1 and 1000),
  noted_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, from_account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, from_contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, to_account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, to_contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id),
  foreign key (workspace_id, thanked_by) references member (workspace_id, id),
  foreign key (workspace_id, noted_by) references member (workspace_id, id),
  check (from_account_id is not null or from_contact_id is not null),
  check (from_account_id is distinct from to_account_id)
);
create index influence_by_source on influence (workspace_id, (coalesce(from_account_id, from_contact_id))) where deleted_at is null;
create index influence_by_account on influence (workspace_id, from_account_id) where deleted_at is null;
create index influence_by_contact on influence (workspace_id, from_contact_id) where from_contact_id is not null;
create index influence_by_target on influence (workspace_id, to_account_id) where deleted_at is null;
create index influence_by_day on influence (workspace_id, happened_on desc, id desc) where deleted_at is null;
create index influence_to_thank on influence (workspace_id, happened_on desc, id desc) where deleted_at is null and thanked_at is null;
create index influence_by_sale on influence (workspace_id, opportunity_id) where opportunity_id is not null;
call protect('influence',
  'app_sees(''account'') or account_seen(to_account_id) or (from_account_id is not null and account_seen(from_account_id)) or (from_contact_id is not null and contact_seen(from_contact_id))',
  'app_changes(''touchpoint'') or account_seen(to_account_id) or (from_account_id is not null and account_seen(from_account_id))',
  'select, insert, update');

-- Everything that somebody brought, at any distance: what a new edge is checked against, whoever may see it. Ids and kinds only.
create function influence_reach(start uuid) returns table (source uuid, target uuid, kind text)
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive reach(node) as (
    select start
    union
    select i.to_account_id from reach r join influence i on i.workspace_id = app_workspace() and i.deleted_at is null
      and coalesce(i.from_account_id, i.from_contact_id) = r.node
  )
  select coalesce(i.from_account_id, i.from_contact_id), i.to_account_id, i.kind
  from reach r join influence i on i.workspace_id = app_workspace() and i.deleted_at is null and coalesce(i.from_account_id, i.from_contact_id) = r.node
$$;
revoke all on function influence_reach from public;
grant execute on function influence_reach to perennial_app;

-- A person of ours there went to another company: did they take us along?
create table influence_suggestion (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  contact_id uuid not null,
  from_account_id uuid not null,
  to_account_id uuid not null,
  moved_on date not null,
  evidence text not null check (length(evidence) between 1 and 2000),
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  influence_id uuid,
  answered_by uuid,
  answered_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, contact_id, from_account_id, to_account_id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, from_account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, to_account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, influence_id) references influence (workspace_id, id),
  foreign key (workspace_id, answered_by) references member (workspace_id, id)
);
create index influence_suggestion_open on influence_suggestion (workspace_id, to_account_id, id) where state = 'open';
call protect('influence_suggestion',
  'app_sees(''account'') or account_seen(to_account_id) or account_seen(from_account_id)',
  'app_changes(''touchpoint'') or account_seen(to_account_id) or account_seen(from_account_id)',
  'select, insert, update');

-- Whom we asked for a referral, a reference or a review: planned, asked, and what came of it.
create table influence_ask (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  contact_id uuid,
  kind text not null check (kind in ('referral', 'reference', 'review')),
  -- Who wants to hear the reference.
  for_account_id uuid,
  state text not null check (state in ('planned', 'asked', 'given', 'refused', 'withdrawn')),
  due_at timestamptz,
  asked_at timestamptz,
  answered_at timestamptz,
  -- Why it was asked although something stood against it.
  anyway text check (length(anyway) between 3 and 500),
  note text check (length(note) between 1 and 1000),
  member_id uuid not null,
  influence_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, for_account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, influence_id) references influence (workspace_id, id),
  check ((state in ('asked', 'given', 'refused')) <= (asked_at is not null))
);
create index influence_ask_by_account on influence_ask (workspace_id, account_id, asked_at desc);
create index influence_ask_by_time on influence_ask (workspace_id, created_at desc, id desc);
call protect('influence_ask',
  'app_sees(''account'') or account_seen(account_id)',
  'app_changes(''touchpoint'') or account_seen(account_id)',
  'select, insert, update');
