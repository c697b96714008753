-- owner: people
-- What happened to a record as one of many, and that it was taken back: whoever sees the record may know it (`getHistory` asks that first), whoever chose the many.
create function bulk_changes_of(of_kind text, record uuid) returns table (workspace_id uuid, id uuid, at timestamptz, member_id uuid, name text, detail jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  with done as (
    select b.*, r.before, r.undone, case b.action when 'owner' then 'ownerId' when 'add tag' then 'tags' when 'remove tag' then 'tags' end as field,
      case b.action when 'owner' then to_jsonb(b.value) when 'add tag' then r.before || to_jsonb(b.value) when 'remove tag' then r.before - b.value end as after
    from bulk_change_row r join bulk_change b on b.workspace_id = r.workspace_id and b.id = r.bulk_id
    where r.workspace_id = app_workspace() and r.record_id = record and b.kind = of_kind
  )
  select d.workspace_id, d.id, d.at, d.member_id, of_kind || case d.action when 'delete' then '.deleted' when 'restore' then '.restored' else '.changed' end,
    case when d.field is null then '{}'::jsonb else jsonb_build_object('changes', jsonb_build_object(d.field, jsonb_build_array(d.before, d.after))) end
  from done d
  union all
  -- An id of its own, at its own time.
  select d.workspace_id, (lpad(to_hex(floor(extract(epoch from d.undone_at) * 1000)::bigint), 12, '0') || substr(replace(d.id::text, '-', ''), 13))::uuid, d.undone_at, d.undone_by,
    of_kind || case d.action when 'delete' then '.restored' when 'restore' then '.deleted' else '.changed' end,
    case when d.field is null then '{}'::jsonb else jsonb_build_object('changes', jsonb_build_object(d.field, jsonb_build_array(d.after, d.before))) end
  from done d where d.undone
$$;
