import { sql } from 'kysely';
import type { Call } from '../../platform/serve.ts';
import type { DigestRecord } from './contract.ts';

const day = 86_400_000;
/** How far ahead the digest looks. */
const aheadDays = 21;
const most = 100;

/** The week of one person, or of everybody whose customers they see: what is mild, what lies ahead, and what became of the alarms. */
export async function digestOf(call: Call, memberId: string | null): Promise<DigestRecord> {
  const from = new Date(call.now.getTime() - 7 * day);
  const of = (table: 'w' | 'l') => (memberId === null ? sql`` : sql`and ${sql.raw(table)}.member_id = ${memberId}`);
  const { rows: mild } = await sql<DigestRecord['mild'][number]>`
    select w.account_id as "accountId", a.name as "accountName", m.name as "memberName", w.dip, w.signals,
      exists (select from jsonb_array_elements(w.signals) s where (s ->> 'since')::timestamptz >= ${from}) as "isNew"
    from alarm_watch w join account a on a.workspace_id = w.workspace_id and a.id = w.account_id left join member m on m.workspace_id = w.workspace_id and m.id = w.member_id
    where w.decision = 'digest' and w.lost_at is null and a.deleted_at is null ${of('w')}
    order by "isNew" desc, jsonb_array_length(w.signals) desc, a.name, w.account_id limit ${2 * most}`.execute(call.db);
  const { rows: ahead } = await sql<DigestRecord['ahead'][number]>`
    select w.account_id as "accountId", a.name as "accountName", m.name as "memberName", w.forecast_at as "crossesAt", w.probability
    from alarm_watch w join account a on a.workspace_id = w.workspace_id and a.id = w.account_id left join member m on m.workspace_id = w.workspace_id and m.id = w.member_id
    where w.forecast_at > ${call.now} and w.forecast_at <= ${new Date(call.now.getTime() + aheadDays * day)} and w.lost_at is null and a.deleted_at is null ${of('w')}
      and not exists (select from alarm l where l.workspace_id = w.workspace_id and l.account_id = w.account_id and l.ended_at is null)
    order by w.forecast_at, w.account_id limit ${most}`.execute(call.db);
  const { rows: moved } = await sql<DigestRecord['moved'][number]>`
    select l.id, l.account_id as "accountId", a.name as "accountName", m.name as "memberName", l.state, l.severity, l.opened_at as "openedAt", l.ended_at as "endedAt", l.note
    from alarm l join account a on a.workspace_id = l.workspace_id and a.id = l.account_id left join member m on m.workspace_id = l.workspace_id and m.id = l.member_id
    where (l.opened_at >= ${from} or l.ended_at >= ${from}) ${of('l')} order by coalesce(l.ended_at, l.opened_at) desc, l.id limit ${most}`.execute(
    call.db,
  );
  const { rows: counted } = await sql<{ running: number; customers: number }>`
    select (select count(*)::int from alarm l where l.ended_at is null ${of('l')}) as running, (select count(*)::int from alarm_watch w where w.lost_at is null ${of('w')}) as customers`.execute(
    call.db,
  );
  return {
    from: from.toISOString(),
    to: call.now.toISOString(),
    customers: counted[0]!.customers,
    running: counted[0]!.running,
    mild: mild.filter((each) => each.signals.length > 0).slice(0, most),
    dips: mild.filter((each) => each.signals.length === 0).slice(0, most),
    ahead,
    moved,
  };
}
