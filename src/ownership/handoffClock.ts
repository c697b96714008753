import { median } from '../statistics/summary.ts';
import { handoffState, type Handoff } from './handoff.ts';

/** The clock runs from the signature, not from the offer: waiting costs the customer's trust whoever waits. */

const day = 86_400_000;
const after = (date: Date, days: number) => new Date(date.getTime() + days * day);

/** Days after the signature by which each step is due. */
export const handoffDays = { offered: 2, accepted: 5, introduced: 10, checkpoints: [30, 60, 90] } as const;

export type HandoffDuty = {
  duty: 'offer' | 'accept' | 'introduce';
  who: 'hunter' | 'farmer' | 'both';
  dueOn: Date;
  lateDays: number;
};

/** What is to be done next on a handoff, by whom and by when; null when nothing is. */
export function nextDuty(handoff: Handoff, now: Date): HandoffDuty | null {
  const state = handoffState(handoff);
  if (state === 'overridden') return null;
  if (state === 'open' || state === 'returned') return dutyDue(handoff, now, 'offer', 'hunter', handoffDays.offered);
  if (state === 'offered') return dutyDue(handoff, now, 'accept', 'farmer', handoffDays.accepted);
  if (handoff.onePerson || handoff.events.some((event) => event.kind === 'introduced')) return null;
  return dutyDue(handoff, now, 'introduce', 'both', handoffDays.introduced);
}

function dutyDue(
  { signedAt }: Handoff,
  now: Date,
  duty: HandoffDuty['duty'],
  who: HandoffDuty['who'],
  days: number,
): HandoffDuty {
  const dueOn = after(signedAt, days);
  return { duty, who, dueOn, lateDays: Math.max(0, Math.floor((now.getTime() - dueOn.getTime()) / day)) };
}

/** The 30, 60 and 90 day checkpoints with the customer. */
export function checkpointDates(signedAt: Date): Date[] {
  return handoffDays.checkpoints.map((days) => after(signedAt, days));
}

export type HandoffRecord = {
  person: string;
  handoffs: number;
  returned: number;
  returnRate: number;
  medianDays: number | null;
};

/**
 * Both sides of the table: per hunter how often packets came back and the days from signature to acceptance, per farmer how
 * often he returned one and the days from offer to answer. Show the number beside every rate.
 */
export function handoffRecords(handoffs: readonly Handoff[]): { hunters: HandoffRecord[]; farmers: HandoffRecord[] } {
  const byHunter = Map.groupBy(handoffs, (handoff) => handoff.hunter);
  const answers = handoffs.flatMap(answersOf);
  const byFarmer = Map.groupBy(answers, (answer) => answer.farmer);
  return {
    hunters: [...byHunter].map(([person, own]) => {
      const returned = own.filter((handoff) => handoff.events.some((event) => event.kind === 'returned')).length;
      return recordOf(person, own.length, returned, own.flatMap(daysToAcceptance));
    }),
    farmers: [...byFarmer].map(([person, own]) => {
      const returned = own.filter((answer) => answer.returned).length;
      return recordOf(
        person,
        own.length,
        returned,
        own.map((answer) => answer.days),
      );
    }),
  };
}

const recordOf = (person: string, handoffs: number, returned: number, days: readonly number[]): HandoffRecord => ({
  person,
  handoffs,
  returned,
  returnRate: returned / handoffs,
  medianDays: days.length > 0 ? median(days) : null,
});

function daysToAcceptance(handoff: Handoff): number[] {
  const accepted = handoff.events.find((event) => event.kind === 'accepted');
  return accepted ? [(accepted.at.getTime() - handoff.signedAt.getTime()) / day] : [];
}

function answersOf(handoff: Handoff) {
  return handoff.events.flatMap((event, i) => {
    if (event.kind !== 'accepted' && event.kind !== 'returned') return [];
    const offered = handoff.events.slice(0, i).findLast((earlier) => earlier.kind === 'offered');
    if (offered?.kind !== 'offered') return [];
    const days = (event.at.getTime() - offered.at.getTime()) / day;
    return [{ farmer: offered.farmer, returned: event.kind === 'returned', days }];
  });
}
