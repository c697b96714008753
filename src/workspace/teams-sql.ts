import { sql, type RawBuilder } from 'kysely';

/** A team and all below it. */
export const inTeam = (team: string | undefined): RawBuilder<unknown> => sql`array(
  with recursive below as (select t.id from team t where t.workspace_id = app_workspace() and t.id = ${team ?? null}::uuid
    union select t.id from team t join below b on t.parent_id = b.id where t.workspace_id = app_workspace()) select id from below)`;

/** Everybody in a team and in all below it. */
export const peopleOf = (team: string | undefined): RawBuilder<unknown> =>
  sql`array(select w.id from member w where w.workspace_id = app_workspace() and w.team_id = any (${inTeam(team)}))`;
