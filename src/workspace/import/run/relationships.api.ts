import { sql } from 'kysely';
import { enter, replayAccounts } from '../../../relationship/ledger.api.ts';
import { inOneGo } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import { countMoney } from '../../../relationship/money.api.ts';
import { insertPhases } from '../write/phases.api.ts';
import { evidenceOf, type Order, type Sale, type ServiceCase } from './evidenceOf.ts';

/** How many relationships are folded together, and how many times that in one transaction: few where everybody else waits for its end. */
const batch = { embedded: { size: 100, times: 2 }, postgres: { size: 500, times: 3 } };

/**
 * Brings some of the accounts that an import told about to where they stand: what their sales, orders and cases are
 * evidence of goes into the ledger, each is folded once, and its figures are made anew. Answers how many; 0: all are done,
 * or in hand of somebody beside.
 */
export async function foldSome(call: Call, importId: string, undoing = false): Promise<number> {
  const { size, times } = batch[call.database.engine.kind];
  const rows = await call.db
    .selectFrom('import_account')
    .select('account_id')
    .where('import_id', '=', importId)
    .orderBy('account_id')
    .limit(size * times)
    .forUpdate()
    .skipLocked()
    .execute();
  const waiting = rows.map((row) => row.account_id);
  if (waiting.length === 0) return 0;
  // While the database works on some, others are folded.
  const parts = Array.from({ length: Math.ceil(waiting.length / size) }, (_, part) =>
    waiting.slice(part * size, (part + 1) * size),
  );
  await inOneGo(parts.map((ids) => foldThese(call, importId, ids, undoing)));
  await call.db
    .deleteFrom('import_account')
    .where('import_id', '=', importId)
    .where('account_id', '=', oneOf(waiting))
    .execute();
  return waiting.length;
}

async function foldThese(call: Call, importId: string, waiting: readonly string[], undoing: boolean): Promise<void> {
  const there = await call.db
    .selectFrom('relationship')
    .select('account_id')
    .where('account_id', '=', oneOf(waiting))
    .execute();
  const ids = there.map((row) => row.account_id);
  if (ids.length === 0) return;
  await enterEvidence(call, ids);
  await notePhases(call, importId, ids);
  await replayAccounts(call, undoing ? ids : await touched(call, ids));
  await makeFigures(call, ids);
  await tellPromises(call, ids);
}

const oneOf = (ids: readonly string[]) => sql<string>`any (${ids}::uuid[])`;

/** Promises that the files told of land in their ledger. */
async function tellPromises(call: Call, accountIds: readonly string[]): Promise<void> {
  const rows = await call.db
    .selectFrom('touchpoint')
    .select('account_id')
    .distinct()
    .where('account_id', '=', oneOf(accountIds))
    .where('kind', 'in', ['promise made', 'promise kept', 'promise broken'])
    .execute();
  if (rows.length > 0)
    await call.record(
      'touchpoints.taken in',
      { kind: 'touchpoint', id: null },
      { source: 'import', promisesOf: rows.map((row) => row.account_id) },
    );
}

