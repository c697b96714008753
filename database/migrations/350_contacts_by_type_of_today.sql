-- owner: selling
-- What selling a type costs stands beside what customers of that type bring, so a contact counts under the type that its customer has now,
-- as the customer does. Whoever opens the number finds exactly these contacts.
create function contacts_follow_type() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  moved jsonb;
begin
  if tg_op = 'INSERT' then
    -- Contacts that came before their relationship were counted as if it were commercial.
    select jsonb_agg(jsonb_build_object('workspace_id', c.workspace_id, 'account_id', c.account_id, 'was', 'commercial', 'is', c.sale_type)) into moved from changed c where c.sale_type <> 'commercial';
  else
    select jsonb_agg(jsonb_build_object('workspace_id', c.workspace_id, 'account_id', c.account_id, 'was', f.sale_type, 'is', c.sale_type)) into moved
    from changed c join former f on f.workspace_id = c.workspace_id and f.account_id = c.account_id where c.sale_type <> f.sale_type;
  end if;
  if moved is null then
    return null;
  end if;
  insert into contact_count as c (workspace_id, member_id, month, sale_type, lane, contacts, minutes, timed, rated, rating_sum)
  select t.workspace_id, t.member_id, date_trunc('month', t.at at time zone 'UTC')::date, x.sale_type, abs(pg_backend_pid()) % 8,
    sum(x.sign), coalesce(sum(x.sign * t.minutes), 0), sum(x.sign * (t.minutes is not null)::int), sum(x.sign * (s.rating is not null)::int), coalesce(sum(x.sign * s.rating), 0)
  from jsonb_to_recordset(moved) as m(workspace_id uuid, account_id uuid, was text, "is" text)
  join touchpoint t on t.workspace_id = m.workspace_id and t.account_id = m.account_id
  cross join lateral (values (m.was, -1), (m."is", 1)) x (sale_type, sign)
  cross join lateral (select served(t.expectation, t.kind) as rating) s
  where t.member_id is not null and is_contact(t.channel, t.kind, t.retracts)
    and not exists (select from touchpoint l where l.workspace_id = t.workspace_id and l.supersedes_id = t.id)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (workspace_id, member_id, month, sale_type, lane) do update set contacts = c.contacts + excluded.contacts, minutes = c.minutes + excluded.minutes, timed = c.timed + excluded.timed,
    rated = c.rated + excluded.rated, rating_sum = c.rating_sum + excluded.rating_sum;
  return null;
end $$;
create trigger contacts_begin_with_type after insert on relationship referencing new table as changed for each statement execute function contacts_follow_type();
create trigger contacts_follow_type after update on relationship referencing new table as changed old table as former for each statement execute function contacts_follow_type();

delete from contact_count;
insert into contact_count (workspace_id, member_id, month, sale_type, lane, contacts, minutes, timed, rated, rating_sum)
select t.workspace_id, t.member_id, date_trunc('month', t.at at time zone 'UTC')::date, coalesce(r.sale_type, 'commercial'), 0,
  count(*), coalesce(sum(t.minutes), 0), count(t.minutes), count(served(t.expectation, t.kind)), coalesce(sum(served(t.expectation, t.kind)), 0)
from touchpoint t left join relationship r on r.workspace_id = t.workspace_id and r.account_id = t.account_id
where t.member_id is not null and is_contact(t.channel, t.kind, t.retracts)
  and not exists (select from touchpoint s where s.workspace_id = t.workspace_id and s.supersedes_id = t.id)
group by 1, 2, 3, 4;
