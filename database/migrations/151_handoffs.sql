-- owner: ownership
-- From the hunter, who won the customer, to the farmer, who keeps him. Until it is done the hunter stays: the database holds to that,
-- so that no way round it exists, whichever screen, import or program tries.

alter table promise
  add foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  add foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id);

create table handoff (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  account_id uuid not null,
  opportunity_id uuid not null,
  hunter_id uuid not null,
  farmer_id uuid,
  state text not null default 'open' check (state in ('open', 'offered', 'accepted', 'returned', 'overridden', 'void')),
  signed_at timestamptz not null,
  -- A firm of one hands over to itself: a short self-check.
  one_person boolean not null default false,
  -- What a person wrote, and what was known from the sale.
  packet jsonb not null default '{}',
  from_sale jsonb not null default '{}',
  introduced_at timestamptz,
  -- The hunter is tied: not accepted yet, or not introduced yet.
  tied boolean not null default true,
  -- What happened before (a sale that was reopened and won again) does not count.
  opened_at timestamptz not null,
  offered_at timestamptz,
  accepted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, opportunity_id),
  foreign key (workspace_id, account_id) references account (workspace_id, id) on delete cascade,
  foreign key (workspace_id, opportunity_id) references opportunity (workspace_id, id) on delete cascade,
  foreign key (workspace_id, hunter_id) references member (workspace_id, id),
  foreign key (workspace_id, farmer_id) references member (workspace_id, id)
);
create index handoff_by_account on handoff (workspace_id, account_id, signed_at desc);
create index handoff_of_hunter on handoff (workspace_id, hunter_id) where tied;
create index handoff_of_farmer on handoff (workspace_id, farmer_id) where tied;
create index handoff_by_time on handoff (workspace_id, signed_at desc, id desc);
call protect('handoff',
  'app_sees(''handoff'') or hunter_id = any ((select app_members())::uuid[]) or farmer_id = any ((select app_members())::uuid[]) or account_seen(account_id)',
  'true', 'select, insert, update');

