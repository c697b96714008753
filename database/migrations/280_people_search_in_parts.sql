-- owner: people
-- A fragment is looked for part by part of the alphabet. Each part has trigrams of its own, so that the first page of those that hold a fragment costs what
-- the first parts cost, not what all names cost that share its trigrams. A record still stands in one index of trigrams: that of its part.

-- Where a part begins: about as many names of companies and of people in each. Digits stand in the first, other scripts in the last.
create function search_parts() returns text[] language sql immutable parallel safe
  as $$ select array['am', 'b', 'c', 'd', 'f', 'h', 'j', 'l', 'm', 'n', 'p', 's', 'so', 't', 'u'] collate "C" $$;
create function fragment_pattern(fragment text) returns text language sql immutable parallel safe
  as $$ select '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

drop function accounts_holding, accounts_found, contacts_found, account_matches, contact_matches;
drop index account_by_fragment, contact_by_fragment;

-- The same for accounts and contacts. Every statement keeps its plan: planning one anew costs more than answering most of them.
do $do$
declare
  bounds text[] := search_parts();
  kind text;
  sees_all text;
  own text;
  range text;
  walks text;
  parts text;
begin
  foreach kind in array array['account', 'contact'] loop
    if kind = 'account' then
      sees_all := $$app_sees('account')$$;
      own := 'r.owner_id = any (mine)';
      -- The index by name holds what is looked for.
      walks := '[500, 5000]';
    else
      sees_all := $$app_sees('contact') or app_sees('account')$$;
      own := '(r.owner_id = any (mine) or exists (select from account a where a.workspace_id = r.workspace_id and a.id = r.account_id and a.owner_id = any (mine)))';
      walks := '[150, 2000]';
    end if;

    parts := '';
    for part in 0..cardinality(bounds) loop
      range := concat_ws(' and ', 'deleted_at is null', 'name_key >= ' || quote_literal(bounds[part]), 'name_key < ' || quote_literal(bounds[part + 1]));
      -- What waits to be sorted in is read by every search: sixteen short lists, together as long as one usually is.
      execute format('create index %1$s_by_fragment_%2$s on %1$s using gin (search_text gin_trgm_ops) with (gin_pending_list_limit = 256) where %3$s', kind, part, range);
      -- The place stays outside: it would tempt the planner to go by the names. A pattern beside keys in "C" would be taken for one in "C", for which there is no index.
      parts := parts || format($$ when %2$s then more := array(select id from (select r.id, r.name_key from %1$s r where search_text like pattern collate "default" and %3$s
        and workspace_id = workspace and (all_seen or %4$s) offset 0) held
        where (name_key, id) > (after_key, after_id) and (name_key, id) < (before_key, before_id) order by name_key, id); $$, kind, part, range, own);
    end loop;

    -- At least `most` that hold a fragment between two places in the order of names, or all there are: part by part, until they are enough.
    execute format($$ create function %1$ss_in_parts(fragment text, all_seen boolean, after_key text, after_id uuid, before_key text, before_id uuid, descending boolean, most integer) returns uuid[]
      language plpgsql stable security definer
      set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_indexscan = off as $f$
      declare
        pattern text := fragment_pattern(fragment);
        workspace uuid := app_workspace();
        mine uuid[] := app_members();
        bounds text[] := search_parts();
        part integer := width_bucket(case when descending then before_key else after_key end collate "C", bounds);
        held uuid[] := '{}';
        more uuid[];
      begin
        while cardinality(held) < most and part between 0 and cardinality(bounds) loop
          case part %2$s end case;
          if descending then more := array(select id from unnest(more) with ordinality as u (id, n) order by n desc); end if;
          held := held || more;
          part := part + case when descending then -1 else 1 end;
        end loop;
        return held;
      end $f$ $$, kind, parts);

    -- The next after a place in the order of names that hold a fragment (of three characters at least). A very common one is met by walking the names: that shows in the first few hundred.
    execute format($$ create function %1$ss_holding(fragment text, place_key text, place_id uuid, descending boolean, most integer) returns uuid[]
      language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
      declare
        pattern text := fragment_pattern(fragment);
        all_seen boolean := %2$s;
        workspace uuid := app_workspace();
        mine uuid[] := app_members();
        nobody uuid := '00000000-0000-0000-0000-000000000000';
        after_key text := case when descending or place_key is null then '' else place_key end;
        before_key text := case when descending and place_key is not null then place_key else chr(1114111) end;
        after_id uuid := case when descending then nobody else coalesce(place_id, nobody) end;
        before_id uuid := case when descending then coalesce(place_id, nobody) else nobody end;
        walked integer;
        held uuid[];
      begin
        foreach walked in array array%4$s loop
          if descending then
            held := array(select id from (select r.id, r.name_key, r.search_text from %1$s r where r.workspace_id = workspace and r.deleted_at is null and (all_seen or %3$s)
              and (r.name_key, r.id) < (before_key, before_id) order by r.name_key desc, r.id desc limit walked) first where search_text like pattern limit most);
          else
            held := array(select id from (select r.id, r.name_key, r.search_text from %1$s r where r.workspace_id = workspace and r.deleted_at is null and (all_seen or %3$s)
              and (r.name_key, r.id) > (after_key, after_id) order by r.name_key, r.id limit walked) first where search_text like pattern limit most);
          end if;
          if cardinality(held) = most then return held; end if;
          exit when cardinality(held) < 4;
        end loop;
        return (%1$ss_in_parts(fragment, all_seen, after_key, after_id, before_key, before_id, descending, most))[1:most];
      end $f$ $$, kind, sees_all, own, walks);

    -- What the palette shows: names that begin with what was typed, and only when those are too few, others that hold it.
    execute format($$ create function %1$ss_found(key text, fragment text, most integer) returns uuid[]
      language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
      declare
        all_seen boolean := %2$s;
        mine uuid[] := app_members();
        found uuid[];
      begin
        found := array(select r.id from %1$s r where r.workspace_id = app_workspace() and r.deleted_at is null and r.name_key >= key and r.name_key < key || chr(1114111)
          and (all_seen or %3$s) order by r.workspace_id, r.name_key, r.id limit most);
        if cardinality(found) = most or length(fragment) < 3 then return found; end if;
        return found || %1$ss_holding(fragment, null, null, false, most + cardinality(found));
      end $f$ $$, kind, sees_all, own);

    -- For lists in another order: all that hold a fragment; null where they are more than `most` or the first few hundred names show that it is common. Then the list compares row by row.
    execute format($$ create function %1$ss_named(fragment text, all_seen boolean, most integer) returns uuid[]
      language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
      declare named uuid[];
      begin
        if (select count(*) < 8 from (select r.search_text from %1$s r where r.workspace_id = app_workspace() and r.deleted_at is null
            order by r.workspace_id, r.name_key, r.id limit 400) first where search_text like fragment_pattern(fragment)) then
          named := %1$ss_in_parts(fragment, all_seen, '', '00000000-0000-0000-0000-000000000000', chr(1114111), '00000000-0000-0000-0000-000000000000', false, most);
        end if;
        return case when cardinality(named) < most then named end;
      end $f$ $$, kind);
    execute format($$ create function %1$s_matches(fragment text, most integer) returns uuid[]
      language sql stable security definer set search_path = public, pg_temp as $f$ select %1$ss_named(fragment, %2$s, most) $f$ $$, kind, sees_all);
  end loop;
end $do$;

grant create on schema public to perennial_search;
alter function accounts_in_parts owner to perennial_search;
alter function accounts_holding owner to perennial_search;
alter function accounts_found owner to perennial_search;
alter function accounts_named owner to perennial_search;
alter function account_matches owner to perennial_search;
alter function contacts_in_parts owner to perennial_search;
alter function contacts_holding owner to perennial_search;
alter function contacts_found owner to perennial_search;
alter function contacts_named owner to perennial_search;
alter function contact_matches owner to perennial_search;
revoke create on schema public from perennial_search;
revoke all on function accounts_in_parts, accounts_holding, accounts_found, accounts_named, account_matches, contacts_in_parts, contacts_holding, contacts_found, contacts_named, contact_matches from public;
-- Those that take somebody's word for what may be seen are for the functions above alone.
grant execute on function accounts_holding, accounts_found, account_matches, contacts_holding, contacts_found, contact_matches to perennial_app;
