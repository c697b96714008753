-- owner: selling
-- What trainings there are is no secret: two people who agree on one may name it, whoever may read what it brought.

create function training_names()
returns table (id uuid, name text, purpose text, next_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.purpose, (select min(s.starts_on) from training_session s where s.workspace_id = p.workspace_id and s.programme_id = p.id and s.starts_on >= current_date)
  from training_programme p where p.workspace_id = app_workspace() and p.deleted_at is null order by p.name limit 500
$$;
revoke all on function training_names from public;
grant execute on function training_names to perennial_app;
