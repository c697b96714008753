import { sql } from 'kysely';
import { forReport, wholeWorkspace, type Connected } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { isMailAddress, mailJob, writeLetter } from '../../platform/mail.ts';
import { Problem } from '../../platform/problem.ts';
import { accompanied, Cancelled, type Accompanied } from '../../platform/work.ts';
import type { Reader, ReportSearch, Schedulable } from '../../platform/reports.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import { systemCall, type Call, type Serving, type Who } from '../../platform/serve.ts';
import { kinds } from '../../workspace/roles.ts';
import { asCsv, asHtml, asText, worded, type Around, type Section } from './letter.ts';
import { nextRun, type Rhythm } from './when.ts';

/** What sending needs from outside of this slice. */
export interface Sending {
  serving: Serving;
  reports: Record<string, Schedulable>;
  /** The member as who asks; null when he left or was shut out. */
  whoIs(database: Connected, workspaceId: string, memberId: string): Promise<Who | null>;
}

interface Scheduled {
  workspaceId: string;
  id: string;
  name: string;
  reports: string[];
  search: ReportSearch;
  /** Who set it up. */
  memberId: string;
  rhythm: Rhythm;
  dueAt: Date;
}

/** The clock: whatever is due goes out. Missed runs are not made up for; a crash in between repeats nothing that was committed. */
export async function sendDueReports(sending: Sending, signal?: AbortSignal): Promise<void> {
  const { database } = sending.serving;
  while (!signal?.aborted) {
    const { rows } = await database.asOwner((tx) =>
      selectSchedules(
        sql`not s.paused and s.next_at <= ${sending.serving.clock()} order by s.next_at limit 20`,
      ).execute(tx),
    );
    if (rows.length === 0) return;
    for (const row of rows) {
      if (signal?.aborted) return;
      await run(sending, scheduledOf(row), signal);
    }
  }
}

/** To one person now, beside the schedule. */
export async function sendOneNow(
  sending: Sending,
  workspaceId: string,
  scheduleId: string,
  memberId: string,
  outer?: AbortSignal,
): Promise<void> {
  const { rows } = await sending.serving.database.asOwner((tx) =>
    selectSchedules(sql`s.workspace_id = ${workspaceId} and s.id = ${scheduleId}`).execute(tx),
  );
  const who = await sending.whoIs(sending.serving.database, workspaceId, memberId);
  if (!rows[0] || !who) return;
  const schedule = scheduledOf(rows[0]);
  const sections = await accompanied(
    sending.serving.database,
    workspaceId,
    { kind: 'reports', memberId },
    (work) => sectionsFor(sending, schedule, who, work),
    outer,
  ).catch(unlessEnded);
  if (!sections) return;
  await inside(sending, workspaceId, async (call) => {
    const to = await call.db
      .selectFrom('member')
      .select(['name', 'email'])
      .where('id', '=', memberId)
      .executeTakeFirst();
    if (!to?.email || !isMailAddress(to.email)) return;
    await write(call, schedule, screenOf(sending, schedule), { name: to.name, email: to.email }, sections, null);
  });
}

function unlessEnded(error: unknown): void {
  if (!(error instanceof Cancelled)) throw error;
}

/** All letters of one run: whoever set it up sees how far it is, and can end it. Who has no letter by then gets none of this run. */
async function run(sending: Sending, schedule: Scheduled, outer?: AbortSignal): Promise<void> {
  const { workspaceId, id, dueAt, memberId } = schedule;
  const waiting = await sending.serving.database.asOwner((tx) =>
    sql<{
      id: string;
      name: string;
      email: string | null;
    }>`select m.id, m.name, m.email from report_recipient r join member m on m.workspace_id = r.workspace_id and m.id = r.member_id
      where r.workspace_id = ${workspaceId} and r.schedule_id = ${id} and r.stopped_at is null
        and not exists (select from report_delivery d where d.workspace_id = r.workspace_id and d.schedule_id = r.schedule_id and d.member_id = r.member_id and d.due_at = ${dueAt}) order by m.id`.execute(
      tx,
    ),
  );
  const toSend = waiting.rows.length;
  const wasEnded = await accompanied(
    sending.serving.database,
    workspaceId,
    { kind: 'reports', memberId },
    async ({ signal, onProgress }) => {
      for (const [nth, recipient] of waiting.rows.entries())
        await deliver(sending, schedule, recipient, {
          signal,
          onProgress: (share) => onProgress((nth + share) / toSend),
        });
      return false;
    },
    outer,
  ).catch((error: unknown) => {
    // The program stops: the run goes on where it was when it starts again.
    if (outer?.aborted) throw error;
    unlessEnded(error);
    return true;
  });
  await inside(sending, workspaceId, async (call) => {
    const { rows } = await sql<{
      sent: number;
      error: string | null;
    }>`select (count(*) filter (where state = 'sent'))::int as sent, max(error) as error from report_delivery where schedule_id = ${id} and due_at = ${dueAt}`.execute(
      call.db,
    );
    const { sent, error } = rows[0]!;
    await call.db
      .updateTable('report_schedule')
      .set({
        next_at: nextRun(schedule.rhythm, call.now),
        last_at: call.now,
        last_sent: sent,
        last_error: wasEnded ? 'Somebody ended it before everybody had a letter.' : error,
      })
      .where('id', '=', id)
      .where('next_at', '=', dueAt)
      .execute();
    await call.record(
      'report schedule.sent',
      { kind: 'report schedule', id },
      { name: schedule.name, sent, error, wasEnded },
    );
  });
}

