import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { objectOf } from './json.ts';
import type { workspaceContract } from './contract.ts';
import { historyTables, type HistoryKind } from './history.ts';

/** What happened, and how a record's fields changed. Row-level security keeps out what the person may not see. */
export const auditHandlers: Pick<Handlers<typeof workspaceContract>, 'listEvents' | 'getHistory'> = {
  async listEvents(call, { query }) {
    let events = call.db
      .selectFrom('event as e')
      .where('e.workspace_id', '=', call.who.workspaceId)
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'e.member_id'))
      .select([
        'e.id',
        'e.at',
        'e.member_id',
        'm.name as member_name',
        'e.via',
        'e.name',
        'e.subject_kind',
        'e.subject_id',
        'e.account_id',
        'e.detail',
      ]);
    if (query.kind) events = events.where('e.subject_kind', '=', query.kind);
    if (query.subjectId) events = events.where('e.subject_id', '=', query.subjectId);
    if (query.accountId) events = events.where('e.account_id', '=', query.accountId);
    if (query.memberId) events = events.where('e.member_id', '=', query.memberId);
    if (query.name) events = events.where('e.name', '=', query.name);
    if (query.from) events = events.where('e.at', '>=', new Date(query.from));
    if (query.until) events = events.where('e.at', '<', new Date(query.until));
    const page = await pageOf(events, [{ by: sql.ref('e.id'), key: 'id', type: 'uuid', descending: true }], query);
    const kept = await keptToThemselves(call, page.items);
    return {
      items: page.items.map((row) => ({
        id: row.id,
        at: row.at,
        memberId: row.member_id,
        memberName: row.member_name,
        via: row.via,
        name: row.name,
        subject: { kind: row.subject_kind, id: row.subject_id },
        accountId: row.account_id,
        detail: kept.has(row.id) ? onlyNamed(objectOf(row.detail)) : objectOf(row.detail),
      })),
      next: page.next,
    };
  },

  async getHistory(call, { params, query }) {
    await mustSee(call, params.kind, params.id);
    let changes = call.db
      .selectFrom(happenedTo(call, params).as('e'))
      .leftJoinLateral(
        sql<{
          field: string;
          change: unknown;
        }>`(select key as field, value as change from jsonb_each(case when jsonb_typeof(e.detail -> 'changes') = 'object' then e.detail -> 'changes' else '{}'::jsonb end))`.as(
          'c',
        ),
        (j) => j.onTrue(),
      )
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'e.member_id'))
      .select(['e.id', 'e.at', 'e.member_id', 'm.name as member_name', 'e.via', 'e.name', 'c.change'])
      .select(sql<string>`coalesce(c.field, '')`.as('field'))
      .select([
        sql<
          string | null
        >`(select e.detail ->> k.name from unnest(array['reason', 'evidence', 'why', 'because']) with ordinality as k (name, n) where jsonb_typeof(e.detail -> k.name) = 'string' order by k.n limit 1)`.as(
          'reason',
        ),
        sql<string | null>`case when e.name like 'touchpoint.%' then e.detail ->> 'subject' end`.as('about'),
      ]);
    if (query.field) changes = changes.where(sql.ref('c.field'), '=', query.field);
    const page = await pageOf(
      changes,
      [
        { by: sql.ref('e.id'), key: 'id', type: 'uuid', descending: true },
        { by: sql`coalesce(c.field, '')`, key: 'field', type: 'text' },
      ],
      query,
    );
    const kept = await keptToThemselves(
      call,
      page.items.map((row) => ({ id: row.id, name: row.name, subject_id: params.id })),
    );
    const nameOf = await namesOf(
      call,
      page.items.flatMap((row) => (Array.isArray(row.change) ? (row.change as unknown[]) : [])),
    );
    return {
      items: page.items.map((row) => {
        const [before, after] = Array.isArray(row.change) && !kept.has(row.id) ? (row.change as unknown[]) : [];
        return {
          eventId: row.id,
          at: row.at,
          memberId: row.member_id,
          memberName: row.member_name,
          via: row.via,
          name: row.name,
          field: row.field || null,
          before: before ?? null,
          after: after ?? null,
          beforeName: nameOf(before),
          afterName: nameOf(after),
          reason: row.reason,
          about: row.about,
        };
      }),
      next: page.next,
    };
  },
};

