import { sql } from 'kysely';
import type { Call } from '../../platform/serve.ts';
import type { CycleState } from '../../relationship/cycle.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import type { Alarm } from '../alarm.ts';
import { conversations, type Watched } from './watching.ts';

/** An alarm as it is stored, in the terms of the rules. */
export type StoredAlarm = Alarm & { id: string; version: number };

/** A customer after the close, as far as a look at it needs it. */
export interface Known extends Watched {
  position: string;
  lostAt: Date | null;
  /** The least trust since the close, and whether the dip that followed it was noted when it was over. */
  lowestTrust: number | null;
  dipNoted: boolean;
  lastAlarm: StoredAlarm | null;
}

/** What is known of those customers that are watched and that the person sees, in one question. Customers who are gone or never touched are none. */
export async function watchedOf(call: Call, accountIds: readonly string[]): Promise<Known[]> {
  const { rows } =
    await sql<Row>`select * from customers_watched(array(select id from unnest(${accountIds}::uuid[]) as asked (id) where account_seen(id)), ${conversations}::text[], ${call.now})`.execute(
      call.db,
    );
  return rows.map((row) => ({
    accountId: row.account_id,
    memberId: row.member_id,
    saleType: row.sale_type,
    state: row.state,
    position: row.position,
    closedAt: row.closed_at,
    fresh: row.fresh,
    contactsBefore: row.contacts_before,
    contactsLately: row.contacts_lately,
    introducedAt: row.introduced_at,
    kickOffAt: row.kick_off_at,
    firstValueAt: row.first_value_at,
    firstValueDue: row.first_value_due,
    champions: row.champions,
    overduePromises: row.overdue_promises,
    nextPromiseDue: row.next_promise_due,
    reopened: row.reopened,
    lowSurveys: row.low_surveys,
    sponsorsLeft: row.sponsors_left,
    invoices: row.invoices,
    nextInvoiceDue: row.next_invoice_due,
    revenue: row.revenue,
    severeCases: row.severe_cases,
    trustAtClose: row.trust_at_close,
    lowestTrust: row.lowest_trust,
    dipNoted: row.dip_noted,
    lastAt: row.last_at,
    lostAt: row.lost_at,
    forecastAt: row.forecast_at,
    lastAlarm: row.last_alarm && alarmOf(row.last_alarm),
  }));
}

const alarmOf = (row: AlarmRow): StoredAlarm => ({
  id: row.id,
  version: row.version,
  account: row.account_id,
  owner: row.member_id ?? '',
  state: row.state,
  severity: row.severity,
  play: row.play,
  openedAt: new Date(row.opened_at),
  answerBy: new Date(row.answer_by),
  endedAt: row.ended_at === null ? null : new Date(row.ended_at),
  note: row.note,
  signals: row.signals.map((signal) => ({ ...signal, since: new Date(signal.since) })),
});

type Signals = Alarm['signals'];
interface AlarmRow {
  id: string;
  version: number;
  account_id: string;
  member_id: string | null;
  state: Alarm['state'];
  severity: Alarm['severity'];
  play: string;
  opened_at: string;
  answer_by: string;
  ended_at: string | null;
  note: string | null;
  signals: (Omit<Signals[number], 'since'> & { since: string })[];
}

/** As `customers_watched` answers. */
interface Row {
  account_id: string;
  member_id: string | null;
  sale_type: SaleType;
  state: CycleState;
  position: string;
  closed_at: Date;
  fresh: boolean;
  contacts_before: number;
  contacts_lately: number;
  introduced_at: Date | null;
  kick_off_at: Date | null;
  first_value_at: Date | null;
  first_value_due: string | null;
  champions: Watched['champions'];
  overdue_promises: Watched['overduePromises'];
  next_promise_due: string | null;
  reopened: Watched['reopened'];
  low_surveys: Watched['lowSurveys'];
  sponsors_left: Watched['sponsorsLeft'];
  invoices: Watched['invoices'];
  next_invoice_due: string | null;
  revenue: number;
  severe_cases: Watched['severeCases'];
  trust_at_close: number | null;
  lowest_trust: number | null;
  dip_noted: boolean;
  last_at: Date | null;
  lost_at: Date | null;
  forecast_at: Date | null;
  last_alarm: AlarmRow | null;
}
