import { sql, type InferResult } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { invalid, notFound, stale, forbidden, conflict } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { accountColumns, standingColumns, standingJoins, type AccountRow } from './columns-sql.ts';
import type { peopleContract } from './contract.ts';
import { addContact } from './contacts.api.ts';
import { mustNotLeadOn } from './deleted.api.ts';
import { accountMatchKey } from './duplicates.ts';
import { handOver } from './handover.api.ts';
import { accountSearchText, nameKey } from './keys.ts';
import { storedPhone, websiteDomain } from './reach.ts';
import { mergedCustom } from './custom.ts';
import { workspaceCountry } from './workspace.api.ts';

type Fields = Partial<Omit<AccountRow, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'domain'>>;

/** Adds an account, which begins its relationship, and returns its id. */
export async function addAccount(
  call: Call,
  given: Fields & { name: string },
  begins: { phase?: string | undefined; saleType?: string | undefined } = {},
  id = call.newId(),
): Promise<string> {
  const fields = await normalised(call, {
    ...given,
    ownerId: given.ownerId === undefined ? call.who.memberId : given.ownerId,
  });
  if (fields.parentId) await mustSee(call, fields.parentId);
  const values = accountRow({ ...empty, ...fields, name: given.name });
  await call.db
    .insertInto('account')
    .values({ workspace_id: call.who.workspaceId, id, ...values, created_at: call.now, updated_at: call.now })
    .execute();
  await call.record(
    'account.created',
    { kind: 'account', id },
    { name: given.name, ownerId: fields.ownerId ?? null, ...begins },
  );
  return id;
}

export const accountHandlers: Pick<
  Handlers<typeof peopleContract>,
  'createAccount' | 'readAccount' | 'changeAccount' | 'deleteAccount' | 'restoreAccount'
