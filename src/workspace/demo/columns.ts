/** Columns of a table by type, as `insertMany` takes them: `{ text: 'name city' }` → `{ name: 'text', city: 'text' }`. */
export const columns = (byType: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(byType).flatMap(([type, names]) => names.split(' ').map((name): [string, string] => [name, type])),
  );

const kept = 'created_at updated_at';

export const teamColumns = columns({
  uuid: 'workspace_id id parent_id',
  text: 'name',
  integer: 'version',
  timestamptz: 'created_at',
});
export const memberColumns = columns({
  uuid: 'workspace_id id team_id',
  text: 'name email role business_role',
  integer: 'version',
  timestamptz: kept,
});
export const accountColumns = columns({
  uuid: 'workspace_id id owner_id parent_id',
  text: 'kind name name_key industry website domain phone city country description search_text',
  integer: 'employees version',
  'text[]': 'tags',
  jsonb: 'custom',
  timestamptz: kept,
});
export const contactColumns = columns({
  uuid: 'workspace_id id owner_id account_id',
  text: 'name name_key given_name family_name title city country search_text',
  integer: 'version',
  'text[]': 'emails phones tags',
  jsonb: 'custom',
  timestamptz: kept,
});
export const affiliationColumns = columns({
  uuid: 'workspace_id id contact_id account_id',
  text: 'title',
  date: 'from_date until_date',
  integer: 'version',
  timestamptz: 'created_at',
});
export const opportunityColumns = columns({
  uuid: 'workspace_id id account_id contact_id owner_id',
  text: 'name name_key sale_type stage outcome outcome_reason currency offering source',
  numeric: 'amount',
  date: 'opened_on expected_close_on closed_on',
  integer: 'version',
  jsonb: 'custom',
  timestamptz: `stage_since ${kept}`,
});
export const caseColumns = columns({
  uuid: 'workspace_id id account_id contact_id owner_id',
  text: 'subject channel severity state',
  integer: 'version',
  jsonb: 'custom',
  timestamptz: `opened_at solved_at ${kept}`,
});
export const phaseColumns = columns({
  uuid: 'workspace_id id account_id member_id',
  text: 'to_phase evidence',
  timestamptz: 'at recorded_at',
});
export const nextStepColumns = columns({
  uuid: 'workspace_id id account_id member_id',
  text: 'what state',
  integer: 'version',
  timestamptz: `due_at ended_at ${kept}`,
});
export const markColumns = columns({ uuid: 'workspace_id record_id', text: 'key kind' });