/** One letter, once: that it went out is noted in the transaction that lays it before the postman. */
async function deliver(
  sending: Sending,
  schedule: Scheduled,
  recipient: { id: string; name: string; email: string | null },
  work: Accompanied,
): Promise<void> {
  const { serving } = sending;
  const { workspaceId } = schedule;
  const to = { ...recipient, email: recipient.email ?? '' };
  const note = (call: Call, values: { state: 'sent' | 'failed' | 'left out'; error?: string; stop_hash?: Buffer }) =>
    call.db
      .insertInto('report_delivery')
      .values({
        workspace_id: workspaceId,
        schedule_id: schedule.id,
        member_id: to.id,
        due_at: schedule.dueAt,
        at: call.now,
        ...values,
      })
      .onConflict((c) => c.doNothing())
      .returning('member_id')
      .executeTakeFirst();
  const who = await sending.whoIs(serving.database, workspaceId, to.id);
  if (!who || !isMailAddress(to.email)) {
    await inside(sending, workspaceId, (call) => note(call, { state: 'left out' }));
    return;
  }
  try {
    const sections = await sectionsFor(sending, schedule, who, work);
    await inside(sending, workspaceId, async (call) => {
      const secret = newSecret();
      if (await note(call, { state: 'sent', stop_hash: secretHash(secret) }))
        await write(call, schedule, screenOf(sending, schedule), to, sections, secret);
    });
  } catch (error) {
    if (work.signal.aborted) throw error;
    serving.log.error({ err: error, schedule: schedule.id }, 'a scheduled report was not sent');
    const why = error instanceof Problem ? error.detail : 'The report could not be made.';
    await inside(sending, workspaceId, (call) =>
      note(call, { state: 'failed', error: `${to.name}: ${why}`.slice(0, 500) }),
    );
  }
}

/** Each report with the eyes of who gets it; what he has no right to is not in it. */
async function sectionsFor(
  { serving, reports }: Sending,
  { reports: ids, search }: Scheduled,
  who: Who,
  { signal, onProgress }: Accompanied,
): Promise<Section[]> {
  const reader: Reader = {
    now: serving.clock(),
    read: (work) => systemCall(serving, forReport(who.scope), work, { seconds: 30, actor: { memberId: who.memberId } }),
    signal,
  };
  const sections: Section[] = [];
  for (const [nth, id] of ids.entries()) {
    signal.throwIfAborted();
    onProgress(nth / ids.length);
    const report = Object.hasOwn(reports, id) ? reports[id]! : undefined;
    if (report && who.may(report.may))
      sections.push({ title: report.title, tables: await report.tables(reader, search) });
  }
  return sections;
}

/** Where the letter leads: the screen that all its reports stand on, else Insight. */
function screenOf({ reports }: Sending, schedule: Scheduled): string {
  const screens = new Set(schedule.reports.map((id) => screenOfReport(reports[id], schedule.search)));
  return screens.size === 1 ? [...screens][0]! : '/insight';
}

function screenOfReport(report: Schedulable | undefined, search: ReportSearch): string {
  const screen = report?.screen ?? '/insight';
  return typeof screen === 'string' ? screen : screen(search);
}

async function write(
  call: Call,
  schedule: Scheduled,
  screen: string,
  to: { name: string; email: string },
  sections: readonly Section[],
  stop: string | null,
): Promise<void> {
  const { address } = call.site;
  const open =
    address &&
    `${address}${screen}?${new URLSearchParams(Object.entries(schedule.search).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))}`;
  const end = address && stop && `${address}/no-report#${stop}`;
  const day = dayOf(call.now);
  const around: Around = {
    title: schedule.name,
    made: `${worded(day)}, for ${to.name}`,
    open,
    why: `You get “${schedule.name}” because it was scheduled to you. It shows what you may see, and nothing else.`,
    stop: end,
  };
  await writeLetter(
    call.db,
    { workspaceId: schedule.workspaceId, memberId: null, now: call.now },
    {
      about: 'report',
      to: { address: to.email, name: to.name },
      subject: `${schedule.name}, ${worded(day)}`,
      text: asText(sections, around),
      html: asHtml(sections, around),
      unsubscribeUrl: address && stop ? `${address}/api/report-letters/${stop}/stop` : null,
      attachment: {
        name: `${schedule.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'report'}-${day}.csv`,
        text: asCsv(sections),
      },
    },
  );
  call.enqueue(mailJob, {});
}

const inside = <T>({ serving }: Sending, workspaceId: string, work: (call: Call) => Promise<T>) =>
  systemCall(serving, wholeWorkspace(workspaceId, kinds), work, { seconds: 30 });

type Row = {
  workspace_id: string;
  id: string;
  name: string;
  reports: string[];
  search: ReportSearch;
  member_id: string;
  every: Rhythm['every'];
  weekday: number;
  monthday: number;
  hour: number;
  time_zone: string;
  next_at: Date;
};
const selectSchedules = (where: ReturnType<typeof sql>) =>
  sql<Row>`select s.workspace_id, s.id, s.name, s.reports, s.search, s.member_id, s.every, s.weekday, s.monthday, s.hour, s.time_zone, s.next_at from report_schedule s where ${where}`;
const scheduledOf = (row: Row): Scheduled => ({
  workspaceId: row.workspace_id,
  id: row.id,
  name: row.name,
  reports: row.reports,
  search: row.search,
  memberId: row.member_id,
  dueAt: row.next_at,
  rhythm: { every: row.every, weekday: row.weekday, monthday: row.monthday, hour: row.hour, timeZone: row.time_zone },
});
