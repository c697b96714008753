-- owner: usage
-- Whom we may ask: one rule for the circle, the moment check and Today; and the programme that asks by itself.

-- A person who allowed references through any channel, and has not withdrawn it: the rule of may_contact(), channel by channel.
create function may_ask(contact uuid) returns boolean language sql stable parallel safe as $$
  select coalesce(bool_or(may_contact(may_ask.contact, way, 'reference')), false) from unnest(array['mail', 'call', 'message', 'visit']) way
$$;

-- What decides whether a customer may be asked for a referral or reference: the dip as the alarm sees it, a person who allowed it
-- (the one whom is thought of, else who allowed it and spoke with us last), and when they were asked and gave before.
create function asking_of(account uuid, since timestamptz, wanted uuid default null)
returns table (dip boolean, consent boolean, contact_id uuid, asked_at timestamptz, refs integer) language plpgsql stable parallel safe as $$
begin return query
  select
    exists (select from alarm l where l.workspace_id = app_workspace() and l.account_id = asking_of.account and l.ended_at is null)
      or coalesce((select w.dip ->> 'dip' <> 'none' from alarm_watch w where w.workspace_id = app_workspace() and w.account_id = asking_of.account and w.looked_at is not null),
        (select r.position = 'disillusionment' and r.probability >= 0.5 from relationship r where r.workspace_id = app_workspace() and r.account_id = asking_of.account), false),
    coalesce(person.allowed, false) and not exists (select from spotted s where s.workspace_id = app_workspace() and s.account_id = asking_of.account and s.may_contact = 'no' and s.for_name is null and s.noted_at >= asking_of.since),
    person.id,
    (select max(k.asked_at) from influence_ask k where k.workspace_id = app_workspace() and k.account_id = asking_of.account),
    (select count(*)::int from influence i where i.workspace_id = app_workspace() and i.from_account_id = asking_of.account and i.deleted_at is null and i.kind in ('reference', 'review') and i.happened_on >= asking_of.since::date)
  from (select 1) one left join lateral (
    select c.id, may_ask(c.id) as allowed, (select max(s.at) from (select t.id, t.at from touchpoint t where t.workspace_id = c.workspace_id and t.account_id = asking_of.account order by t.at desc, t.id desc limit 8) s
        join touchpoint_participant tp on tp.workspace_id = c.workspace_id and tp.touchpoint_id = s.id and tp.contact_id = c.id) as said
    from (select * from contact k where k.workspace_id = app_workspace() and k.deleted_at is null and (k.id = asking_of.wanted or (asking_of.wanted is null and k.account_id = asking_of.account)) order by k.id limit 40) c
    order by allowed desc, said desc nulls last, c.id limit 1) person on true;
end $$;

-- The programme asks by itself, a share of those whom it may; nobody is asked soon after being asked about a case.
alter table nps_programme
  add automatic boolean not null default false,
  add share_percent integer not null default 100 check (share_percent between 1 and 100),
  add quarantine_days integer not null default 14 check (quarantine_days between 0 and 365),
  add ran_at timestamptz,
  add asked_last integer;