/** The events that tell a figure of a single person which is for nobody else: goals and capacities, also those set before the workspace decided so. */
async function keptToThemselves(
  call: Call,
  items: readonly { id: string; name: string; subject_id: string | null }[],
): Promise<Set<string>> {
  const figures = items.filter(({ name }) => name === 'force.goal set' || name === 'force.capacity set');
  if (figures.length === 0) return new Set();
  const { rows } = await sql<{ open: string }>`
    select unnest(${figures.map((each) => each.subject_id)}::uuid[]) as open where app_individual()
    union all select g.id from sales_goal g where g.id = any (${figures.map((each) => each.subject_id)}::uuid[]) and (g.scope <> 'member' or g.scope_id = ${call.who.memberId})
    union all select ${call.who.memberId}::uuid`.execute(call.db);
  const open = new Set(rows.map((row) => row.open));
  return new Set(figures.filter(({ subject_id }) => subject_id === null || !open.has(subject_id)).map(({ id }) => id));
}

/** That it was set, of whom and for when. */
const onlyNamed = (detail: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(detail).filter(([key]) => key === 'name' || key === 'span' || key === 'period'));

type Happened = {
  workspace_id: string;
  id: string;
  at: Date;
  member_id: string | null;
  via: 'session' | 'token' | 'system';
  name: string;
  detail: unknown;
};

/**
 * The record's events; what was changed of it as one of many; and that an import made it: of thousands of records at once that is told by their
 * keys. A touchpoint is corrected by a newer entry: what happened to the one happened to the other. What was corrected or taken back of an
 * account's ledger stands with the account, since an entry that was taken back is nowhere else.
 */
const happenedTo = ({ who: { workspaceId } }: Call, { kind, id }: { kind: HistoryKind; id: string }) =>
  sql<Happened>`(select workspace_id, id, at, member_id, via, name, detail from event where workspace_id = ${workspaceId} and subject_kind = ${kind} and subject_id ${kind === 'touchpoint' ? sql`in (select * from entries_of_touchpoint(${id}))` : sql`= ${id}`}
    ${kind === 'account' || kind === 'contact' ? sql`union all select workspace_id, id, at, member_id, 'session', name, detail from bulk_changes_of(${kind}, ${id})` : sql``}
    ${kind === 'account' ? sql`union all select workspace_id, id, at, member_id, via, name, detail from event where workspace_id = ${workspaceId} and account_id = ${id} and subject_kind = 'touchpoint' and name in ('touchpoint.corrected', 'touchpoint.taken back')` : sql``}
    union all select * from (select k.workspace_id, k.import_id, coalesce(i.started_at, uuid_time(k.import_id)), i.member_id, 'system', ${`${kind}.imported`}, '{}'::jsonb
      from external_key k left join import i on i.workspace_id = k.workspace_id and i.id = k.import_id
      where k.workspace_id = ${workspaceId} and k.record_id = ${id} and k.kind = ${kind} and k.role = 'made' and k.import_id is not null
        and not exists (select from event e where e.workspace_id = ${workspaceId} and e.subject_kind = ${kind} and e.subject_id = ${id} and e.name = ${`${kind}.imported`}) limit 1) imported)`;

/** A record that the person may not see has no history for them, whatever its events say. */
async function mustSee(call: Call, kind: HistoryKind, id: string): Promise<void> {
  if (kind === 'workspace') {
    if (id !== call.who.workspaceId) throw notFound(kind);
    return;
  }
  const {
    rows: [seen],
  } =
    await sql`select from ${sql.table(historyTables[kind])} where workspace_id = ${call.who.workspaceId} and id = ${id}`.execute(
      call.db,
    );
  if (!seen) throw notFound(kind);
}

/** What the records are called whose ids stand among the values: owners, employers, parents. */
async function namesOf(call: Call, values: readonly unknown[]): Promise<(value: unknown) => string | null> {
  const ids = [
    ...new Set(values.flat().filter((value): value is string => typeof value === 'string' && isId.test(value))),
  ];
  if (ids.length === 0) return () => null;
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from member where id = any (${ids}::uuid[]) union all select id, name from account where id = any (${ids}::uuid[])
    union all select id, name from contact where id = any (${ids}::uuid[]) union all select id, name from team where id = any (${ids}::uuid[])
    union all select id, name from offering where id = any (${ids}::uuid[]) union all select id, name from opportunity where id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const nameOf = (value: unknown) => (typeof value === 'string' ? (names.get(value) ?? null) : null);
  return (value) =>
    Array.isArray(value) && value.some(nameOf)
      ? value.map((each) => nameOf(each) ?? String(each)).join(', ')
      : nameOf(value);
}
const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
