import { sql } from 'kysely';
import { accountKeys, accountMatchKey, companyKey, contactMatchKey, personKeys } from '../../people/duplicates.ts';
import { nameKey } from '../../people/keys.ts';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/serve.ts';
import { columnsOf } from './columns-of.ts';
import { mostCompared, shortestCompared, type Known } from './directory.ts';
import type { Applied, Draft, Ref } from './draft.ts';
import type { Placing } from './place.ts';
import { draftOf, tables, type Tabled } from './tables.ts';
import type { TargetName } from './target-names.ts';

/** Brings the records of the database that some rows may meet into the directory: a few queries, however many rows. */

export type Meeting = {
  db: Tx;
  who: Pick<Who, 'workspaceId' | 'scope'>;
  importId: string;
  placing: Placing;
  /** When the import began: what the ledger got since then is its own. */
  since: Date;
};

export async function meetKnown(meeting: Meeting, applied: readonly Applied[]): Promise<void> {
  const asked = questions(applied);
  await meetMembers(meeting);
  const byKey = await keysOf(meeting, asked.keys);
  const ids = (target: TargetName) => [...(byKey.get(target)?.keys() ?? [])];
  const { db } = meeting;
  const accounts = await rowsOf<AccountRow>(
    db,
    'account',
    sql`select unnest(${ids('account')}::uuid[]) union select id from account where domain = any (${[...asked.domains]}::text[]) and deleted_at is null
      union select id from account where match_key = any (${matchKeys(asked, 'account', accountMatchKey)}::text[]) and deleted_at is null`,
    sql`, (select r.phase from relationship r where r.workspace_id = t.workspace_id and r.account_id = t.id) as phase`,
  );
  const contacts = await rowsOf<ContactRow>(
    db,
    'contact',
    sql`select unnest(${ids('contact')}::uuid[]) union select contacts_with_emails(${[...asked.emails]}::text[])
      union select id from contact where match_key = any (${matchKeys(asked, 'contact', contactMatchKey)}::text[]) and deleted_at is null`,
    sql`, a.name as account_name, a.owner_id as account_owner_id`,
    sql`left join account a on a.workspace_id = t.workspace_id and a.id = t.account_id`,
  );
  await put(meeting, 'account', accounts, byKey);
  await put(meeting, 'contact', contacts, byKey);
  for (const target of ['offering', 'campaign', 'opportunity'] as const)
    await put(
      meeting,
      target,
      await rowsOf(
        db,
        tables[target].table,
        sql`select unnest(${ids(target)}::uuid[]) union select id from ${sql.table(tables[target].table)} where name_key = any (${[...(asked.names.get(target) ?? [])].map(nameKey)}::text[]) and deleted_at is null`,
      ),
      byKey,
    );
  for (const target of ['order', 'case', 'nextStep'] as const)
    if (ids(target).length > 0)
      await put(
        meeting,
        target,
        await rowsOf(db, tables[target].table, sql`select unnest(${ids(target)}::uuid[])`),
        byKey,
      );
  for (const target of ['account', 'offering', 'campaign', 'opportunity'] as const)
    await meetAllNames(meeting, asked, target, byKey);
  await meetEvidence(meeting, asked);
}

type Questions = {
  keys: Set<string>;
  names: Map<TargetName, Set<string>>;
  domains: Set<string>;
  emails: Set<string>;
  evidence: Set<string>;
};

function questions(applied: readonly Applied[]): Questions {
  const asked: Questions = {
    keys: new Set(),
    names: new Map(),
    domains: new Set(),
    emails: new Set(),
    evidence: new Set(),
  };
  const name = (target: TargetName, is: string) =>
    asked.names.set(target, (asked.names.get(target) ?? new Set()).add(is));
  const follow = (ref: Ref) => {
    for (const { by, is } of ref.lookups) {
      if (by === 'key') asked.keys.add(is);
      else if (by === 'email') asked.emails.add(is);
      else name(ref.target, is);
    }
  };
  for (const { drafts } of applied)
    for (const draft of drafts) {
      if (draft.target === 'touchpoint') asked.evidence.add(draft.evidence ?? draft.key);
      else asked.keys.add(draft.key);
      for (const ref of [...Object.values(draft.refs), ...draft.participants]) follow(ref);
      for (const key of draft.alike) {
        if (key.startsWith('domain:')) asked.domains.add(key.slice(7));
        if (key.startsWith('email:')) asked.emails.add(key.slice(6));
      }
      const said = draft.values['name'];
      if (typeof said === 'string' && (draft.target === 'account' || draft.target === 'contact'))
        name(draft.target, said);
    }
  return asked;
}

const matchKeys = (asked: Questions, target: TargetName, key: (name: string) => string): string[] =>
  [...new Set([...(asked.names.get(target) ?? [])].map(key))].filter(Boolean);

type KeyRow = { key: string; kind: TargetName; record_id: string; import_id: string | null; role: string };
/** target → record id → its keys. */
type Keys = Map<TargetName, Map<string, KeyRow[]>>;

