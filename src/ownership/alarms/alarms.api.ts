import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { moveAlarm, isEnded, type Alarm } from '../alarm.ts';
import { alarmQuality } from '../alarmQuality.ts';
import { endRun, mustWorkOn, runs, startPlay } from '../plays/plays.api.ts';
import { settingsOf } from '../../workspace/settings.ts';
import { digestOf } from './digest.api.ts';
import type { AlarmRecord, alarmsContract, DipRecord, WatchRecord } from './contract.ts';

export const alarmHandlers: Handlers<typeof alarmsContract> = {
  async listAlarms(call, { query }) {
    let rows = select(call).where('a.deleted_at', 'is', null);
    if (query.account) rows = rows.where('l.account_id', '=', query.account);
    if (query.running !== undefined) rows = rows.where('l.ended_at', query.running ? 'is' : 'is not', null);
    if (query.mine) rows = rows.where('l.member_id', '=', call.who.memberId);
    if (query.state) rows = rows.where('l.state', 'in', query.state);
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('l.opened_at'), key: 'opened_at', descending: true, type: 'timestamptz' },
        { by: sql.ref('l.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
    );
    return { items: await records(call, found.items), next: found.next };
  },

  readAlarm: (call, { params }) => read(call, params.id),

  async moveAlarm(call, { params, body }) {
    const before = await read(call, params.id);
    if (before.version !== call.version) throw stale(before);
    await mustWorkOn(call, before.accountId, before.memberId);
    const moved = moveAlarm(alarmOf(before), body.to, call.now, body.note ?? null);
    if ('refused' in moved) {
      if (moved.refused === 'say why it was false')
        throw invalid([{ path: 'note', message: 'Say why it was a false alarm: it tunes the next ones' }]);
      throw conflict('not_from_here', `An alarm that is ${before.state} cannot become ${body.to}.`);
    }
    const ended = isEnded(moved.alarm);
    await write(call, params.id, {
      state: body.to,
      note: moved.alarm.note,
      ended_at: moved.alarm.endedAt,
      ...(body.to === 'acknowledged' ? { acknowledged_at: call.now } : {}),
      ...(body.to === 'in recovery'
        ? { recovery_at: call.now, acknowledged_at: before.acknowledgedAt ? new Date(before.acknowledgedAt) : call.now }
        : {}),
      // Whoever takes it on from nobody is its person.
      ...(before.memberId === null ? { member_id: call.who.memberId } : {}),
    });
    if (!ended && before.run === null)
      await startPlay(call, {
        accountId: before.accountId,
        play: body.play ?? before.play,
        alarmId: params.id,
        memberId: before.memberId ?? call.who.memberId,
      });
    if (ended && before.run && before.run.endedAt === null) await endRun(call, before.run.id, body.to as 'recovered');
    await call.record(
      `alarm.${body.to}`,
      { kind: 'alarm', id: params.id, accountId: before.accountId },
      { note: body.note ?? null, changes: { state: [before.state, body.to] } },
    );
    return read(call, params.id);
  },

  async handAlarm(call, { params, body }) {
    const before = await read(call, params.id);
    await mustWorkOn(call, before.accountId, before.memberId);
    if (before.endedAt) throw conflict('ended', 'This alarm has ended.');
    const member = await call.db
      .selectFrom('member')
      .select('id')
      .where('id', '=', body.memberId)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!member) throw invalid([{ path: 'memberId', message: 'There is no such colleague' }]);
    await write(call, params.id, { member_id: body.memberId });
    await call.record(
      'alarm.handed over',
      { kind: 'alarm', id: params.id, accountId: before.accountId },
      { changes: { memberId: [before.memberId, body.memberId] } },
    );
    return read(call, params.id);
  },

  async readWatch(call, { params }) {
    const row = await call.db
      .selectFrom('relationship as r')
      .leftJoin('alarm_watch as w', (on) =>
        on.onRef('w.workspace_id', '=', 'r.workspace_id').onRef('w.account_id', '=', 'r.account_id'),
      )
      .select([
        'r.sale_type',
        'w.looked_at',
        'w.due_at',
        'w.probability',
        'w.forecast_at',
        sql<DipRecord | null>`w.dip`.as('dip'),
        sql<WatchRecord['signals'] | null>`w.signals`.as('signals'),
      ])
      .where('r.account_id', '=', params.id)
      .executeTakeFirst();
    if (!row) throw notFound('account');
    const running = await select(call)
      .where('l.account_id', '=', params.id)
      .where('l.ended_at', 'is', null)
      .orderBy('l.opened_at', 'desc')
      .limit(1)
      .execute();
    return {
      lookedAt: row.looked_at?.toISOString() ?? null,
      nextLookAt: row.due_at?.toISOString() ?? null,
      probability: row.probability,
      saleType: row.sale_type,
      dip: row.dip,
      signals: row.signals ?? [],
      forecastAt: row.forecast_at?.toISOString() ?? null,
      alarm: (await records(call, running))[0] ?? null,
    };
  },

  async listMild(call, { query }) {
    let rows = call.db
      .selectFrom('alarm_watch as w')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 'w.account_id'))
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'w.member_id'))
      .select([
        'w.account_id as accountId',
        'a.name as accountName',
        'm.name as memberName',
        sql<Date>`w.looked_at`.as('lookedAt'),
        sql<DipRecord>`w.dip`.as('dip'),
        sql<WatchRecord['signals']>`w.signals`.as('signals'),
      ])
      .where('w.decision', '=', 'digest')
      .where('a.deleted_at', 'is', null)
      .orderBy(sql`jsonb_array_length(w.signals)`, 'desc')
      .orderBy('w.account_id')
      .limit(200);
    if (query.mine) rows = rows.where('w.member_id', '=', call.who.memberId);
    return { items: await rows.execute() };
  },

  readDigest: (call, { query }) => digestOf(call, query.mine ? call.who.memberId : null),

  async alarmQuality(call) {
    const { settings, currency } = await call.db
      .selectFrom('workspace')
      .select(['settings', 'currency'])
      .executeTakeFirstOrThrow();
    const { contactCost, savePercent } = settingsOf(settings).ownership;
    const since = new Date(call.now.getTime() - 730 * 86_400_000);
    const rows = await select(call).where('l.opened_at', '>=', since).orderBy('l.opened_at').limit(20_000).execute();
    const { rows: lost } = await sql<{ account_id: string; name: string | null; lost_at: Date }>`
      select l.account_id, a.name, min(l.lost_at) as lost_at from (
        select account_id, lost_at from alarm_watch where lost_at >= ${since}
        union all select account_id, ended_at from alarm where state = 'lost' and ended_at >= ${since}) l
      left join account a on a.id = l.account_id group by 1, 2 limit 5000`.execute(call.db);
    const names = new Map([
      ...rows.map((row): [string, string | null] => [row.account_id, row.account_name]),
      ...lost.map((row): [string, string | null] => [row.account_id, row.name]),
    ]);
    const quality = alarmQuality(
      rows.map((row) => alarmOf(record(row, null))),
      lost.map((row) => ({ account: row.account_id, lostAt: row.lost_at })),
    );
    const flat = ({ share, interval, n }: typeof quality.precision) => ({
      share,
      low: interval.low,
      high: interval.high,
      n,
    });
    return {
      since: since.toISOString(),
      precision: flat(quality.precision),
      recall: flat(quality.recall),
      recovered: flat(quality.recovered),
      leadDays: quality.leadDays,
      missed: quality.missed.map(({ account, lostAt }) => ({
        accountId: account,
        accountName: names.get(account) ?? null,
        lostAt: lostAt.toISOString(),
      })),
      falseAlarms: rows
        .filter((row) => row.state === 'false alarm')
        .slice(-20)
        .toReversed()
        .map((row) => ({
          id: row.id,
          accountId: row.account_id,
          accountName: row.account_name,
          openedAt: row.opened_at.toISOString(),
          note: row.note,
        })),
      running: rows.filter((row) => row.ended_at === null).length,
      worth: { contactCost, savePercent, currency },
    };
  },
};

