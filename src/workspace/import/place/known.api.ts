import { sql } from 'kysely';
import { companyKey, personKeys } from '../../../people/duplicates.ts';
import { inOneGo, type Tx } from '../../../platform/database.ts';
import type { Who } from '../../../platform/serve.ts';
import { mostCompared, shortestCompared } from './directory.ts';
import type { Applied, Ref } from '../drafts/draft.ts';
import { knownOf, stub, type KeyRow, type Stored } from './knownOf.ts';
import type { Placing } from './place.ts';
import { newQuestions, type Questions } from './questions.ts';
import { tables, type Tabled } from './tables.ts';
import type { TargetName } from '../targets/names.ts';

/** Brings the records of the database that some rows may meet into the directory: a few queries, however many rows, and none for what was asked before. */

export type Meeting = {
  db: Tx;
  who: Pick<Who, 'workspaceId' | 'scope'>;
  importId: string;
  placing: Placing;
  /** When the import began: what the ledger got since then is its own. */
  since: Date;
};

export async function meetKnown(meeting: Meeting, applied: readonly Applied[]): Promise<void> {
  const asked = newQuestions(applied, meeting.placing.asked);
  await meetMembers(meeting);
  const [byKey] = await inOneGo([keysOf(meeting, asked.keys), meetEvidence(meeting, asked)]);
  const found = await inOneGo(
    looked.map((target) => recordsOf(meeting, target, asked, [...(byKey.get(target)?.keys() ?? [])])),
  );
  for (const [index, target] of looked.entries()) await put(meeting, target, found[index]!, byKey);
  for (const target of guessed) await meetAllNames(meeting, asked, target, byKey);
}

/** In the order in which they may stand for each other. */
const looked = ['account', 'contact', 'offering', 'campaign', 'opportunity', 'order', 'case', 'nextStep'] as const;
const named: ReadonlySet<Tabled> = new Set<Tabled>(['account', 'contact', 'offering', 'campaign', 'opportunity']);
/** A slip of the finger in a name is forgiven. */
const guessed = ['account', 'offering', 'campaign', 'opportunity'] as const;

const columnsBeside: Partial<Record<Tabled, { more: ReturnType<typeof sql>; join?: ReturnType<typeof sql> }>> = {
  account: {
    more: sql`, (select r.phase from relationship r where r.workspace_id = t.workspace_id and r.account_id = t.id) as phase`,
  },
  contact: {
    more: sql`, a.name as account_name, a.owner_id as account_owner_id`,
    join: sql`left join account a on a.workspace_id = t.workspace_id and a.id = t.account_id`,
  },
};

/** Those under the keys, and those that are called or reached like what is asked for. */
async function recordsOf({ db }: Meeting, target: Tabled, asked: Questions, ids: readonly string[]): Promise<Stored[]> {
  const table = sql.table(tables[target].table);
  const names = named.has(target) ? [...(asked.names.get(target) ?? [])] : [];
  const nameColumn = sql.ref(target === 'account' || target === 'contact' ? 'match_key' : 'name_key');
  const ways = [
    ...(ids.length > 0 ? [sql`select unnest(${ids}::uuid[])`] : []),
    ...(names.length > 0
      ? [sql`select id from ${table} where ${nameColumn} = any (${names}::text[]) and deleted_at is null`]
      : []),
    ...(target === 'account' && asked.domains.size > 0
      ? [sql`select id from account where domain = any (${[...asked.domains]}::text[]) and deleted_at is null`]
      : []),
    ...(target === 'contact' && asked.emails.size > 0
      ? [sql`select contacts_with_emails(${[...asked.emails]}::text[])`]
      : []),
  ];
  if (ways.length === 0) return [];
  const { more = sql``, join = sql`` } = columnsBeside[target] ?? {};
  const { rows } =
    await sql<Stored>`select t.* ${more} from ${table} t ${join} where t.id in (${sql.join(ways, sql` union `)})`.execute(
      db,
    );
  return rows;
}

/** Target → record id → its keys. */
type Keys = Map<TargetName, Map<string, KeyRow[]>>;

async function keysOf({ db, placing: { taken } }: Meeting, keys: ReadonlySet<string>): Promise<Keys> {
  if (keys.size === 0) return new Map();
  const { rows } =
    await sql<KeyRow>`select key, kind, record_id, import_id, role from external_key where key = any (${[...keys]}::text[])`.execute(
      db,
    );
  for (const row of rows) taken.set(`${row.kind} ${row.key}`, row.record_id);
  return groupKeys(rows, new Map());
}

