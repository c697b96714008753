import { sql, type SqlBool } from 'kysely';
import { searchFragment } from '../../people/keys.ts';
import { mergedCustom } from '../../people/custom.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf, type Sorting } from '../../platform/paging.ts';
import { forbidden, invalid } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { frozen, startClocks } from './clocks.ts';
import type { caseContract } from './contract.ts';
import { readDetail } from './detail.api.ts';
import {
  caseToChange,
  clockColumns,
  clocksOf,
  foundItem,
  levelHere,
  rawCase,
  saveCase,
  selectCases,
  subjectOf,
  tell,
  type CaseRow,
  type RawCase,
} from './store.api.ts';
import { queues, type CaseKind, type Severity } from './words.ts';

type Own = 'listCases' | 'caseQueues' | 'createCase' | 'readCase' | 'changeCase' | 'deleteCase' | 'restoreCase';

export const caseRecordHandlers: Pick<Handlers<typeof caseContract>, Own> = {
  async listCases(call, { query: { cursor, limit, sort, descending = false, ...filter } }) {
    let rows = selectCases(call).where('c.deleted_at', filter.deleted ? 'is not' : 'is', null);
    // Said as the index says it, so that the open ones are read from it.
    if (filter.state) rows = rows.where('c.state', 'in', filter.state);
    else if (!filter.deleted) rows = rows.where(sql<SqlBool>`c.state in ('open', 'waiting')`);
    if (filter.queue) rows = rows.where(await inQueue(call, filter.queue));
    if (filter.severity) rows = rows.where('c.severity', 'in', filter.severity);
    if (filter.kind) rows = rows.where('c.kind', 'in', filter.kind);
    if (filter.owner) rows = rows.where('c.owner_id', 'in', filter.owner);
    if (filter.account) rows = rows.where('c.account_id', '=', filter.account);
    if (filter.unread !== undefined) rows = rows.where('c.unread', '=', filter.unread);
    if (filter.late !== undefined)
      rows = rows.where(
        filter.late
          ? sql<SqlBool>`c.due_at <= ${call.now}`
          : sql<SqlBool>`(c.due_at is null or c.due_at > ${call.now})`,
      );
    if (filter.text) {
      const found = await sql<{
        ids: string[];
      }>`select array(select search_cases(${searchFragment(filter.text)}, 2000)) as ids`.execute(call.db);
      rows = rows.where('c.id', '=', sql<string>`any (${found.rows[0]?.ids ?? []}::uuid[])`);
    }
    return pageOf(rows, orders(sort, descending), { cursor, limit });
  },

  async caseQueues(call) {
    const counts = await Promise.all(
      queues.map(async (queue) => {
        const row = await call.db
          .selectFrom('service_case as c')
          .select([
            sql<number>`count(*)::integer`.as('open'),
            sql<number>`(count(*) filter (where c.due_at <= ${call.now}))::integer`.as('late'),
          ])
          .where('c.deleted_at', 'is', null)
          .where(sql<SqlBool>`c.state in ('open', 'waiting')`)
          .where(await inQueue(call, queue))
          .executeTakeFirstOrThrow();
        return { queue, ...row };
      }),
    );
    const since = new Date(call.now.getTime() - 90 * 86_400_000);
    const { rows } = await sql<{ first: number; firstKept: number; solution: number; solutionKept: number }>`select
        (count(*) filter (where first_response_due_at <= ${call.now}))::integer as first,
        (count(*) filter (where first_response_due_at <= ${call.now} and first_responded_at <= first_response_due_at))::integer as "firstKept",
        (count(*) filter (where resolution_due_at <= ${call.now}))::integer as solution,
        (count(*) filter (where resolution_due_at <= ${call.now} and solved_at <= resolution_due_at))::integer as "solutionKept"
      from service_case c where deleted_at is null and merged_into_id is null and target is not null and opened_at >= ${since}`.execute(
      call.db,
    );
    const kept = rows[0]!;
    return {
      queues: counts,
      firstResponse: { promised: kept.first, kept: kept.firstKept },
      resolution: { promised: kept.solution, kept: kept.solutionKept },
      asOf: call.now,
    };
  },

  async createCase(call, { body: { body, openedAt, ...given } }) {
    const id = call.newId();
    const opened = openedAt ? new Date(openedAt) : call.now;
    if (opened > call.now) throw invalid([{ path: 'openedAt', message: 'Lies in the future' }]);
    await mustBeThere(call, given);
    const kind: CaseKind = given.kind ?? 'request';
    const severity: Severity = given.severity ?? 'normal';
    const clocks = startClocks(frozen((await levelHere(call)).level, { severity, kind }), opened.getTime());
    await call.db
      .insertInto('service_case')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        subject: given.subject,
        kind,
        severity,
        channel: given.channel ?? 'service',
        account_id: given.accountId ?? (given.contactId ? await employerOf(call, given.contactId) : null),
        contact_id: given.contactId ?? null,
        owner_id: given.ownerId ?? null,
        team_id: given.teamId ?? null,
        custom: JSON.stringify(given.custom ?? {}),
        opened_at: opened,
        created_at: call.now,
        updated_at: call.now,
        ...stored(clockColumns(clocks, 'open')),
      })
      .execute();
    const row = await rawCase(call, id);
    if (body) {
      const contact = row.contact_id
        ? await call.db.selectFrom('contact').select('name').where('id', '=', row.contact_id).executeTakeFirst()
        : undefined;
      await call.db
        .insertInto('case_message')
        .values({
          workspace_id: call.who.workspaceId,
          id: call.newId(),
          case_id: id,
          at: opened,
          kind: 'from customer',
          channel: row.channel,
          contact_id: row.contact_id,
          author: contact?.name ?? 'Customer',
          body,
        })
        .execute();
    }
    await tell(call, row, kind === 'complaint' ? 'complaint' : 'case opened', 'opened');
    await call.record('case.created', subjectOf(row), { subject: row.subject, severity, ownerId: row.owner_id });
    return foundItem(call, id);
  },

  readCase: (call, { params }) => readDetail(call, params.id),

  async changeCase(call, { params: { id }, body }) {
    const before = await caseToChange(call, id);
    const given = {
      ...body,
      ...(body.custom ? { custom: mergedCustom(before.custom as Record<string, never>, body.custom) } : {}),
    };
    const changes = changesBetween(written(before), given);
    if (Object.keys(changes).length === 0) return foundItem(call, id);
    await mustBeThere(call, given);
    const [severity, kind] = [given.severity ?? before.severity, given.kind ?? before.kind];
    const clocks = clocksOf(before);
    // What was imported was promised nothing, and is not promised anything by a change.
    if ((severity !== before.severity || kind !== before.kind) && clocks.target)
      clocks.target = frozen((await levelHere(call)).level, { severity, kind });
    const after = await saveCase(call, before, {
      ...rowOf(given),
      severity,
      kind,
      ...clockColumns(clocks, before.state),
    });
    await call.record('case.changed', subjectOf(before), { changes });
    return after;
  },

  deleteCase: (call, { params }) => markDeleted(call, params.id, call.now),
  restoreCase: (call, { params }) => markDeleted(call, params.id, null),
};

