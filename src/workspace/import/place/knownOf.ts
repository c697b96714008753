import { accountKeys, personKeys } from '../../../people/duplicates.ts';
import { columnsOf } from './columnsOf.ts';
import type { Known } from './directory.ts';
import { emptyDraft, type Draft } from '../drafts/draft.ts';
import { draftOf, tables, type Tabled } from './tables.ts';
import type { TargetName } from '../targets/names.ts';

/** A stored record as what rows can meet. */

export type Meets = { who: { scope: { changes: readonly string[]; members: readonly string[] } }; importId: string };
export type KeyRow = { key: string; kind: TargetName; record_id: string; import_id: string | null; role: string };
export type Stored = Record<string, unknown> & {
  id: string;
  version: number;
  deleted_at?: Date | null;
  owner_id?: string | null;
};

/** A record that was there before, as far as this import, in the name of this person, may meet it. */
export function knownOf(
  { who: { scope }, importId }: Meets,
  target: Tabled,
  row: Stored,
  keys: readonly KeyRow[],
): Known {
  const made = keys.find((key) => key.role === 'made' && key.import_id === importId);
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
export const stub = (target: TargetName, id: string, name?: unknown): Known => ({
  id,
  target,
  draft: { ...emptyDraft(target), values: typeof name === 'string' ? { name } : {} },
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