> = {
  async createAccount(call, { body: { contact, phase, saleType, ...given } }) {
    const id = await addAccount(call, given, { phase, saleType });
    if (contact) await addContact(call, { ...contact, accountId: id });
    return findAccount(call, id);
  },

  async readAccount(call, { params: { id } }) {
    const one = call.db
      .selectFrom('account')
      .select(accountColumns)
      .where('account.id', '=', id)
      .leftJoin('member as owner', (on) => sameRecord(on, 'owner', 'account.owner_id'))
      .leftJoin('account as parent', (on) => sameRecord(on, 'parent', 'account.parent_id'))
      .innerJoin('workspace', 'workspace.workspace_id', 'account.workspace_id')
      .select([
        'owner.name as ownerName',
        'parent.name as parentName',
        'workspace.currency',
        'account.merged_into_id as mergedIntoId',
      ]);
    const { rows } = await sql<InferResult<typeof one>[number] & Counts & Stands>`
      select one.*, counts.*, ${standingColumns} from (${one}) as one cross join lateral account_counts(one.id) counts ${standingJoins(sql.ref('one.id'))}`.execute(
      call.db,
    );
    const [row] = rows;
    if (!row) throw notFound('account');
    const { ownerName, parentName, contacts, opportunities, cases, children, ...rest } = row;
    return {
      ...rest,
      owner: row.ownerId && ownerName !== null ? { id: row.ownerId, name: ownerName } : null,
      parent: row.parentId && parentName !== null ? { id: row.parentId, name: parentName } : null,
      counts: { contacts, opportunities, cases, children },
      mayChange: row.deletedAt === null && mayChangeAccount(call, row.ownerId),
    };
  },

  async changeAccount(call, { params: { id }, body }) {
    const before = await findAccount(call, id);
    if (before.deletedAt) throw conflict('deleted', 'This account is deleted. Restore it before changing it.');
    if (before.version !== call.version) throw stale(before);
    const fields = await normalised(call, body);
    if (fields.custom) fields.custom = mergedCustom(before.custom, fields.custom);
    if (fields.parentId) await mustNotContain(call, fields.parentId, id);
    const changes = changesBetween(before as object, {
      ...fields,
      ...(fields.website === undefined ? {} : { domain: domainOf(fields.website) }),
    });
    if (Object.keys(changes).length === 0) return before;
    if (changes.ownerId) await handOver(call, [id], fields.ownerId ?? null);
    const changed = await call.db
      .updateTable('account')
      .set({ ...accountRow({ ...before, ...fields }), version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) await refuse(call, id);
    await call.record('account.changed', { kind: 'account', id }, { changes });
    return findAccount(call, id);
  },

  async deleteAccount(call, { params: { id } }) {
    return markDeleted(call, id, call.now);
  },

  async restoreAccount(call, { params: { id } }) {
    return markDeleted(call, id, null);
  },
};

async function markDeleted(call: Call, id: string, at: Date | null): Promise<AccountRow> {
  const before = await findAccount(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  if (at === null) await mustNotLeadOn(call, 'account', id);
  const changed = await call.db
    .updateTable('account')
    .set({ deleted_at: at, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .where('deleted_at', at === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) {
    const now = await findAccount(call, id);
    if ((now.deletedAt === null) === (at === null)) return now;
    throw forbidden(at === null ? 'restore this account' : 'delete this account');
  }
  await call.record(
    at === null ? 'account.restored' : 'account.deleted',
    { kind: 'account', id },
    { name: before.name },
  );
  return findAccount(call, id);
}

export async function findAccount(call: Call, id: string): Promise<AccountRow> {
  const row = await call.db.selectFrom('account').select(accountColumns).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('account');
  return row;
}

/** Why an edit met no row: somebody was quicker, or this person may see but not change it. */
async function refuse(call: Call, id: string): Promise<never> {
  const current = await findAccount(call, id);
  throw current.version === call.version ? forbidden('change this account') : stale(current);
}

async function normalised(call: Call, fields: Fields): Promise<Fields> {
  if (!fields.phone) return fields;
  return { ...fields, phone: storedPhone(fields.phone, await workspaceCountry(call)) };
}

const domainOf = (website: string | null): string | null => (website ? websiteDomain(website) : null);

export function accountRow(
  fields: Omit<AccountRow, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'domain'>,
) {
  const domain = domainOf(fields.website);
  return {
    kind: fields.kind,
    name: fields.name,
    name_key: nameKey(fields.name),
    match_key: accountMatchKey(fields.name),
    owner_id: fields.ownerId,
    industry: fields.industry,
    website: fields.website,
    domain,
    phone: fields.phone,
    city: fields.city,
    country: fields.country,
    employees: fields.employees,
    annual_revenue: fields.annualRevenue,
    description: fields.description,
    parent_id: fields.parentId,
    tags: fields.tags,
    custom: JSON.stringify(fields.custom),
    search_text: accountSearchText({ ...fields, domain }),
  };
}

const empty = {
  kind: 'organization',
  ownerId: null,
  industry: null,
  website: null,
  phone: null,
  city: null,
  country: null,
  employees: null,
  annualRevenue: null,
  description: null,
  parentId: null,
  tags: [] as string[],
  custom: {},
} as const;

async function mustSee(call: Call, id: string): Promise<void> {
  const row = await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
  if (!row) throw invalid([{ path: 'parentId', message: 'There is no such account' }]);
}

/** An account above `parentId` that is `id` itself would close a circle. */
async function mustNotContain(call: Call, parentId: string, id: string): Promise<void> {
  await mustSee(call, parentId);
  const { rows } = await sql<{ id: string }>`with recursive above as (
      select id, parent_id, 1 as depth from account where id = ${parentId} union all
      select a.id, a.parent_id, depth + 1 from account a join above on a.id = above.parent_id where depth < 50)
    select id from above where id = ${id}`.execute(call.db);
  if (rows.length > 0)
    throw invalid([{ path: 'parentId', message: 'An account cannot belong to itself, directly or through others' }]);
}

type Stands = NonNullable<(typeof standingColumns)['expressionType']>;
interface Counts {
  contacts: number;
  opportunities: number;
  cases: number;
  children: number;
}

const mayChangeAccount = (call: Call, ownerId: string | null): boolean =>
  call.who.may('account:write') &&
  (call.who.scope.changes.includes('account') || (ownerId !== null && call.who.scope.members.includes(ownerId)));
