-- owner: relationship
-- What a person says of a position is kept as a word, with its reason; where the relationship stands in lists, on board and map follows the words, whoever writes, ends or moves one.
-- When two accounts become one, the later of two words stands. The other yields, and stands again when they are taken apart while the later still stands.
alter table position_override add column yielded_to uuid;

create function word_moves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare there record;
begin
  if new.account_id = old.account_id then return new; end if;
  if new.yielded_to is not null and exists (select from position_override o where o.workspace_id = new.workspace_id and o.id = new.yielded_to and o.account_id <> new.account_id and o.ended_at is null) then
    new.ended_at := null;
    new.yielded_to := null;
  end if;
  if new.ended_at is null then
    select o.id, o.at into there from position_override o where o.workspace_id = new.workspace_id and o.account_id = new.account_id and o.ended_at is null;
    if (there.at, there.id) > (new.at, new.id) then
      new.ended_at := there.at;
      new.yielded_to := there.id;
    elsif there.id is not null then
      update position_override set ended_at = new.at, yielded_to = new.id where workspace_id = new.workspace_id and id = there.id;
    end if;
  end if;
  return new;
end $$;
create trigger moves before update of account_id on position_override for each row execute function word_moves();

create function stands_as_said(workspace uuid, account uuid) returns void language sql as $$
  update relationship r set said_position = o.position, position = coalesce(o.position, r.state ->> 'shown'), position_since = coalesce(o.at, r.position_since), along = case when o.position is null then r.along else 0.5 end
  from (select 1) one left join position_override o on o.workspace_id = workspace and o.account_id = account and o.ended_at is null
  where r.workspace_id = workspace and r.account_id = account and (r.said_position is distinct from o.position or r.position_since <> o.at) $$;

create function word_is_followed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if tg_op = 'UPDATE' then
    if new.account_id <> old.account_id then
      if new.ended_at is null then
        update position_override set ended_at = null, yielded_to = null where workspace_id = old.workspace_id and account_id = old.account_id and yielded_to = old.id
          and not exists (select from position_override o where o.workspace_id = old.workspace_id and o.account_id = old.account_id and o.ended_at is null);
      end if;
      perform stands_as_said(old.workspace_id, old.account_id);
    end if;
  end if;
  if tg_op = 'DELETE' then perform stands_as_said(old.workspace_id, old.account_id); else perform stands_as_said(new.workspace_id, new.account_id); end if;
  return null;
end $$;
create trigger followed after insert or delete or update of account_id, ended_at on position_override for each row execute function word_is_followed();
revoke all on function word_moves, stands_as_said, word_is_followed from public;

-- Of accounts that were merged before, the two may have parted.
select stands_as_said(r.workspace_id, r.account_id) from relationship r left join position_override o on o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.ended_at is null
  where r.said_position is distinct from o.position;
