import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import type { Call, Reaction } from '../../platform/serve.ts';
import { hearing } from '../../relationship/ledger.api.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { decideAlarm, type Alarm } from '../alarm.ts';
import type { PastDip } from '../dip.ts';
import { conversations, lookAt, pastDipOf, type Looked, type Watched } from './watching.ts';

/** A touchpoint, a promise or a case moved these customers: look at once, if they are customers at all. */
export const lookAtAccount: Reaction = async (call, event) => {
  if (!event.accountId) return;
  const watched = await call.db.selectFrom('alarm_watch').select('account_id').where('account_id', '=', event.accountId).executeTakeFirst();
  if (watched) await lookAtAccounts(call, [event.accountId]);
};

/** After a company was brought in: whoever of its customers is due. */
export const lookAtNewcomers: Reaction = async (call) => {
  const due = await call.db.selectFrom('alarm_watch').select('account_id').where('due_at', '<=', call.now).limit(500).execute();
  await lookAtAccounts(call, due.map((each) => each.account_id));
};

/** Looks at some customers after the close: raises, extends or keeps quiet, and says when to look again. A fixed number of queries, however many they are. */
export async function lookAtAccounts(call: Call, accountIds: readonly string[]): Promise<void> {
  const known = await watchedOf(call, accountIds);
  if (known.length === 0) return;
  const hears = await hearing(call.db);
  const pastDips = await dipsOf(call, [...new Set(known.map((each) => each.saleType))]);
  const last = await lastAlarms(call, known.map((each) => each.accountId));
  const looked = known.map((each) => ({ known: each, look: lookAt(each, call.now, { model: hears.model, listening: hears.connected > 0, stakes: hears.stakes, pastDips }) }));
  const watch: object[] = [];
  for (const { known: each, look } of looked) {
    const before = last.get(each.accountId) ?? null;
    const decision = decideAlarm(look, before, call.now);
    if (decision.decision === 'open') await raise(call, look, decision.alarm, hears.model.weights.version);
    if (decision.decision === 'extend' && before) await extend(call, look, before, decision.alarm);
    watch.push({
      account_id: each.accountId, due_at: look.nextLook, looked_at: call.now, decision: decision.decision, member_id: each.memberId, probability: look.probabilityOfDisillusionment,
      dip: { ...look.dip, depth: look.depth }, signals: look.signals, forecast_at: each.forecastAt, lost_at: each.lostAt,
    });
  }
  await sql`update alarm_watch w set due_at = n.due_at, looked_at = n.looked_at, decision = n.decision, member_id = n.member_id, probability = n.probability, dip = n.dip, signals = n.signals, forecast_at = n.forecast_at, lost_at = coalesce(w.lost_at, n.lost_at)
    from jsonb_to_recordset(${JSON.stringify(watch)}::jsonb) as n(account_id uuid, due_at timestamptz, looked_at timestamptz, decision text, member_id uuid, probability real, dip jsonb, signals jsonb, forecast_at timestamptz, lost_at timestamptz)
    where w.account_id = n.account_id`.execute(call.db);
  await notePastDips(call, known);
}

type Stored = Alarm & { id: string; version: number };

async function raise(call: Call, look: Looked, alarm: Alarm, modelVersion: string): Promise<void> {
  const id = call.newId();
  await call.db
    .insertInto('alarm')
    .values({
      workspace_id: call.who.workspaceId, id, account_id: alarm.account, member_id: alarm.owner || null, state: 'open', severity: alarm.severity, signals: JSON.stringify(alarm.signals), dip: JSON.stringify({ ...look.dip, depth: look.depth }),
      probability: look.probabilityOfDisillusionment, threshold: look.threshold, trust: look.trust, play: alarm.play, opened_at: alarm.openedAt, answer_by: alarm.answerBy, model_version: modelVersion, created_at: call.now, updated_at: call.now,
    })
    .execute();
  await call.record('alarm.raised', { kind: 'alarm', id, accountId: alarm.account }, { severity: alarm.severity, reasons: alarm.signals.map(({ kind }) => kind), memberId: alarm.owner || null, play: alarm.play });
}

async function extend(call: Call, look: Looked, before: Stored, alarm: Alarm): Promise<void> {
  await call.db.updateTable('alarm').set({ severity: alarm.severity, signals: JSON.stringify(alarm.signals), answer_by: alarm.answerBy, probability: look.probabilityOfDisillusionment, updated_at: call.now, version: sql<number>`version + 1` }).where('id', '=', before.id).execute();
  await call.record('alarm.extended', { kind: 'alarm', id: before.id, accountId: alarm.account }, { severity: alarm.severity, reasons: alarm.signals.map(({ kind }) => kind) });
}

