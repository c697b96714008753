import { sql, type RawBuilder } from 'kysely';
import { forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { TouchpointDraft } from '../../relationship/contract.ts';
import { firstResponseDue, nextDue, resolutionDue, type Clocks, type FrozenTarget } from './clocks.ts';
import type { CaseItem } from './records.ts';
import { levelOf, type ServiceLevel } from './serviceLevel.ts';
import type { CaseState } from './words.ts';

/** Loading a case, keeping its clocks, and telling the ledger what it is evidence of. */

type Named = { id: string; name: string } | null;
const named = (alias: string): RawBuilder<Named> =>
  sql`case when ${sql.ref(`${alias}.id`)} is null then null else jsonb_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)}) end`;

/** Cases with who is concerned, under the names that the contract gives them. */
export function selectCases(call: Call) {
  const joined = (alias: 'a' | 'p' | 'm' | 't', column: string) =>
    sql<boolean>`${sql.ref(`${alias}.workspace_id`)} = c.workspace_id and ${sql.ref(`${alias}.id`)} = ${sql.ref(`c.${column}`)}`;
  return call.db
    .selectFrom('service_case as c')
    .leftJoin('account as a', (j) => j.on(joined('a', 'account_id')))
    .leftJoin('contact as p', (j) => j.on(joined('p', 'contact_id')))
    .leftJoin('member as m', (j) => j.on(joined('m', 'owner_id')))
    .leftJoin('team as t', (j) => j.on(joined('t', 'team_id')))
    .select([
      'c.id',
      'c.subject',
      'c.kind',
      'c.severity',
      'c.state',
      'c.channel',
      named('a').as('account'),
      named('p').as('contact'),
      named('m').as('owner'),
      named('t').as('team'),
      'c.opened_at as openedAt',
      'c.solved_at as solvedAt',
      'c.due_at as dueAt',
      sql<
        CaseItem['clock']
      >`case when c.due_at is null then null when c.first_responded_at is null and c.due_at = c.first_response_due_at then 'first response' else 'resolution' end`.as(
        'clock',
      ),
      'c.waiting_since as waitingSince',
      'c.breached_at as breachedAt',
      'c.breached',
      'c.reopened',
      'c.unread',
      'c.last_message_at as lastMessageAt',
      'c.merged_into_id as mergedIntoId',
      'c.version',
      'c.updated_at as updatedAt',
      'c.deleted_at as deletedAt',
    ]);
}
export type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['execute']>>[number];

export async function foundItem(call: Call, id: string): Promise<CaseRow> {
  const row = await selectCases(call).where('c.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('case');
  return row;
}

export const rawCase = async (call: Call, id: string) => {
  const row = await call.db.selectFrom('service_case').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('case');
  return row;
};
export type RawCase = Awaited<ReturnType<typeof rawCase>>;

/** The case that is about to be worked on: living, not merged away, of the version that was seen. */
export async function caseToChange(
  call: Call,
  id: string,
  options: { anyVersion?: true; merged?: true } = {},
): Promise<RawCase> {
  const row = await rawCase(call, id);
  if (!options.anyVersion && row.version !== call.version) throw stale(await foundItem(call, id));
  if (row.deleted_at) throw invalid([{ path: 'id', message: 'This case is deleted. Restore it before changing it' }]);
  if (row.merged_into_id && !options.merged)
    throw invalid([
      { path: 'id', message: 'This case was merged into another one. Work on that one, or take this one out again' },
    ]);
  return row;
}

/** Writes and counts the version up; refuses what the person may not change, and what somebody else changed meanwhile. */
export async function saveCase(call: Call, before: RawCase, changes: Partial<RawCase>): Promise<CaseRow> {
  const changed = await call.db
    .updateTable('service_case')
    .set({ ...columnsOf(changes), version: before.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  const after = await foundItem(call, before.id);
  if (changed.numUpdatedRows === 0n)
    throw after.version === before.version ? forbidden('change this case') : stale(after);
  return after;
}

const columnsOf = ({ target, custom, ...rest }: Partial<RawCase>) => ({
  ...rest,
  ...(target === undefined ? {} : { target: target === null ? null : JSON.stringify(target) }),
  ...(custom === undefined ? {} : { custom: JSON.stringify(custom) }),
});

const time = (at: Date | null) => at && at.getTime();
const date = (at: number | null) => (at === null ? null : new Date(at));

export const clocksOf = (row: RawCase): Clocks => ({
  target: row.target as FrozenTarget | null,
  openedAt: row.opened_at.getTime(),
  firstRespondedAt: time(row.first_responded_at),
  countsFrom: (row.counts_from ?? row.opened_at).getTime(),
  waitingSince: time(row.waiting_since),
  pausedMinutes: row.paused_minutes,
});

/** The columns that keep the clocks, the one that runs out next among them: lists and the sweep ask for it by index. */
export function clockColumns(clocks: Clocks, state: CaseState) {
  const next = nextDue(clocks, state);
  return {
    target: clocks.target as RawCase['target'],
    counts_from: new Date(clocks.countsFrom),
    first_response_due_at: date(firstResponseDue(clocks)),
    first_responded_at: date(clocks.firstRespondedAt),
    // A solved case keeps what was due, so that kept promises can be counted.
    ...(clocks.waitingSince === null ? { resolution_due_at: date(resolutionDue(clocks)) } : {}),
    waiting_since: date(clocks.waitingSince),
    paused_minutes: clocks.pausedMinutes,
    due_at: date(next?.at ?? null),
  };
}

export async function levelHere(call: Call): Promise<{ level: ServiceLevel; version: number; shipped: boolean }> {
  const stored = await call.db.selectFrom('service_level').select(['level', 'version']).executeTakeFirst();
  const { time_zone } = await call.db.selectFrom('workspace').select('time_zone').executeTakeFirstOrThrow();
  return { level: levelOf(stored?.level, time_zone), version: stored?.version ?? 0, shipped: !stored };
}

/** A case is evidence: opened, solved in time or late, reopened. One without an account tells nothing of anybody. */
export async function tell(
  call: Call,
  of: RawCase,
  kind: 'case opened' | 'case solved' | 'case solved late' | 'case reopened' | 'complaint',
  key: string,
): Promise<void> {
  if (!of.account_id) return;
  const draft: TouchpointDraft = {
    accountId: of.account_id,
    kind,
    subject: of.subject,
    caseId: of.id,
    evidenceKey: `case:${of.id}:${key}`,
    ...(of.contact_id ? { contactIds: [of.contact_id] } : {}),
  };
  await takeIn(call, [draft], { source: 'case' });
}

export const subjectOf = (row: Pick<RawCase, 'id' | 'account_id'>) => ({
  kind: 'case',
  id: row.id,
  accountId: row.account_id,
});