async function keysOf({ db, placing: { taken } }: Meeting, keys: ReadonlySet<string>): Promise<Keys> {
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

type Stored = Record<string, unknown> & {
  id: string;
  version: number;
  deleted_at?: Date | null;
  owner_id?: string | null;
};
type AccountRow = Stored & { name: string };
type ContactRow = Stored & { account_id: string | null; account_name: string | null; account_owner_id: string | null };

async function rowsOf<Row extends Stored>(
  db: Tx,
  table: string,
  ids: ReturnType<typeof sql>,
  more = sql``,
  join = sql``,
): Promise<Row[]> {
  const { rows } = await sql<Row>`select t.* ${more} from ${sql.table(table)} t ${join} where t.id in (${ids})`.execute(
    db,
  );
  return rows;
}

async function put(meeting: Meeting, target: Tabled, rows: readonly Stored[], byKey: Keys): Promise<void> {
  const { directory } = meeting.placing;
  const fresh = rows.filter((row) => !directory.byId(row.id) && !row.deleted_at);
  if (fresh.length === 0) return;
  const keys = await recordKeys(meeting, target, fresh, byKey);
  for (const row of fresh) {
    const known = knownOf(meeting, target, row, keys.get(target)?.get(row.id) ?? []);
    directory.put(
      known,
      keys
        .get(target)
        ?.get(row.id)
        ?.map((each) => each.key) ?? [],
    );
  }
}

/** All keys of the records found, those that nobody asked for too: they say who may overwrite and which tables know it. */
async function recordKeys({ db }: Meeting, target: Tabled, rows: readonly Stored[], byKey: Keys): Promise<Keys> {
  const found = await sql<KeyRow>`select key, kind, record_id, import_id, role from external_key
    where kind = ${target} and record_id = any (${rows.map((row) => row.id)}::uuid[])`.execute(db);
  return groupKeys(found.rows, byKey);
}

function knownOf(meeting: Meeting, target: Tabled, row: Stored, keys: readonly KeyRow[]): Known {
  const { scope } = meeting.who;
  const made = keys.find((key) => key.role === 'made' && key.import_id === meeting.importId);
  const draft: Draft = draftOf(target, row);
  draft.key = made?.key ?? keys[0]?.key ?? '';
  draft.alike = alikeOf(target, draft);
  const links = new Map(
    Object.entries(linkColumns).flatMap(([field, [column, of]]): [string, Known][] => {
      const id = row[column];
      return typeof id === 'string'
        ? [[field, stub(of, id, field === 'account' ? row['account_name'] : undefined)]]
        : [];
    }),
  );
  const account = links.get('account');
  const kind = tables[target].kind;
  const owners = [row.owner_id, target === 'contact' ? row['account_owner_id'] : null];
  const known: Known = { id: row.id, target, draft, tables: tablesOf(keys), links, ...(account ? { account } : {}) };
  const name = account?.draft.values['name'];
  if (typeof name === 'string')
    draft.refs['account'] = {
      target: 'account',
      lookups: [{ by: 'name', is: name }],
      ifMissing: 'leave',
      column: '',
      said: name,
    };
  if (made) return known;
  known.before = {
    leading: keys.find((key) => key.role !== 'joined')?.key,
    mayChange:
      scope.changes.includes(kind) ||
      owners.some((owner) => typeof owner === 'string' && scope.members.includes(owner)),
    version: row.version,
    columns: Object.fromEntries(Object.keys(tables[target].columns).map((column) => [column, row[column]])),
    was: columnsOf(known),
  };
  return known;
}

const linkColumns: Record<string, [column: string, of: TargetName]> = {
  owner: ['owner_id', 'member'],
  parent: ['parent_id', 'account'],
  account: ['account_id', 'account'],
  contact: ['contact_id', 'contact'],
};

/** A record of which only the id matters. */
const stub = (target: TargetName, id: string, name?: unknown): Known => ({
  id,
  target,
  draft: {
    target,
    key: '',
    table: '',
    sure: false,
    alike: [],
    values: typeof name === 'string' ? { name } : {},
    refs: {},
    participants: [],
    custom: {},
  },
  tables: new Set(),
  links: new Map(),
});

/** `zoho:Accounts:2` → Accounts. */
const tablesOf = (keys: readonly KeyRow[]): Set<string> => new Set(keys.flatMap(({ key }) => key.split(':')[1] ?? []));

function alikeOf(target: Tabled, { values }: Draft): string[] {
  const said = (field: string) => (typeof values[field] === 'string' ? values[field] : undefined);
  if (target === 'account') return accountKeys({ name: said('name'), domain: said('domain') });
  if (target === 'contact')
    return personKeys({ name: said('name'), emails: [values['emails'] ?? []].flat().map(String) });
  return [];
}

/** Colleagues are few: all of them, once per run. */
async function meetMembers({ db, placing }: Meeting): Promise<void> {
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
  target: 'account' | 'offering' | 'campaign' | 'opportunity',
  byKey: Keys,
): Promise<void> {
  const { db, placing } = meeting;
  const open = [...(asked.names.get(target) ?? [])].some(
    (name) =>
      (target !== 'account' || companyKey(name).length >= shortestCompared) &&
      !placing.directory.find(nameRef(target, name)).known,
  );
  if (!open) return;
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
