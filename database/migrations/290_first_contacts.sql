-- owner: purchase
-- With what the contact began that led to a sale: kept with the sale, since a report over a million sales cannot look for it among ten million touchpoints.

-- The truth, in one place: the first touchpoint of the year before the sale was opened, whoever began it, that was neither corrected nor taken back.
create function first_contact_before(workspace uuid, account uuid, opened date) returns table (at timestamptz, channel text) language sql stable as $$
  select t.at, t.channel from touchpoint t
  where t.workspace_id = workspace and t.account_id = account and t.at >= (opened - 365)::timestamp at time zone 'UTC' and t.at < (opened + 1)::timestamp at time zone 'UTC'
    and not t.retracts and not exists (select from touchpoint s where s.workspace_id = t.workspace_id and s.supersedes_id = t.id)
  order by t.at, t.id limit 1 $$;

create table first_contact (
  workspace_id uuid not null,
  opportunity_id uuid not null,
  at timestamptz not null,
  channel text not null,
  primary key (workspace_id, opportunity_id),
  foreign key (workspace_id, opportunity_id) references opportunity on delete cascade
);
call protect('first_contact', 'app_sees(''opportunity'') or exists (select from opportunity o where o.workspace_id = first_contact.workspace_id and o.id = first_contact.opportunity_id)', 'false', 'select');

-- A touchpoint asks for the sales of its account that were opened after it: hardly ever one, and the index says so without a look at a sale.
drop index opportunity_by_account;
create index opportunity_by_account on opportunity (workspace_id, account_id, opened_on) where account_id is not null;

-- Sales that a touchpoint of that moment may begin, or may have begun; `offset` keeps it a look into the index for each touchpoint.
create function sales_begun_at(workspace uuid, account uuid, moment timestamptz) returns table (id uuid) language sql stable as $$
  select o.id from opportunity o
  where o.workspace_id = workspace and o.account_id = account and o.opened_on between (moment at time zone 'UTC')::date and (moment at time zone 'UTC')::date + 365
    and not exists (select from first_contact c where c.workspace_id = o.workspace_id and c.opportunity_id = o.id and c.at < moment)
  offset 0 $$;

create function find_first_contact(workspace uuid, sale uuid) returns void language plpgsql as $$
begin
  delete from first_contact c where c.workspace_id = workspace and c.opportunity_id = sale;
  insert into first_contact select o.workspace_id, o.id, f.at, f.channel from opportunity o cross join lateral first_contact_before(o.workspace_id, o.account_id, o.opened_on) f
    where o.workspace_id = workspace and o.id = sale;
end $$;

create function sales_begin() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into first_contact select o.workspace_id, o.id, f.at, f.channel from changed o cross join lateral first_contact_before(o.workspace_id, o.account_id, o.opened_on) f;
  return null;
end $$;
create trigger first_contact_found after insert on opportunity referencing new table as changed for each statement execute function sales_begin();

create function sale_begins_otherwise() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform find_first_contact(new.workspace_id, new.id);
  return null;
end $$;
create trigger first_contact_moved after update of account_id, opened_on on opportunity for each row
  when ((old.account_id, old.opened_on) is distinct from (new.account_id, new.opened_on)) execute function sale_begins_otherwise();

-- Touchpoints come late, correct others and take them back, move with a merged account, and go with an import that is undone.
create function contacts_came() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare sale record;
begin
  for sale in
    select t.workspace_id, o.id from changed t cross join lateral sales_begun_at(t.workspace_id, t.account_id, t.at) o
    union
    select s.workspace_id, o.id from changed t
      cross join lateral (select s.* from touchpoint s where t.supersedes_id is not null and s.workspace_id = t.workspace_id and s.id = t.supersedes_id offset 0) s
      cross join lateral sales_begun_at(s.workspace_id, s.account_id, s.at) o
  loop
    perform find_first_contact(sale.workspace_id, sale.id);
  end loop;
  return null;
end $$;
create trigger first_contact_came after insert on touchpoint referencing new table as changed for each statement execute function contacts_came();

create function contacts_left() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare sale record;
begin
  for sale in select distinct t.workspace_id, o.id from former t cross join lateral sales_begun_at(t.workspace_id, t.account_id, t.at) o loop
    perform find_first_contact(sale.workspace_id, sale.id);
  end loop;
  return null;
end $$;
create trigger first_contact_left after delete on touchpoint referencing old table as former for each statement execute function contacts_left();

create function contact_moved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare sale record;
begin
  for sale in select o.id from sales_begun_at(old.workspace_id, old.account_id, old.at) o union select o.id from sales_begun_at(new.workspace_id, new.account_id, new.at) o loop
    perform find_first_contact(new.workspace_id, sale.id);
  end loop;
  return null;
end $$;
create trigger first_contact_elsewhere after update of account_id, at, channel, supersedes_id, retracts on touchpoint for each row
  when ((old.account_id, old.at, old.channel, old.supersedes_id, old.retracts) is distinct from (new.account_id, new.at, new.channel, new.supersedes_id, new.retracts)) execute function contact_moved();

-- What stands already, and whatever was filled in past the triggers.
create procedure find_first_contacts_anew() language sql as $$
  delete from first_contact;
  insert into first_contact select o.workspace_id, o.id, f.at, f.channel from opportunity o cross join lateral first_contact_before(o.workspace_id, o.account_id, o.opened_on) f $$;

-- Two who note the first contact and open the sale in the same instant do not see each other: the sales of the last days are looked at once more.
create function find_first_contacts_since(moment timestamptz) returns void language plpgsql as $$
declare sale record;
begin
  for sale in
    select o.workspace_id, o.id from workspace w join opportunity o on o.workspace_id = w.workspace_id and o.created_at >= moment and o.deleted_at is null
      left join lateral first_contact_before(o.workspace_id, o.account_id, o.opened_on) f on true
      left join first_contact c on c.workspace_id = o.workspace_id and c.opportunity_id = o.id
    where (f.at, f.channel) is distinct from (c.at, c.channel)
  loop
    perform find_first_contact(sale.workspace_id, sale.id);
  end loop;
end $$;
revoke all on procedure find_first_contacts_anew from public;
revoke all on function find_first_contact, find_first_contacts_since from public;

call find_first_contacts_anew();

-- Lifetime value by source is told along the index alone, as the other sums of what was won.
drop index opportunity_won;
create index opportunity_won on opportunity (workspace_id, closed_on) include (owner_id, sale_type, amount, currency, offering, id, account_id, source) where outcome = 'won' and deleted_at is null;