-- Everything that happened to a handoff; its state is read from it.
create table handoff_event (
  workspace_id uuid not null,
  id uuid not null,
  handoff_id uuid not null,
  kind text not null check (kind in ('offered', 'accepted', 'returned', 'introduced', 'overridden')),
  at timestamptz not null,
  member_id uuid not null,
  farmer_id uuid,
  questions text[],
  reason text,
  primary key (workspace_id, id),
  foreign key (workspace_id, handoff_id) references handoff (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index handoff_event_by_handoff on handoff_event (workspace_id, handoff_id, at);
create function handoff_seen(handoff uuid) returns boolean language plpgsql stable parallel safe
  as $$ begin return exists (select from handoff h where h.workspace_id = app_workspace() and h.id = handoff_seen.handoff); end $$;
call protect('handoff_event', 'handoff_seen(handoff_id)', 'handoff_seen(handoff_id)', 'select, insert');

-- Both sides of a handoff work with the customer while it runs, whoever's account it is.
create function app_handoff_accounts() returns uuid[] language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$ select array(select account_id from handoff where workspace_id = app_workspace() and tied and (hunter_id = any (app_members()) or farmer_id = any (app_members()))) $$;
alter policy seen on account using (workspace_id = (select app_workspace()) and (
  (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_handed())::uuid[]) or id = any ((select app_handoff_accounts())::uuid[])));
alter policy seen on relationship using (workspace_id = (select app_workspace()) and (
  (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or account_id = any ((select app_handed())::uuid[]) or account_id = any ((select app_handoff_accounts())::uuid[])));
alter policy seen on contact using (workspace_id = (select app_workspace()) and (
  (select app_sees('contact')) or (select app_sees('account')) or owner_id = any ((select app_members())::uuid[]) or id = any ((select app_handed())::uuid[])
  or account_id = any ((select app_handoff_accounts())::uuid[])
  or exists (select from account a where a.workspace_id = contact.workspace_id and a.id = contact.account_id and a.owner_id = any ((select app_members())::uuid[]))));

-- A rule that the database keeps says what to do instead: code and sentence reach the person as a conflict (409).
create function refuse(code text, sentence text, about text default null) returns void language plpgsql as $$
begin raise exception using errcode = 'PN409', message = code, detail = sentence, hint = coalesce(about, ''); end $$;

create function still_tied(held record, doing text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  account_name text := (select name from account where workspace_id = held.workspace_id and id = held.account_id);
  hunter_name text := (select name from member where workspace_id = held.workspace_id and id = held.hunter_id);
begin
  perform refuse('handoff_open', format('%s is not handed over yet, so %s. %s stays on the relationship until the farmer has accepted %s: finish the handoff, or end it with a reason.',
    account_name, doing, hunter_name, case when held.state = 'accepted' then 'and both have met the customer' else 'it' end), held.id::text);
end $$;

-- The account: given to somebody else, deleted, or removed.
create function hold_hunter_on_account() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  -- Upkeep by the owner of the tables is nobody's request.
  if app_workspace() is null then return case tg_op when 'DELETE' then old else new end; end if;
  select * into held from handoff h where h.workspace_id = old.workspace_id and h.account_id = old.id and h.tied
    and (tg_op = 'DELETE' or new.deleted_at is not null or (h.hunter_id = old.owner_id and h.state <> 'accepted')) limit 1;
  if found then
    perform still_tied(held, case when tg_op = 'DELETE' or new.deleted_at is not null then 'it cannot be deleted' else 'it cannot be given to somebody else' end);
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger hunter_stays before update of owner_id, deleted_at on account for each row
  when (old.owner_id is distinct from new.owner_id or (old.deleted_at is null and new.deleted_at is not null)) execute function hold_hunter_on_account();
create trigger hunter_stays_removed before delete on account for each row execute function hold_hunter_on_account();

-- The sale: given to somebody else, moved to another account, or deleted.
create function hold_hunter_on_sale() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  if app_workspace() is null then return case tg_op when 'DELETE' then old else new end; end if;
  select * into held from handoff h where h.workspace_id = old.workspace_id and h.opportunity_id = old.id and h.tied and h.state <> 'accepted' limit 1;
  if found then perform still_tied(held, case when tg_op = 'DELETE' or new.deleted_at is not null then 'its sale cannot be deleted' else 'its sale cannot be moved' end); end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger hunter_stays before update of owner_id, account_id, deleted_at on opportunity for each row
  when (new.outcome = 'won' and (old.owner_id is distinct from new.owner_id or old.account_id is distinct from new.account_id or (old.deleted_at is null and new.deleted_at is not null))) execute function hold_hunter_on_sale();
create trigger hunter_stays_removed before delete on opportunity for each row when (old.outcome = 'won') execute function hold_hunter_on_sale();

-- The hunter: leaving.
create function hold_hunter() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare held record;
begin
  select * into held from handoff h where h.workspace_id = new.workspace_id and h.hunter_id = new.id and h.tied limit 1;
  if found then perform still_tied(held, format('%s cannot leave', new.name)); end if;
  return new;
end $$;
create trigger hunter_stays before update of disabled_at on member for each row when (old.disabled_at is null and new.disabled_at is not null) execute function hold_hunter();

-- The farmer has accepted: the account is his. He may not write an account that is not his yet, so the rule is said here.
create function give_account_to_farmer(handoff uuid) returns table (account uuid, before uuid, farmer uuid) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    with taken as (
      select h.account_id, h.farmer_id, a.owner_id from handoff h join account a on a.workspace_id = h.workspace_id and a.id = h.account_id
      where h.workspace_id = app_workspace() and h.id = give_account_to_farmer.handoff and h.state = 'accepted' and h.farmer_id is not null
        and (h.farmer_id = any (app_members()) or app_changes('account')) and a.owner_id is distinct from h.farmer_id
    ), given as (
      update account a set owner_id = t.farmer_id, version = a.version + 1, updated_at = now() from taken t
      where a.workspace_id = app_workspace() and a.id = t.account_id returning a.id
    )
    select t.account_id, t.owner_id, t.farmer_id from taken t join given g on g.id = t.account_id;
end $$;