/** Nobody has touched the others: they stand where they began. */
async function touched(call: Call, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from unnest(${accountIds}::uuid[]) as one (id)
    where exists (select from touchpoint t where t.workspace_id = ${call.who.workspaceId} and t.account_id = one.id)`.execute(
    call.db,
  );
  return rows.map((row) => row.id);
}

/** The phase that the file told of was so before the first touchpoint that it tells of: what happened then can only lead on. */
async function notePhases(call: Call, importId: string, accountIds: readonly string[]): Promise<void> {
  // Most files tell of none.
  const further = await call.db
    .selectFrom('relationship')
    .select('account_id')
    .where('account_id', '=', oneOf(accountIds))
    .where('phase', '!=', 'shopping')
    .execute();
  if (further.length === 0) return;
  const { rows } = await sql<{ id: string; phase: string; at: Date }>`
    select r.account_id as id, r.phase, least(a.created_at, (select min(t.at) from touchpoint t where t.workspace_id = r.workspace_id and t.account_id = r.account_id)) as at
    from relationship r join account a on a.workspace_id = r.workspace_id and a.id = r.account_id
    where r.account_id = any (${further.map((row) => row.account_id)}::uuid[])
      and exists (select from external_key k where k.workspace_id = r.workspace_id and k.record_id = r.account_id and k.import_id = ${importId} and k.role = 'made')
      and not exists (select from phase_change p where p.workspace_id = r.workspace_id and p.account_id = r.account_id)`.execute(
    call.db,
  );
  await insertPhases(
    call,
    importId,
    rows.map(({ id, phase, at }) => ({ accountId: id, from: null, to: phase, at })),
  );
}

/** Sales that a person closed here have said so already. */
async function enterEvidence(call: Call, accountIds: readonly string[]): Promise<void> {
  const ids = sql`${accountIds}::uuid[]`;
  const imported = (target: string) =>
    sql`exists (select from external_key k where k.workspace_id = x.workspace_id and k.record_id = x.id and k.kind = ${target})`;
  const sales =
    sql<Sale>`select x.id, x.account_id as "accountId", x.contact_id as "contactId", x.owner_id as "ownerId", x.name, x.outcome,
      x.opened_on as "openedOn", x.closed_on as "closedOn", x.source, x.custom->>'kind' as kind
    from opportunity x where x.account_id = any (${ids}) and x.deleted_at is null and ${imported('opportunity')}
      and not exists (select from touchpoint t where t.workspace_id = x.workspace_id and t.opportunity_id = x.id and t.source = 'sale')`.execute(
      call.db,
    );
  const orders =
    sql<Order>`select x.id, x.account_id as "accountId", x.contact_id as "contactId", x.owner_id as "ownerId",
      coalesce(x.subject, x.offering, x.number, 'Order') as name, x.ordered_on as "orderedOn"
    from customer_order x where x.account_id = any (${ids}) and x.deleted_at is null and x.part_of_id is null and x.opportunity_id is null and ${imported('order')}`.execute(
      call.db,
    );
  const cases =
    sql<ServiceCase>`select x.id, x.account_id as "accountId", x.contact_id as "contactId", x.owner_id as "ownerId", x.subject as name,
      x.opened_at as "openedAt", x.solved_at as "solvedAt"
    from service_case x where x.account_id = any (${ids}) and x.deleted_at is null and ${imported('case')}`.execute(
      call.db,
    );
  const of = <Each extends { accountId: string }>(all: readonly Each[]) => Map.groupBy(all, (each) => each.accountId);
  const [bySale, byOrder, byCase] = await inOneGo([sales, orders, cases]).then(
    ([s, o, c]) => [of(s.rows), of(o.rows), of(c.rows)] as const,
  );
  const told = accountIds.flatMap((id) =>
    evidenceOf({ sales: bySale.get(id) ?? [], orders: byOrder.get(id) ?? [], cases: byCase.get(id) ?? [] }),
  );
  await enter(
    call,
    told
      .filter((each) => each.at.getTime() <= call.now.getTime())
      .map(({ contactId, at, ...each }) => ({
        ...each,
        id: call.newId(),
        at: at.toISOString(),
        ...(contactId ? { contactIds: [contactId] } : {}),
      })),
    'import',
  );
}

/** Revenue is that of the twelve months up to today, and when the next step is due. */
export async function makeFigures(call: Call, accountIds: readonly string[]): Promise<void> {
  await countMoney(call, accountIds);
  await sql`update relationship r set next_step_due_at = due.at
    from (select one.id, (select min(n.due_at) from next_step n where n.workspace_id = ${call.who.workspaceId} and n.account_id = one.id and n.state = 'open') as at from unnest(${accountIds}::uuid[]) as one (id)) due
    where r.workspace_id = ${call.who.workspaceId} and r.account_id = due.id and r.next_step_due_at is distinct from due.at`.execute(
    call.db,
  );
}
