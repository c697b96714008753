import { sql } from 'kysely';
import { sameRecord, wholeWorkspace } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { forbidden, invalid, notFound, Problem } from '../../platform/problem.ts';
import type { ReportSearch, Schedulable } from '../../platform/reports.ts';
import { accompanied } from '../../platform/work.ts';
import { secretHash } from '../../platform/secret.ts';
import { tally } from '../../platform/tally.ts';
import { systemCall, type Call, type Handlers, type Serving } from '../../platform/serve.ts';
import { kinds } from '../../workspace/roles.ts';
import type { ScheduleRecord, scheduleContract } from './contract.ts';
import { sendOneJob } from './jobs.ts';
import { nextRun, type Rhythm } from './when.ts';

/** More than a person would ever set up; keeps one from filling everybody's mailbox. */
const mostSchedules = 100;

export function scheduleHandlers(
  reports: Record<string, Schedulable>,
  serving: () => Serving,
): Handlers<typeof scheduleContract> {
  const looking = tally(60, 60);
  const known = (ids: readonly string[] | undefined) => {
    const unknown = ids?.filter((id) => !Object.hasOwn(reports, id)) ?? [];
    if (unknown.length > 0)
      throw invalid(unknown.map((id) => ({ path: 'reports', message: `There is no report ${id}` })));
  };
  const sound = (ids: readonly string[], path: string, search: ReportSearch) => {
    const message = ids.map((id) => reports[id]?.refuses?.(search)).find((each) => each !== undefined);
    if (message !== undefined) throw invalid([{ path, message }]);
  };
  return {
    listSchedulable: async (call) => ({
      items: Object.entries(reports).map(([id, { title }]) => ({ id, title })),
      letters: call.site.mailFrom !== null,
    }),

    async readReport(call, { query }) {
      const report = Object.hasOwn(reports, query.report) ? reports[query.report]! : undefined;
      if (!report) throw notFound('report');
      if (!call.who.may(report.may)) throw forbidden(`read “${report.title}”`);
      const { workspaceId, memberId } = call.who;
      const search = Object.fromEntries(new URLSearchParams(query.search));
      sound([query.report], 'query.search', search);
      const tables = await accompanied(
        call.database,
        workspaceId,
        { kind: 'reports', memberId },
        ({ signal }) => report.tables({ now: call.now, read: (work) => call.transact(work, 30), signal }, search),
        call.request.signal,
      );
      return {
        title: report.title,
        tables: tables.map((table) => ({
          ...table,
          columns: [...table.columns],
          rows: table.rows.map((row) => [...row]),
          shares: table.shares && [...table.shares],
        })),
      };
    },

    listSchedules: async (call) => ({ items: await schedulesOf(call) }),

    async createSchedule(call, { body: { memberIds, ...draft } }) {
      known(draft.reports);
      sound(draft.reports, 'search', draft.search);
      const { rows } = await sql<{
        n: number;
      }>`select count(*)::int as n from report_schedule where member_id = ${call.who.memberId}`.execute(call.db);
      if (rows[0]!.n >= mostSchedules)
        throw new Problem(409, 'too_many', `One person keeps at most ${mostSchedules} schedules. Remove one first.`);
      const id = call.newId();
      await call.db
        .insertInto('report_schedule')
        .values({
          workspace_id: call.who.workspaceId,
          id,
          ...columnsOf(draft),
          member_id: call.who.memberId,
          next_at: nextRun(draft, call.now),
          created_at: call.now,
          updated_at: call.now,
        })
        .execute();
      await setRecipients(call, id, memberIds);
      await call.record(
        'report schedule.created',
        { kind: 'report schedule', id },
        { name: draft.name, reports: draft.reports, memberIds },
      );
      return found(call, id);
    },

    async changeSchedule(call, { params: { id }, body: { memberIds, paused, ...draft } }) {
      known(draft.reports);
      const before = await found(call, id);
      if (draft.reports || draft.search)
        sound(draft.reports ?? before.reports, 'search', draft.search ?? before.search);
      const rhythm: Rhythm = { ...before, ...draft };
      // Going on after a pause, or on another rhythm, does not make up for what was not sent.
      const changed = await call.db
        .updateTable('report_schedule')
        .set({
          ...columnsOf(draft),
          ...(paused === undefined ? {} : { paused }),
          next_at: nextRun(rhythm, call.now),
          updated_at: call.now,
          version: sql<number>`version + 1`,
        })
        .where('id', '=', id)
        .where('version', '=', call.version)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) {
        if (before.version === call.version)
          throw new Problem(403, 'not_yours', 'Only who set it up, or who sees to the members, changes a schedule.');
        throw new Problem(412, 'changed_meanwhile', 'The schedule was changed meanwhile. Look at it and try again.', {
          current: before,
        });
      }
      if (memberIds) await setRecipients(call, id, memberIds);
      const after = await found(call, id);
      await call.record(
        'report schedule.changed',
        { kind: 'report schedule', id },
        { name: before.name, changes: changesBetween<object>(editable(before), editable(after)) },
      );
      return after;
    },

    async removeSchedule(call, { params: { id } }) {
      const before = await found(call, id);
      const removed = await call.db.deleteFrom('report_schedule').where('id', '=', id).executeTakeFirst();
      if (removed.numDeletedRows === 0n)
        throw new Problem(
          403,
          'not_yours',
          'Only who set it up, or who sees to the members, removes a schedule. You can end it for yourself.',
        );
      await call.record('report schedule.removed', { kind: 'report schedule', id }, { name: before.name });
      return { done: true };
    },

    async sendNow(call, { params: { id } }) {
      await found(call, id);
      if (!call.site.mailFrom)
        throw new Problem(
          409,
          'no_mail_server',
          'Letters need a mail server: whoever runs the server sets SMTP_URL and MAIL_FROM.',
        );
      call.enqueue(sendOneJob, { workspaceId: call.who.workspaceId, scheduleId: id, memberId: call.who.memberId });
      await call.record('report schedule.tried', { kind: 'report schedule', id });
      return { done: true };
    },

    async stopForMe(call, { params: { id }, body: { wanted } }) {
      const changed = await call.db
        .updateTable('report_recipient')
        .set({ stopped_at: wanted ? null : call.now })
        .where('schedule_id', '=', id)
        .where('member_id', '=', call.who.memberId)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw notFound('schedule');
      await call.record(wanted ? 'report schedule.wanted' : 'report schedule.stopped', { kind: 'report schedule', id });
      return found(call, id);
    },

    async stopLetters(call, { params: { secret } }) {
      looking(call.address, call.now);
      const held = await call.database.asOwner((tx) =>
        tx
          .selectFrom('report_delivery')
          .select(['workspace_id', 'schedule_id', 'member_id'])
          .where('stop_hash', '=', secretHash(secret))
          .executeTakeFirst(),
      );
      if (!held) throw notFound('letter');
      return systemCall(serving(), wholeWorkspace(held.workspace_id, kinds), async (inside) => {
        await inside.db
          .updateTable('report_recipient')
          .set({ stopped_at: inside.now })
          .where('schedule_id', '=', held.schedule_id)
          .where('member_id', '=', held.member_id)
          .where('stopped_at', 'is', null)
          .execute();
        const { name } = await inside.db
          .selectFrom('report_schedule')
          .select('name')
          .where('id', '=', held.schedule_id)
          .executeTakeFirstOrThrow();
        await inside.record(
          'report schedule.stopped',
          { kind: 'report schedule', id: held.schedule_id },
          { memberId: held.member_id },
        );
        return { name };
      });
    },
  };
}

