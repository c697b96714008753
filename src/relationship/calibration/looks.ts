/** Relationships as they were known at past dates: the levels, and what each kind of touchpoint had added to them by then. */
import { begin, daysBetween, view } from '../cycle.ts';
import { append, counted, earlier, type LedgerEntry, type Setting } from '../ledger.ts';
import { halfLife, logit, type Model } from '../model.ts';
import { disillusioned } from '../position.ts';
import { sweep, type Step } from '../silence.ts';
import { touchpointKinds, type Position } from '../vocabulary.ts';
import { datesOf, staysAfter, type Course, type Question } from './outcomes.ts';

export interface Look {
  account: string;
  at: number;
  stayed: 0 | 1;
  /** Distance of each line from its resting level, on the logit scale. */
  trust: number;
  interest: number;
  position: Position;
  disillusioned: number;
  /** Days since the last contact, and the decayed number of contacts. */
  quiet: number;
  contacts: number;
  /** Per kind, in the order of `touchpointKinds`: what its touchpoints have added to the line, faded to this date. They add up to the line. */
  trustBy: number[];
  interestBy: number[];
}

const kindIndex = new Map(touchpointKinds.map((kind, i) => [kind, i]));

/** Every customer at every date at which they were one already, under the given weights. Nothing later than the date is looked at. */
export function looks(
  { courses, listening, now, horizonDays }: Question,
  model: Model,
  report?: (share: number) => void,
): Look[] {
  const dates = datesOf({ courses, now, horizonDays });
  return courses.flatMap((course, i) => {
    if (report && i % 50 === 0) report(i / courses.length);
    return looksOf(
      course,
      dates,
      { saleType: course.saleType, standing: course.standing, listening, model },
      horizonDays,
    );
  });
}

function looksOf(course: Course, dates: readonly number[], at: Setting, horizonDays: number): Look[] {
  const found: Look[] = [];
  const lateAt = (date: number) => course.entries.some((entry) => entry.at <= date && entry.recordedAt > date);
  // One walk serves all dates, unless something was told only after one of them.
  let walk = dates.some(lateAt) ? null : new Walk(counted(course.entries), at);
  const shared = walk !== null;
  for (const date of dates) {
    if (!shared) walk = new Walk(counted(course.entries, date), at);
    walk!.to(date);
    const look = walk!.look(date);
    if (look)
      found.push({ account: course.id, at: date, stayed: staysAfter(course, date, horizonDays) ? 1 : 0, ...look });
  }
  return found;
}

class Walk {
  private readonly entries: readonly LedgerEntry[];
  private readonly at: Setting;
  private next = 0;
  private state;
  private readonly trustBy = touchpointKinds.map(() => 0);
  private readonly interestBy = touchpointKinds.map(() => 0);
  /** The moment that the sums speak of. */
  private summed;

  constructor(entries: readonly LedgerEntry[], at: Setting) {
    this.entries = entries.toSorted(earlier);
    this.at = at;
    this.state = begin(at.saleType, this.entries[0]?.at ?? 0, at.model, at.standing);
    this.summed = this.state.at;
  }

  to(date: number): void {
    while (this.next < this.entries.length && this.entries[this.next]!.at <= date)
      this.keep(append(this.state, this.entries[this.next++]!, this.at));
    if (this.next > 0) this.keep(sweep(this.state, date, this.at.listening, this.at.model));
    this.fadeTo(date);
  }

  look(date: number) {
    if (this.next === 0 || this.state.standing !== 'customer') return undefined;
    const { model } = this.at;
    const stands = view(this.state, date, model);
    return {
      trust: logit(stands.trust.value / 100) - model.rest.trust,
      interest: logit(stands.interest.value / 100) - model.rest.interest,
      position: stands.shown,
      disillusioned: disillusioned(stands),
      quiet: daysBetween(this.state.lastContactAt ?? this.state.startedAt, date),
      contacts: this.state.contacts * 2 ** (-daysBetween(this.state.at, date) / 30),
      trustBy: [...this.trustBy],
      interestBy: [...this.interestBy],
    };
  }

  private keep(steps: readonly Step[]): void {
    for (const { state, effect } of steps) {
      this.fadeTo(effect.at);
      const kind = kindIndex.get(effect.kind)!;
      this.trustBy[kind]! += effect.trust.after - effect.trust.before;
      this.interestBy[kind]! += effect.interest.after - effect.interest.before;
      this.state = state;
    }
  }

  private fadeTo(moment: number): void {
    const days = daysBetween(this.summed, moment);
    if (days <= 0) return;
    const trust = 2 ** (-days / halfLife(this.at.model, 'trust', this.at.saleType));
    const interest = 2 ** (-days / halfLife(this.at.model, 'interest', this.at.saleType));
    for (let i = 0; i < touchpointKinds.length; i++) {
      this.trustBy[i]! *= trust;
      this.interestBy[i]! *= interest;
    }
    this.summed = moment;
  }
}
