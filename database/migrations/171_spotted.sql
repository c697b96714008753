-- owner: usage
-- Business that somebody noticed in a contact: credited to them, always answered.

create table spotted (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  -- Where it was noticed.
  account_id uuid not null,
  contact_id uuid,
  case_id uuid,
  touchpoint_id uuid,
  originator_id uuid not null,
  what text not null check (length(what) between 1 and 500),
  -- For another company than the account, by its name.
  for_name text check (length(for_name) between 1 and 300),
  urgency text not null check (urgency in ('now', 'soon', 'some day')),
  may_contact text not null check (may_contact in ('yes', 'no', 'not asked')),
  noted_at timestamptz not null,
  -- Who answers, why it went to them, and by when.
  recipient_id uuid,
  routed text not null,
  answer_due_at timestamptz not null,
  overdue_told_at timestamptz,
  state text not null default 'noted' check (state in ('noted', 'joined', 'accepted', 'declined', 'withdrawn')),
  -- Somebody noted the same need before: theirs is the credit.
  first_id uuid,
  answered_at timestamptz,
  answered_by uuid,
  becomes text check (becomes in ('prospect', 'opportunity')),
  reason text,
  answer_note text,
  prospect_account_id uuid,
  opportunity_id uuid,
  -- What the sale did, kept here so that the originator learns it without a right to sales.
  sale_stage text,
  sale_outcome text check (sale_outcome in ('open', 'won', 'lost')),
  sale_amount numeric(18, 2),
  sale_currency text,
  sale_closed_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, case_id) references service_case (workspace_id, id),
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id),
  foreign key (workspace_id, originator_id) references member (workspace_id, id),
  foreign key (workspace_id, recipient_id) references member (workspace_id, id),
  foreign key (workspace_id, answered_by) references member (workspace_id, id),
  foreign key (workspace_id, first_id) references spotted (workspace_id, id),
  foreign key (workspace_id, prospect_account_id) references account (workspace_id, id),
  foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id),
  check ((state = 'accepted') = (becomes is not null)),
  check ((state = 'joined') = (first_id is not null))
);
create index spotted_by_originator on spotted (workspace_id, originator_id, noted_at desc, id desc);
create index spotted_by_recipient on spotted (workspace_id, recipient_id, noted_at desc, id desc);
create index spotted_by_time on spotted (workspace_id, noted_at desc, id desc);
create index spotted_by_account on spotted (workspace_id, account_id, noted_at desc, id desc);
create index spotted_by_sale on spotted (workspace_id, opportunity_id) where opportunity_id is not null;
create index spotted_by_first on spotted (workspace_id, first_id) where first_id is not null;
create index spotted_unanswered on spotted (workspace_id, answer_due_at, id) where state = 'noted';
create index spotted_overdue on spotted (answer_due_at) where state = 'noted' and overdue_told_at is null;

-- Functions that keep their plan, like account_seen.
create function spotted_sale_seen(sale uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from opportunity o where o.workspace_id = app_workspace() and o.id = sale); end $$;
create function spotted_account_own(account uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from account a where a.workspace_id = app_workspace() and a.id = account and a.owner_id = any (app_members())); end $$;

call protect('spotted',
  'app_sees(''spotted'') or originator_id = any ((select app_members())::uuid[]) or recipient_id = any ((select app_members())::uuid[]) or account_seen(account_id) or (opportunity_id is not null and spotted_sale_seen(opportunity_id))',
  'app_changes(''spotted'') or originator_id = any ((select app_members())::uuid[]) or recipient_id = any ((select app_members())::uuid[]) or spotted_account_own(account_id) or (opportunity_id is not null and spotted_sale_seen(opportunity_id))',
  'select, insert, update');

create function spotted_seen(spotted uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from spotted s where s.workspace_id = app_workspace() and s.id = spotted_seen.spotted); end $$;

-- What became of it, step by step: only added to.
create table spotted_news (
  workspace_id uuid not null,
  id uuid not null,
  spotted_id uuid not null,
  at timestamptz not null,
  code text not null,
  facts jsonb not null default '{}',
  member_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, spotted_id) references spotted on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index spotted_news_by_note on spotted_news (workspace_id, spotted_id, id);
call protect('spotted_news', 'spotted_seen(spotted_id)', 'spotted_seen(spotted_id)', 'select, insert');

-- Who spotted how much since a day: for a leaderboard, which a workspace must have wished for. Counts only, of everybody,
-- so that everyone reads the same list.
create function spotted_board(since timestamptz)
returns table (member_id uuid, noted bigint, accepted bigint, won bigint, won_amount numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.originator_id, count(*), count(*) filter (where s.state = 'accepted'), count(*) filter (where s.sale_outcome = 'won'),
    coalesce(sum(s.sale_amount) filter (where s.sale_outcome = 'won' and s.sale_currency = w.currency), 0)
  from spotted s join workspace w on w.workspace_id = s.workspace_id
  where s.workspace_id = app_workspace() and s.noted_at >= since and s.state in ('noted', 'accepted', 'declined')
    and (w.settings -> 'spotted' ->> 'leaderboard') = 'true'
  group by s.originator_id
$$;
revoke all on function spotted_board from public;
grant execute on function spotted_board to perennial_app;