/** The latest alarm of each account, in the terms of the rules. */
async function lastAlarms(call: Call, accountIds: readonly string[]): Promise<Map<string, Stored>> {
  const { rows } = await sql<{ id: string; account_id: string; member_id: string | null; state: Alarm['state']; severity: 1 | 2 | 3; signals: { since: string }[]; play: string; opened_at: Date; answer_by: Date; ended_at: Date | null; note: string | null; version: number }>`
    select distinct on (account_id) id, account_id, member_id, state, severity, signals, play, opened_at, answer_by, ended_at, note, version from alarm where account_id = any (${accountIds}::uuid[]) order by account_id, opened_at desc`.execute(call.db);
  return new Map(rows.map((row) => [row.account_id, {
    id: row.id, version: row.version, account: row.account_id, owner: row.member_id ?? '', state: row.state, severity: row.severity, play: row.play, openedAt: row.opened_at, answerBy: row.answer_by, endedAt: row.ended_at, note: row.note,
    signals: row.signals.map((signal) => ({ ...signal, since: new Date(signal.since) })) as unknown as Alarm['signals'],
  }]));
}

type Known = Watched & { lostAt: Date | null; position: string };

/** What is known of the customers, in one question. Customers who are gone or never touched are none. */
export async function watchedOf(call: Call, accountIds: readonly string[]): Promise<Known[]> {
  const now = call.now;
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const today = now.toISOString().slice(0, 10);
  const dated = (condition: ReturnType<typeof sql>) => sql`jsonb_agg(jsonb_build_object('id', s.entry, 'at', s.at)) filter (where ${condition})`;
  const { rows } = await sql<Known>`
    select r.account_id as "accountId", r.owner_id as "memberId", r.sale_type as "saleType", r.state, r.position, c.closed as "closedAt", c.fresh,
      x.contacts_before as "contactsBefore", x.contacts_lately as "contactsLately", coalesce(x.introduced_at, h.introduced_at) as "introducedAt", x.kick_off_at as "kickOffAt",
      coalesce(x.first_value_at, sp.first_value_on::timestamptz) as "firstValueAt", case when c.fresh then sp.first_value_due end as "firstValueDue",
      case when c.fresh then coalesce(ch.champions, '[]') else '[]' end as champions, coalesce(p.overdue, '[]') as "overduePromises", p.next_due as "nextPromiseDue",
      x.reopened, x.low_surveys as "lowSurveys", x.sponsors_left as "sponsorsLeft", nullif(coalesce(x.invoices, '[]') || coalesce(inv.overdue, '[]'), '[]') as invoices, inv.next_due as "nextInvoiceDue", r.revenue::float8 as revenue, sc.severe as "severeCases", x.trust_at_close as "trustAtClose", x.last_at as "lastAt", x.lost_at as "lostAt",
      case when r.alarm_forecast_at > ${now} then r.alarm_forecast_at end as "forecastAt"
    from relationship r
    cross join lateral (select coalesce(r.closed_at, r.first_touch_at, r.phase_since) as closed, coalesce(r.closed_at > ${ago(180)}, false) as fresh) c
    left join lateral (
      select count(*) filter (where s.kind = any (${conversations}::text[]) and s.at >= c.closed - interval '45 days' and s.at < c.closed)::int as contacts_before,
        count(*) filter (where s.kind = any (${conversations}::text[]) and s.at > ${ago(45)})::int as contacts_lately,
        min(s.at) filter (where s.kind in ('introduction', 'kick-off') and s.at >= c.closed) as introduced_at,
        min(s.at) filter (where s.kind in ('kick-off', 'kick-off late', 'training', 'go-live', 'first value') and s.at >= c.closed) as kick_off_at,
        min(s.at) filter (where s.kind = 'first value' and s.at >= c.closed) as first_value_at,
        ${dated(sql`s.kind = 'case reopened' and s.at > ${ago(90)}`)} as reopened,
        ${dated(sql`s.kind = 'survey poor' and s.at > ${ago(90)}`)} as low_surveys,
        ${dated(sql`s.kind = 'sponsor left' and s.at > ${ago(120)}`)} as sponsors_left,
        ${dated(sql`s.kind = 'invoice overdue' and s.at > ${ago(180)} and not exists (select from cycle_step paid where paid.workspace_id = s.workspace_id and paid.account_id = s.account_id and paid.kind = 'invoice paid' and paid.at > s.at)`)} as invoices,
        (array_agg(s.trust_after order by s.at desc) filter (where s.at <= c.closed))[1] as trust_at_close,
        max(s.at) filter (where s.kind <> 'silence') as last_at,
        min(s.at) filter (where s.kind = 'cancellation' and s.at >= c.closed) as lost_at
      from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at >= least(c.closed - interval '45 days', ${ago(180)})) x on true
    left join lateral (select h.introduced_at from handoff h where h.workspace_id = r.workspace_id and h.account_id = r.account_id and h.introduced_at >= c.closed limit 1) h on true
    left join lateral (select sp.first_value_due, sp.first_value_on from success_plan sp where sp.workspace_id = r.workspace_id and sp.account_id = r.account_id order by sp.signed_on desc limit 1) sp on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', b.contact_id, 'lastContactAt', (select max(tp.at) from touchpoint_participant tp where tp.workspace_id = b.workspace_id and tp.contact_id = b.contact_id))) as champions
      from opportunity o join buying_team_member b on b.workspace_id = o.workspace_id and b.opportunity_id = o.id and b.stance = 'champion'
      where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.outcome = 'won' and o.closed_on > ${ago(400)}::date) ch on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', p.id, 'dueOn', p.due_on)) filter (where p.due_on < ${today}::date) as overdue, min(p.due_on) filter (where p.due_on >= ${today}::date) as next_due
      from promise p where p.workspace_id = r.workspace_id and p.account_id = r.account_id and p.state = 'open' and p.due_on is not null) p on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', o.id, 'at', o.due_on::text || 'T00:00:00Z')) filter (where o.due_on < ${today}::date) as overdue, min(o.due_on) filter (where o.due_on >= ${today}::date) as next_due
      from customer_order o where o.workspace_id = r.workspace_id and o.account_id = r.account_id and o.due_on > ${ago(180)}::date and o.deleted_at is null and invoice_open(o.status)) inv on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', s.id, 'at', s.opened_at)) as severe from service_case s
      where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.state in ('open', 'waiting') and s.severity = 'severe' and s.deleted_at is null) sc on true
    where r.account_id = any (${accountIds}::uuid[]) and r.alive and r.touchpoints > 0 and (r.closed_at is not null or r.standing <> 'prospect')`.execute(call.db);
  return rows;
}

