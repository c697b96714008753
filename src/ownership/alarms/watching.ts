import { expectedBand } from '../../relationship/bands.ts';
import { view, type CycleState } from '../../relationship/cycle.ts';
import { thresholdOf } from '../../relationship/forecast.ts';
import type { Model } from '../../relationship/model.ts';
import { disillusioned } from '../../relationship/position.ts';
import type { SaleType, TouchpointKind } from '../../relationship/vocabulary.ts';
import type { Assessment } from '../alarm.ts';
import { judgeDip, type DipNorm, type DipVerdict, type PastDip } from '../dip.ts';
import type { OwnershipRules } from '../rules.ts';
import { signalsOf, type AfterCloseFacts, type Signal } from '../signals.ts';

const day = 86_400_000;

/** Kinds in which both spoke: our own unanswered outreach is no conversation, nor is what went wrong. */
export const conversations: readonly TouchpointKind[] = [
  'first contact',
  'reply',
  'inquiry',
  'call',
  'meeting',
  'visit',
  'event attended',
  'introduction',
  'training',
  'review',
  'demonstration',
  'proposal',
  'negotiation',
  'handoff',
  'kick-off',
  'delivery on time',
  'milestone accepted',
  'go-live',
  'first value',
  'value review',
  'promise kept',
  'case solved',
  'service visit',
  'survey good',
  'referral',
  'reference',
  'order',
  'repeat order',
  'renewal',
];

type Dated = { id: string; at: string };

/** What the database knows of one customer after the close. */
export interface Watched {
  accountId: string;
  memberId: string | null;
  saleType: SaleType;
  state: CycleState;
  closedAt: Date;
  /** False for a customer whose close lies long back, or before our records: nothing is being handed over any more. */
  fresh: boolean;
  contactsBefore: number;
  contactsLately: number;
  introducedAt: Date | null;
  kickOffAt: Date | null;
  firstValueAt: Date | null;
  firstValueDue: string | null;
  champions: readonly { id: string; lastContactAt: string | null }[];
  overduePromises: readonly { id: string; dueOn: string }[];
  nextPromiseDue: string | null;
  reopened: readonly Dated[] | null;
  lowSurveys: readonly Dated[] | null;
  sponsorsLeft: readonly Dated[] | null;
  /** Said in a touchpoint, or an order that is due and not paid; from the day on which it was due. */
  invoices: readonly Dated[] | null;
  nextInvoiceDue: string | null;
  /** What it brings in a year. */
  revenue: number;
  severeCases: readonly Dated[] | null;
  trustAtClose: number | null;
  lastAt: Date | null;
  forecastAt: Date | null;
}

export interface Looked extends Assessment {
  signals: readonly Signal[];
  dip: DipVerdict;
  trust: number;
  depth: number;
  facts: AfterCloseFacts;
  /** When something about it can change without anybody doing anything. */
  nextLook: Date;
}

/** How far a kick-off may be from the signature, by type of sale; null: this type has none. */
const kickOffDays: Record<SaleType, number | null> = {
  commercial: 14,
  relationship: null,
  consumer: null,
  retail: null,
};