/** For an insert: the frozen target as JSON text. */
const stored = ({ target, ...columns }: ReturnType<typeof clockColumns>) => ({
  ...columns,
  target: target === null ? null : JSON.stringify(target),
});

function orders(sort: 'due' | 'opened' | 'changed', descending: boolean): Sorting[] {
  const by = {
    due: { by: sql.ref('c.due_at'), key: 'dueAt', type: 'timestamptz', nullable: true, descending },
    opened: { by: sql.ref('c.opened_at'), key: 'openedAt', type: 'timestamptz', descending: !descending },
    changed: { by: sql.ref('c.updated_at'), key: 'updatedAt', type: 'timestamptz', descending: !descending },
  } satisfies Record<string, Sorting>;
  return [
    by[sort],
    {
      by: sql.ref('c.id'),
      key: 'id',
      type: 'uuid',
      ...(sort === 'due' ? { descending } : { descending: !descending }),
    },
  ];
}

async function inQueue(call: Call, queue: (typeof queues)[number]) {
  if (queue === 'all') return sql<SqlBool>`true`;
  if (queue === 'mine') return sql<SqlBool>`c.owner_id = ${call.who.memberId}`;
  if (queue === 'unassigned') return sql<SqlBool>`c.owner_id is null`;
  const { rows } = await sql<{ teams: string[]; members: string[] }>`
    with teams as (select team_id as id from member where id = ${call.who.memberId} and team_id is not null union select id from team where leader_id = ${call.who.memberId})
    select array(select id from teams) as teams, array(select m.id from member m join teams on teams.id = m.team_id union select ${call.who.memberId}::uuid) as members`.execute(
    call.db,
  );
  const { teams, members } = rows[0]!;
  return sql<SqlBool>`(c.owner_id = any (${members}::uuid[]) or c.team_id = any (${teams}::uuid[]))`;
}

type Fields = {
  subject?: string;
  kind?: CaseKind;
  severity?: Severity;
  channel?: string | null;
  accountId?: string | null;
  contactId?: string | null;
  ownerId?: string | null;
  teamId?: string | null;
  custom?: object;
  solution?: string | null;
};

const mustBeThere = (call: Call, given: Fields) =>
  mustBeSeen(call.db, {
    accountId: ['account', given.accountId],
    contactId: ['contact', given.contactId],
    ownerId: ['member', given.ownerId],
    teamId: ['team', given.teamId],
  });

async function employerOf(call: Call, contactId: string): Promise<string | null> {
  const row = await call.db.selectFrom('contact').select('account_id').where('id', '=', contactId).executeTakeFirst();
  return row?.account_id ?? null;
}

const written = (row: RawCase): Required<Fields> => ({
  subject: row.subject,
  kind: row.kind,
  severity: row.severity,
  channel: row.channel,
  accountId: row.account_id,
  contactId: row.contact_id,
  ownerId: row.owner_id,
  teamId: row.team_id,
  custom: row.custom as object,
  solution: row.solution,
});

function rowOf(given: Fields): Partial<RawCase> {
  const columns = {
    subject: given.subject,
    channel: given.channel,
    account_id: given.accountId,
    contact_id: given.contactId,
    owner_id: given.ownerId,
    team_id: given.teamId,
    custom: given.custom,
    solution: given.solution,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

async function markDeleted(call: Call, id: string, at: Date | null): Promise<CaseRow> {
  const before = await rawCase(call, id);
  if ((before.deleted_at === null) === (at === null)) return foundItem(call, id);
  const changed = await call.db
    .updateTable('service_case')
    .set({ deleted_at: at, version: before.version + 1, updated_at: call.now })
    .where('id', '=', id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw forbidden(at === null ? 'restore this case' : 'delete this case');
  await call.record(at === null ? 'case.restored' : 'case.deleted', subjectOf(before), { subject: before.subject });
  return foundItem(call, id);
}
