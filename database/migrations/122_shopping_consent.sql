-- owner: shopping
-- What a person allowed us, per channel and purpose: given and withdrawn, when, through what. Append-only: the newest entry holds.

create table consent (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  channel text not null check (channel in ('mail', 'call', 'message', 'visit')),
  purpose text not null check (purpose in ('marketing', 'service', 'survey', 'reference')),
  state text not null check (state in ('given', 'withdrawn')),
  -- Where it came from ("web form: Newsletter", "by phone"), and what shows it.
  source text not null check (length(source) between 1 and 300),
  evidence text check (length(evidence) <= 5000),
  touchpoint_id uuid,
  member_id uuid,
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade,
  foreign key (workspace_id, touchpoint_id) references touchpoint (workspace_id, id) on delete set null (touchpoint_id)
);
create index consent_of_contact on consent (workspace_id, contact_id, channel, purpose, at desc, id desc);
call protect('consent', 'app_sees(''contact'') or contact_seen(contact_id)', 'app_changes(''contact'') or contact_seen(contact_id)', 'select, insert');

-- Whether we may contact a person: the newest word on this channel and purpose holds; without one only what serves the customer is allowed.
-- The same as mayContact() in src/shopping/consent/consent.ts.
create function may_contact(contact uuid, channel text, purpose text) returns boolean language sql stable parallel safe as $$
  select coalesce(
    (select c.state = 'given' from consent c where c.workspace_id = app_workspace() and c.contact_id = may_contact.contact and c.channel = may_contact.channel and c.purpose = may_contact.purpose
      order by c.at desc, c.id desc limit 1),
    may_contact.purpose = 'service')
$$;

-- The one-click end of letters to a person: one link per letter, known by its digest alone.
create table unsubscribe_link (
  token_hash bytea primary key,
  workspace_id uuid not null,
  contact_id uuid not null,
  channel text not null,
  purpose text not null,
  about text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id) on delete cascade
);
create index unsubscribe_link_of_contact on unsubscribe_link (workspace_id, contact_id);
call protect('unsubscribe_link', 'false', 'true');
-- An account's rules may ask for consent.
create function segment_after_consent() returns trigger language plpgsql as $$ begin
  perform segment_look_at(array_agg(k.account_id), k.workspace_id) from changed c join contact k on k.workspace_id = c.workspace_id and k.id = c.contact_id
  group by k.workspace_id having segment_rules_stand(k.workspace_id); return null; end $$;
create trigger segment_look_added after insert on consent referencing new table as changed for each statement execute function segment_after_consent();