/** The latest dips of customers who came back, by type of sale. */
async function dipsOf(call: Call, saleTypes: readonly SaleType[]): Promise<PastDip[]> {
  const { rows } = await sql<PastDip>`select d.* from unnest(${saleTypes}::text[]) as t (sale_type)
    cross join lateral (select p.sale_type as "saleType", p.depth, p.days from past_dip p where p.sale_type = t.sale_type order by p.noted_at desc limit 200) d`.execute(call.db);
  return rows;
}

/** Customers who came back since their close are noted once: what "expected" means is learnt from them. */
async function notePastDips(call: Call, known: readonly Known[]): Promise<void> {
  const back = known.filter((each) => (each.position === 'enlightenment' || each.position === 'realized') && each.trustAtClose !== null && each.state.closedAt !== null);
  if (back.length === 0) return;
  const { rows } = await sql<{ account_id: string; at: Date; trust: number }>`
    select s.account_id, s.at, s.trust_after as trust from jsonb_to_recordset(${JSON.stringify(back.map((each) => ({ id: each.accountId, closed: each.closedAt })))}::jsonb) as b(id uuid, closed timestamptz)
    join cycle_step s on s.workspace_id = ${call.who.workspaceId} and s.account_id = b.id and s.at > b.closed and s.at < b.closed + interval '400 days'
    where not exists (select from past_dip p where p.workspace_id = s.workspace_id and p.account_id = b.id and p.closed_at = b.closed)`.execute(call.db);
  const steps = Map.groupBy(rows, (row) => row.account_id);
  const dips = back.flatMap((each) => {
    const dip = pastDipOf(each.saleType, each.closedAt.getTime(), each.trustAtClose!, (steps.get(each.accountId) ?? []).map(({ at, trust }) => ({ at: at.getTime(), trust })));
    return dip ? [{ workspace_id: call.who.workspaceId, account_id: each.accountId, closed_at: each.closedAt, sale_type: dip.saleType, depth: dip.depth, days: dip.days, noted_at: call.now }] : [];
  });
  await insertMany(call.db, 'past_dip', { workspace_id: 'uuid', account_id: 'uuid', closed_at: 'timestamptz', sale_type: 'text', depth: 'real', days: 'real', noted_at: 'timestamptz' }, dips, 'on conflict do nothing');
}