const select = (call: Call) =>
  call.db
    .selectFrom('alarm as l')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'l.account_id'))
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'l.member_id'))
    .select([
      'l.id',
      'l.account_id',
      'a.name as account_name',
      'l.member_id',
      'm.name as member_name',
      'l.state',
      'l.severity',
      'l.probability',
      'l.threshold',
      'l.play',
      'l.opened_at',
      'l.answer_by',
      'l.acknowledged_at',
      'l.ended_at',
      'l.note',
      'l.model_version',
      'l.version',
    ])
    .select([sql<AlarmRecord['signals']>`l.signals`.as('signals'), sql<DipRecord>`l.dip`.as('dip')]);
type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const record = (row: Row, run: AlarmRecord['run']): AlarmRecord => ({
  id: row.id,
  accountId: row.account_id,
  accountName: row.account_name,
  memberId: row.member_id,
  memberName: row.member_name,
  state: row.state,
  severity: row.severity,
  signals: row.signals,
  dip: row.dip,
  probability: row.probability,
  threshold: row.threshold,
  play: row.play,
  openedAt: row.opened_at.toISOString(),
  answerBy: row.answer_by.toISOString(),
  acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  note: row.note,
  modelVersion: row.model_version,
  run,
  version: row.version,
});

async function records(call: Call, rows: readonly Row[]): Promise<AlarmRecord[]> {
  if (rows.length === 0) return [];
  const played = await runs(call, sql`r.alarm_id = any (${rows.map((row) => row.id)}::uuid[])`);
  return rows.map((row) => record(row, played.find((run) => run.alarmId === row.id) ?? null));
}

async function read(call: Call, id: string): Promise<AlarmRecord> {
  const [found] = await records(call, await select(call).where('l.id', '=', id).execute());
  if (!found) throw notFound('alarm');
  return found;
}

const alarmOf = (row: AlarmRecord): Alarm => ({
  account: row.accountId,
  owner: row.memberId ?? '',
  state: row.state,
  severity: row.severity as 1 | 2 | 3,
  signals: [],
  play: row.play,
  openedAt: new Date(row.openedAt),
  answerBy: new Date(row.answerBy),
  endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  note: row.note,
});

async function write(call: Call, id: string, values: object): Promise<void> {
  const changed = await call.db
    .updateTable('alarm')
    .set({ ...values, updated_at: call.now, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await read(call, id);
  throw current.version === call.version ? forbidden('change this alarm') : stale(current);
}
