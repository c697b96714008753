import { sql } from 'kysely';
import type { Call } from '../../../platform/serve.ts';
import { openDirectory } from '../place/directory.ts';
import { emptyDraft, type Draft, type Note, type Ref } from '../drafts/draft.ts';
import { meetKnown } from '../place/known.api.ts';
import { noEffects, type Placing } from '../place/place.ts';
import { nothingAsked } from '../place/questions.ts';
import { followLeader } from '../write/team.api.ts';

const batch = 250;

/**
 * References to records of the same file, once all of it is in: a parent company that stands further down, a colleague's
 * leader. Answers how many were looked at; 0: all are done.
 */
export async function linkSome(
  call: Call,
  { importId, file, since }: { importId: string; file: number; since: Date },
  tell: (line: number, note: Note) => void,
): Promise<number> {
  const links = await call.db
    .selectFrom('import_link')
    .select(['line', 'field', 'record_id', 'reference'])
    .where('import_id', '=', importId)
    .where('file', '=', file)
    .orderBy('line')
    .orderBy('field')
    .limit(batch)
    .execute();
  if (links.length === 0) return 0;
  const placing: Placing = {
    directory: openDirectory(),
    plan: { duplicates: {} },
    mayMake: () => false,
    evidence: new Map(),
    taken: new Map(),
    asked: nothingAsked(),
    effects: noEffects(),
  };
  const refs = links.map((link) => link.reference as Ref);
  await meetKnown({ db: call.db, who: call.who, importId, placing, since }, [
    { outcome: 'load', notes: [], drafts: refs.map(asking) },
  ]);
  const found = links.map((link, index) => ({ ...link, ref: refs[index]!, ...placing.directory.find(refs[index]!) }));
  for (const { line, ref, note, detail } of found)
    if (note) tell(line, { code: note, column: ref.column, value: ref.said, ...(detail ? { detail } : {}) });
  for (const [field, column] of Object.entries(columns)) {
    const rows = found.flatMap((each) =>
      each.field === field && each.known && each.known.id !== each.record_id
        ? [{ id: each.record_id, to: each.known.id }]
        : [],
    );
    if (rows.length > 0) await point(call, column.table, column.column, rows);
  }
  for (const each of found)
    if (each.field === 'member.leader' && each.known) await followLeader(call, each.record_id, each.known);
  await sql`delete from import_link l using jsonb_to_recordset(${JSON.stringify(links.map(({ line, field }) => ({ line, field })))}::jsonb) as n(line integer, field text)
    where l.import_id = ${importId} and l.file = ${file} and l.line = n.line and l.field = n.field`.execute(call.db);
  return links.length;
}

const asking = (ref: Ref): Draft => ({ ...emptyDraft(ref.target), refs: { it: ref } });

const columns: Record<string, { table: string; column: string }> = {
  'account.parent': { table: 'account', column: 'parent_id' },
  'order.order': { table: 'customer_order', column: 'part_of_id' },
};

/** No circle: a company that is already above the other stays there. */
async function point(
  call: Call,
  table: string,
  column: string,
  rows: readonly { id: string; to: string }[],
): Promise<void> {
  const inverse = new Set(rows.map(({ id, to }) => `${id} ${to}`));
  const straight = rows.filter(({ id, to }) => !inverse.has(`${to} ${id}`) || id < to);
  await sql`update ${sql.table(table)} t set ${sql.ref(column)} = n."to" from jsonb_to_recordset(${JSON.stringify(straight)}::jsonb) as n(id uuid, "to" uuid)
    where t.workspace_id = ${call.who.workspaceId} and t.id = n.id and t.${sql.ref(column)} is null
      and not exists (select from ${sql.table(table)} p where p.workspace_id = t.workspace_id and p.id = n."to" and p.${sql.ref(column)} = t.id)`.execute(
    call.db,
  );
}
