import { sql, type RawBuilder } from 'kysely';
import { wholeWorkspace, type Connected, type Tx } from '../../platform/database.ts';
import { systemCall, type Serving } from '../../platform/serve.ts';
import { kinds } from '../../workspace/roles.ts';
import type { Rule } from './rule.ts';
import { conditionsOf } from './ruleParts.ts';
import { fits, nextDue } from './rule-sql.ts';

/** Who belongs to which segment, kept by what changed. All of it runs with the eyes of the whole workspace. */

interface RuleSegment {
  id: string;
  rule: Rule;
}

const ruleSegments = async (db: Tx): Promise<RuleSegment[]> =>
  (
    await db
      .selectFrom('segment')
      .select(['id', 'rule'])
      .where('kind', '=', 'rule')
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute()
  ).map(({ id, rule }) => ({ id, rule: rule as Rule }));

/** Looks at some accounts against one rule: who fits comes in, who does not goes out, and when time alone may change that is noted. */
async function lookAt(
  db: Tx,
  workspaceId: string,
  segment: RuleSegment,
  accounts: readonly string[],
  now: Date,
): Promise<void> {
  const { id, rule } = segment;
  const due = dependsOnTime(rule);
  await sql`
    with looked as materialized (
      select account.id, ${fits(rule, now)} and account.deleted_at is null as belongs, ${due ? nextDue(rule, now) : sql`null::timestamptz`} as due_at
      from account join relationship on relationship.workspace_id = account.workspace_id and relationship.account_id = account.id
      where account.workspace_id = ${workspaceId} and account.id = any (${accounts}::uuid[])
    ), gone as (
      update segment_member m set until = ${now} from looked
      where m.workspace_id = ${workspaceId} and m.segment_id = ${id} and m.account_id = looked.id and not looked.belongs and m.until is null
    ), ${due ? sql`timed as (${later(sql`select ${workspaceId}::uuid, id, due_at from looked where due_at is not null order by id`)}),` : sql``} come as (
      select id from looked where belongs
    )
    insert into segment_member (workspace_id, segment_id, account_id, since)
    select ${workspaceId}, ${id}, id, ${now}::timestamptz from come order by id
    on conflict (workspace_id, segment_id, account_id) do update set until = null where segment_member.until is not null`.execute(
    db,
  );
}

/** Whether time alone may change who fits. */
const dependsOnTime = (rule: Rule): boolean =>
  conditionsOf(rule).some((c) => c.about === 'touchpoint' || (c.about === 'phase' && c.forDays !== undefined));

const later = (rows: RawBuilder<unknown>) => sql`
  insert into segment_look (workspace_id, account_id, due_at) ${rows}
  on conflict (workspace_id, account_id) do update set due_at = least(segment_look.due_at, excluded.due_at) where segment_look.due_at > excluded.due_at`;

/** Looks at the accounts that are due, at most so many: only they, against every rule. Answers how many there were. */
export async function lookAtDueAccounts(db: Tx, workspaceId: string, now: Date, most: number): Promise<number> {
  const { rows } = await sql<{ account_id: string }>`
    delete from segment_look where workspace_id = ${workspaceId} and account_id in (
      select account_id from segment_look where workspace_id = ${workspaceId} and due_at <= ${now} order by due_at limit ${most} for update skip locked
    ) returning account_id`.execute(db);
  if (rows.length === 0) return 0;
  const accounts = rows.map((row) => row.account_id).toSorted();
  for (const segment of await ruleSegments(db)) await lookAt(db, workspaceId, segment, accounts, now);
  return rows.length;
}

/** What readers ask for first, so that they see what they have just done; more than this is the job's work. */
export const atOnce = 300;

/** The job: what is due in every workspace, then the rules that were changed. */
export async function keepSegments(database: Connected, serving: Serving, signal?: AbortSignal): Promise<void> {
  const now = serving.clock();
  const workspaces = await database.asOwner(async (tx) => {
    const { rows } = await sql<{ workspace_id: string }>`
      select workspace_id from segment_look where due_at <= ${now} group by 1
      union select workspace_id from segment where kind = 'rule' and counted <> rule_version and deleted_at is null`.execute(
      tx,
    );
    return rows.map((row) => row.workspace_id);
  });
  for (const workspaceId of workspaces) {
    while (!signal?.aborted) {
      const looked = await systemCall(
        serving,
        wholeWorkspace(workspaceId, kinds),
        (call) => lookAtDueAccounts(call.db, workspaceId, call.now, batch),
        { seconds: 60 },
      );
      if (looked < batch) break;
    }
    await recount(database, serving, workspaceId, signal);
  }
}
const batch = 1000;

/** Counts the segments whose rule was changed anew, set-based, in steps that say how far they are. */
export async function recount(
  database: Connected,
  serving: Serving,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<void> {
  const scope = wholeWorkspace(workspaceId, kinds);
  const stale = await database.transact(scope, (tx) =>
    tx
      .selectFrom('segment')
      .select(['id', 'rule', 'rule_version'])
      .where('kind', '=', 'rule')
      .where('deleted_at', 'is', null)
      .whereRef('counted', '<>', 'rule_version')
      .execute(),
  );
  for (const segment of stale) {
    const { total } = await database.transact(
      scope,
      (tx) =>
        tx
          .selectFrom('account')
          .select(sql<number>`count(*)::integer`.as('total'))
          .executeTakeFirstOrThrow(),
      60,
    );
    let cursor = '00000000-0000-0000-0000-000000000000';
    for (let looked = 0; !signal?.aborted;) {
      const ids = await systemCall(
        serving,
        scope,
        async (call) => {
          // Somebody has changed the rule or deleted the segment meanwhile: what this one finds is asked for by nobody any more.
          const wanted = await call.db
            .selectFrom('segment')
            .select('id')
            .where('id', '=', segment.id)
            .where('rule_version', '=', segment.rule_version)
            .where('deleted_at', 'is', null)
            .executeTakeFirst();
          if (!wanted) return [];
          const { rows } = await sql<{
            id: string;
          }>`select id from account where workspace_id = ${workspaceId} and id > ${cursor} order by id limit ${batch}`.execute(
            call.db,
          );
          const ids = rows.map((row) => row.id);
          if (ids.length > 0)
            await lookAt(call.db, workspaceId, { id: segment.id, rule: segment.rule as Rule }, ids, call.now);
          looked += ids.length;
          const done = ids.length < batch;
          await call.db
            .updateTable('segment')
            .set(
              done
                ? { progress: null, counted: segment.rule_version }
                : { progress: JSON.stringify({ looked, total }) },
            )
            .where('id', '=', segment.id)
            .where('rule_version', '=', segment.rule_version)
            .execute();
          if (done) await call.record('segment.counted', { kind: 'segment', id: segment.id });
          return ids;
        },
        { seconds: 60 },
      );
      if (ids.length < batch) break;
      cursor = ids.at(-1)!;
    }
  }
}