/** What a person writes of a schedule. */
const editable = ({
  name,
  reports,
  search,
  every,
  weekday,
  monthday,
  hour,
  timeZone,
  paused,
  recipients,
}: ScheduleRecord) => ({
  name,
  reports,
  search,
  every,
  weekday,
  monthday,
  hour,
  timeZone,
  paused,
  recipients: recipients.map((each) => each.name),
});

type Draft = Partial<Rhythm & { name: string; reports: string[]; search: Record<string, string> }>;
function columnsOf({ name, reports, search, every, weekday, monthday, hour, timeZone }: Draft) {
  const all = {
    name,
    reports,
    search: search && JSON.stringify(search),
    every,
    weekday,
    monthday,
    hour,
    time_zone: timeZone,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    name: string;
    reports: string[];
    search: string;
    every: 'day' | 'week' | 'month';
    weekday: number;
    monthday: number;
    hour: number;
    time_zone: string;
  };
}

/** Who is in both lists keeps his own word. */
async function setRecipients(call: Call, id: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)];
  const members = await call.db
    .selectFrom('member')
    .select('id')
    .where('id', 'in', wanted)
    .where('disabled_at', 'is', null)
    .execute();
  if (members.length < wanted.length)
    throw invalid([{ path: 'memberIds', message: 'Letters go to members of the workspace only' }]);
  await call.db
    .deleteFrom('report_recipient')
    .where('schedule_id', '=', id)
    .where('member_id', 'not in', wanted)
    .execute();
  await call.db
    .insertInto('report_recipient')
    .values(wanted.map((member_id) => ({ workspace_id: call.who.workspaceId, schedule_id: id, member_id })))
    .onConflict((c) => c.doNothing())
    .execute();
}

async function found(call: Call, id: string): Promise<ScheduleRecord> {
  const [schedule] = await schedulesOf(call, id);
  if (!schedule) throw notFound('schedule');
  return schedule;
}

/** Those that one has set up or gets; who sees to the members sees all. */
async function schedulesOf(call: Call, id?: string): Promise<ScheduleRecord[]> {
  let rows = call.db
    .selectFrom('report_schedule as s')
    .innerJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .selectAll('s')
    .select([
      'm.name as by_name',
      sql<
        { id: string; name: string; stopped: boolean }[]
      >`coalesce((select json_agg(json_build_object('id', r.member_id, 'name', x.name, 'stopped', r.stopped_at is not null) order by x.name, x.id)
        from report_recipient r join member x on x.workspace_id = r.workspace_id and x.id = r.member_id where r.workspace_id = s.workspace_id and r.schedule_id = s.id), '[]')`.as(
        'recipients',
      ),
    ])
    .orderBy('s.name')
    .orderBy('s.id')
    .limit(500);
  if (id !== undefined) rows = rows.where('s.id', '=', id);
  return (await rows.execute()).map((row) => ({
    id: row.id,
    name: row.name,
    reports: row.reports,
    search: row.search as Record<string, string>,
    every: row.every,
    weekday: row.weekday,
    monthday: row.monthday,
    hour: row.hour,
    timeZone: row.time_zone,
    by: { id: row.member_id, name: row.by_name },
    mine: row.member_id === call.who.memberId,
    recipients: row.recipients,
    toMe: mineOf(row.recipients, call.who.memberId),
    paused: row.paused,
    nextAt: row.next_at.toISOString(),
    lastAt: row.last_at?.toISOString() ?? null,
    lastSent: row.last_sent,
    lastError: row.last_error,
    version: row.version,
  }));
}

function mineOf(recipients: readonly { id: string; stopped: boolean }[], memberId: string): boolean | null {
  const me = recipients.find((each) => each.id === memberId);
  return me ? !me.stopped : null;
}
