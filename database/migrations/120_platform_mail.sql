-- owner: platform
-- Letters to the outside, written in the transaction that wants them sent and carried away after it has committed.

create table mail (
  workspace_id uuid not null references workspace on delete cascade,
  id uuid not null,
  -- What it is about, in the words of who wrote it ("invitation"): shown beside what failed.
  about text not null check (length(about) between 1 and 60),
  member_id uuid,
  to_address text not null check (length(to_address) between 3 and 254),
  to_name text check (length(to_name) <= 200),
  from_name text check (length(from_name) <= 200),
  reply_to text check (length(reply_to) <= 254),
  subject text not null check (length(subject) between 1 and 300),
  -- Null once sent: a letter may hold a link that lets somebody in.
  body_text text,
  body_html text,
  -- Where one click ends the wish to be written to.
  unsubscribe_url text check (length(unsubscribe_url) <= 500),
  -- Made once: whoever gets a letter twice sees that it is one.
  message_id text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
  attempts smallint not null default 0,
  due_at timestamptz not null,
  error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  -- No line can end inside of what becomes a header.
  check (concat(to_address, to_name, from_name, reply_to, subject, message_id, unsubscribe_url) !~ '[[:cntrl:]]')
);
create index mail_due on mail (due_at) where state = 'waiting';
create index mail_by_state on mail (workspace_id, state, id desc);
call protect('mail', 'app_changes(''member'') or member_id = (select app_member())', 'true');
-- Whoever may write in a workspace may have a letter written; sent or not is decided by who sees to the members.
alter policy changed on mail using (workspace_id = (select app_workspace()) and (select app_changes('member')));
alter policy removed on mail using (workspace_id = (select app_workspace()) and (select app_changes('member')));