/** Looks at one customer now: signals, dip (by the norm of its type of sale), and when to look again. */
export function lookAt(
  known: Watched,
  now: Date,
  {
    model,
    listening,
    stakes,
    norm,
  }: { model: Model; listening: boolean; stakes: Pick<OwnershipRules, 'contactCost' | 'savePercent'>; norm: DipNorm },
): Looked {
  const stands = view(known.state, Math.max(now.getTime(), known.state.at), model);
  const sinceClose = (now.getTime() - known.closedAt.getTime()) / day;
  const band = expectedBand(known.saleType, 'trust', sinceClose);
  const below = band.low - stands.trust.value;
  const kickOff = kickOffDays[known.saleType];
  const dated = (list: readonly Dated[] | null) => (list ?? []).map(({ id, at }) => ({ id, at: new Date(at) }));
  const facts: AfterCloseFacts = {
    closedAt: known.closedAt,
    contactsBefore: known.fresh ? known.contactsBefore : 0,
    contactsLately: known.contactsLately,
    introducedAt: known.fresh && known.saleType !== 'retail' ? (known.introducedAt ?? known.kickOffAt) : known.closedAt,
    kickOffDueOn: known.fresh && kickOff !== null ? new Date(known.closedAt.getTime() + kickOff * day) : null,
    kickOffAt: known.kickOffAt,
    champions: known.champions.map(({ id, lastContactAt }) => ({
      id,
      lastContactAt: lastContactAt === null ? null : new Date(lastContactAt),
    })),
    overduePromises: known.overduePromises.map(({ id, dueOn }) => ({ id, dueOn: new Date(dueOn) })),
    firstValueDueOn: known.firstValueDue === null ? null : new Date(known.firstValueDue),
    firstValueAt: known.firstValueAt,
    reopenedCases: dated(known.reopened),
    severeOpenCases: dated(known.severeCases),
    lowSurveys: dated(known.lowSurveys),
    overdueInvoices: dated(known.invoices).map(({ id, at }) => ({ id, dueOn: at })),
    sponsorsLeft: dated(known.sponsorsLeft),
    trustBelowBand: below > 2 ? { points: Math.round(below * 10) / 10, since: known.lastAt ?? known.closedAt } : null,
    crossesOn: known.forecastAt,
    channelsConnected: listening,
  };
  const signals = signalsOf(facts, now);
  const depth = known.trustAtClose === null ? 0 : Math.max(0, known.trustAtClose - stands.trust.value);
  const dip = judgeDip(
    { inDisillusionment: stands.shown === 'disillusionment', depth, daysSinceClose: sinceClose },
    signals,
    norm,
  );
  return {
    account: known.accountId,
    owner: known.memberId ?? '',
    probabilityOfDisillusionment: disillusioned(stands),
    threshold: thresholdOf(stakes, known.revenue),
    dip,
    signals,
    facts,
    depth,
    lastAt: known.lastAt ?? known.closedAt,
    trust: stands.trust.value,
    nextLook: nextLook(facts, known, norm.days, now),
  };
}

/** The earliest day on which a signal begins, grows or ends by time alone; at the latest in two weeks. */
function nextLook(facts: AfterCloseFacts, known: Watched, normDays: number, now: Date): Date {
  const after = (date: Date | null, ...days: number[]) =>
    date === null ? [] : days.map((n) => date.getTime() + n * day);
  const moments = [
    now.getTime() + 14 * day,
    ...after(known.closedAt, 11, 22, 30, 31, normDays + 1),
    ...(facts.kickOffAt === null ? after(facts.kickOffDueOn, 1, 15) : []),
    ...(facts.firstValueAt === null ? after(facts.firstValueDueOn, 1, 31) : []),
    ...facts.champions.flatMap(({ lastContactAt }) => after(lastContactAt ?? known.closedAt, 31)),
    ...(known.nextPromiseDue === null ? [] : after(new Date(known.nextPromiseDue), 1)),
    ...(known.nextInvoiceDue === null ? [] : after(new Date(known.nextInvoiceDue), 1)),
    ...facts.overdueInvoices.flatMap(({ dueOn }) => after(dueOn, 31)),
    ...after(known.lastAt, 45, 46),
    ...after(known.forecastAt, -21, 0),
  ];
  // Not before tomorrow by the clock: what somebody does makes it due at once.
  return new Date(Math.min(...moments.filter((at) => at > now.getTime())));
}

/** The dip of a customer who came back: from the trust at the close, to the lowest, until it was won back. Null: he did not dip, or is not back. */
export function pastDipOf(
  saleType: SaleType,
  closedAt: number,
  trustAtClose: number,
  steps: readonly { at: number; trust: number }[],
): PastDip | null {
  const later = steps.filter(({ at }) => at > closedAt).toSorted((a, b) => a.at - b.at);
  const lowest = Math.min(...later.map(({ trust }) => trust), trustAtClose);
  if (!isDip(trustAtClose, lowest)) return null;
  const bottom = later.findIndex(({ trust }) => trust === lowest);
  const back = later.slice(bottom).find(({ trust }) => trust >= trustAtClose);
  return back ? { saleType, depth: trustAtClose - lowest, days: (back.at - closedAt) / day } : null;
}

/** Did trust fall at all, from the close to the lowest since then? */
export const isDip = (trustAtClose: number | null, lowest: number | null): boolean =>
  trustAtClose !== null && lowest !== null && trustAtClose - lowest >= 2;