function groupKeys(rows: readonly KeyRow[], into: Keys): Keys {
  for (const row of rows) {
    const ofKind = into.get(row.kind) ?? new Map<string, KeyRow[]>();
    into.set(row.kind, ofKind);
    const known = ofKind.get(row.record_id);
    if (!known) ofKind.set(row.record_id, [row]);
    else if (!known.some((each) => each.key === row.key)) known.push(row);
  }
  return into;
}

async function put(meeting: Meeting, target: Tabled, rows: readonly Stored[], byKey: Keys): Promise<void> {
  const { directory } = meeting.placing;
  const fresh = rows.filter((row) => !directory.byId(row.id) && !row.deleted_at);
  if (fresh.length === 0) return;
  const ofTarget = (await recordKeys(meeting, target, fresh, byKey)).get(target);
  for (const row of fresh) {
    const keys = ofTarget?.get(row.id) ?? [];
    directory.put(
      knownOf(meeting, target, row, keys),
      keys.map((each) => each.key),
    );
  }
}

/** All keys of the records found, those that nobody asked for too: they say who may overwrite and which tables know it. */
async function recordKeys({ db }: Meeting, target: Tabled, rows: readonly Stored[], byKey: Keys): Promise<Keys> {
  const found = await sql<KeyRow>`select key, kind, record_id, import_id, role from external_key
    where kind = ${target} and record_id = any (${rows.map((row) => row.id)}::uuid[])`.execute(db);
  return groupKeys(found.rows, byKey);
}

/** Colleagues are few: all of them, once. */
async function meetMembers({ db, placing }: Meeting): Promise<void> {
  if (placing.asked.whole.has('member')) return;
  placing.asked.whole.add('member');
  const rows = await db
    .selectFrom('member')
    .select(['id', 'name', 'email', 'external_key', 'version', 'team_id'])
    .limit(20_000)
    .execute();
  for (const row of rows) {
    if (placing.directory.byId(row.id)) continue;
    const known = stub('member', row.id, row.name);
    if (row.email) known.draft.values['email'] = row.email;
    known.draft.alike = personKeys({ emails: row.email ? [row.email] : [] });
    known.draft.values['emails'] = row.email ? [row.email] : [];
    known.draft.key = row.external_key ?? '';
    known.before = {
      leading: undefined,
      mayChange: false,
      version: row.version,
      columns: { team_id: row.team_id },
      was: {},
    };
    placing.directory.put(known, row.external_key ? [row.external_key] : []);
  }
}

/**
 * A name that nobody has may be a slip of the finger: where there are few names, all are brought in to compare. Where there
 * are too many, `partial` of the directory says so.
 */
async function meetAllNames(
  meeting: Meeting,
  asked: Questions,
  target: (typeof guessed)[number],
  byKey: Keys,
): Promise<void> {
  const { db, placing } = meeting;
  if (placing.asked.whole.has(target)) return;
  const open = [...(asked.said.get(target) ?? [])].some(
    (name) =>
      (target !== 'account' || companyKey(name).length >= shortestCompared) &&
      !placing.directory.find(nameRef(target, name)).known,
  );
  if (!open) return;
  placing.asked.whole.add(target);
  const table = sql.table(tables[target].table);
  const { rows } =
    await sql<Stored>`select t.* from ${table} t where t.deleted_at is null limit ${mostCompared + 1}`.execute(db);
  if (rows.length > mostCompared) placing.directory.partial.add(target);
  else await put(meeting, target, rows, byKey);
}

const nameRef = (target: TargetName, is: string): Ref => ({
  target,
  lookups: [{ by: 'name', is }],
  ifMissing: 'leave',
  column: '',
  said: is,
});

async function meetEvidence({ db, placing, since }: Meeting, asked: Questions): Promise<void> {
  if (asked.evidence.size === 0) return;
  const rows = await db
    .selectFrom('touchpoint')
    .select(['id', 'evidence_key', 'source'])
    .where('evidence_key', '=', sql<string>`any (${[...asked.evidence]}::text[])`)
    .execute();
  // Ids tell when they were made: what the ledger got since the import began is its own.
  const first = since.getTime().toString(16).padStart(12, '0');
  for (const { id, evidence_key: key, source } of rows)
    placing.evidence.set(key, source === 'import' && id.replaceAll('-', '') >= first ? 'now' : 'before');
}
