/** What the demo's sellers said they would win, week by week, and what their leaders made of it. */
import { endOf, quarterOf, weekOf, weeksBetween } from '../../../selling/team/period.ts';
import { seededRandom } from '../../../statistics/randomness.ts';
import { seedOf } from './life.ts';
import { me } from './company.ts';
import { pastOf } from './pipelineHistory.ts';
import type { DemoCompany } from './records.ts';
import { day, dayText } from './calendar.ts';

/** How each leans: above 1 promises too much early in the quarter. */
const leanings: Record<string, number> = {
  henrik: 1.35,
  lucia: 0.6,
  dario: 1.05,
  katrin: 1,
  mirela: 0.95,
  bastien: 1.15,
  tomas: 1.02,
  aoife: 0.97,
};

/** Of what is open in a quarter, in euro. */
const usuallyWon = 0.6;

export interface DemoCall {
  member: string;
  period: string;
  week: string;
  committed: number;
  bestCase: number;
  pipeline: number;
  comment: string | null;
}
export interface DemoSnapshot extends Omit<DemoCall, 'comment' | 'committed' | 'bestCase' | 'pipeline'> {
  won: number;
  open: number;
  weighted: number;
  call: DemoCall | null;
  adjusted: number | null;
}
export interface DemoAdjustment {
  member: string;
  leader: string;
  period: string;
  week: string;
  committed: number;
  bestCase: number;
  reason: string;
}

const thousands = (value: number) => Math.round(value / 1000) * 1000;
/** The moment at which Monday's figures are taken. */
export const mondayOf = (week: string) => Date.parse(week) + 9 * 3_600_000;
const addWeek = (week: string) => weekOf(dayText(Date.parse(week) + 7 * day));

export function forecastsOf(
  demo: DemoCompany,
  now: number,
): { calls: DemoCall[]; snapshots: DemoSnapshot[]; adjustments: DemoAdjustment[] } {
  const today = dayText(now);
  const thisWeek = weekOf(today);
  const calls: DemoCall[] = [];
  const snapshots: DemoSnapshot[] = [];
  const pasts = Map.groupBy(pastOf(demo.sales, now), (past) => past.sale);
  // Whoever sells is in Monday's snapshot, also who says nothing.
  for (const member of new Set([
    ...Object.keys(leanings),
    ...demo.sales.flatMap((sale) => (sale.owner === null || sale.owner === me ? [] : [sale.owner])),
  ])) {
    const leaning = leanings[member];
    const sales = demo.sales.filter((sale) => sale.owner === member);
    const random = seededRandom(seedOf(`${member} forecast`));
    for (const later of [-3, -2, -1, 0, 1]) {
      const period = quarterOf(today, later);
      const until = endOf(period);
      /** As the house knew its sales at that moment: what was won by then, and what was open and expected in the quarter. */
      const knownAt = (at: number) => {
        const from = period > quarterOf(dayText(at)) ? period : '0001-01-01';
        const states = sales.flatMap((sale) =>
          sale.createdAt > at
            ? []
            : [{ closedOn: sale.closedOn, ...(pasts.get(sale.key)?.find((past) => past.at > at) ?? sale) }],
        );
        const sum = (of: typeof states) => of.reduce((total, { amount }) => total + amount, 0);
        return {
          won: sum(
            states.filter(({ outcome, closedOn }) => outcome === 'won' && closedOn! >= period && closedOn! < until),
          ),
          open: sum(
            states.filter(
              ({ outcome, expectedOn }) =>
                outcome === 'open' && expectedOn !== null && expectedOn >= from && expectedOn < until,
            ),
          ),
        };
      };
      const { won: wonInTheEnd, open: stillOpen } = knownAt(now);
      const result = wonInTheEnd + (later >= 0 ? 0.5 * stillOpen : 0);
      // Of the quarter after this one they have spoken once, on this Monday.
      for (
        let week = later > 0 ? thisWeek : weekOf(period);
        week <= weekOf(until) && week <= thisWeek;
        week = addWeek(week)
      ) {
        const left = Math.max(0, weeksBetween(week, until));
        const monday = knownAt(mondayOf(week));
        // What is said this week was said today.
        const { won, open } = week === thisWeek ? knownAt(now) : monday;
        const lean = 1 + ((leaning ?? 1) - 1) * Math.min(1, (left + 2) / 12) + 0.2 * (random() - 0.5);
        // Nobody knows how a quarter ends: early in it they count on what is open as usual, late they know what will come of it.
        const known = 1 - 0.8 * Math.min(1, left / 12);
        const likely = known * Math.max(0, result - won) + (1 - known) * usuallyWon * open;
        // More than is won and open nobody can promise.
        const most = Math.ceil((won + open) / 1000) * 1000;
        const committed = Math.max(won, Math.min(most, thousands(won + likely * lean)));
        const bestCase = Math.min(most, Math.max(committed, thousands(won + 0.85 * open)));
        const ended = week >= until;
        const spoke = leaning !== undefined && !ended && (week !== thisWeek || member !== 'dario') && won + open > 0;
        const call = spoke
          ? {
              member,
              period,
              week,
              committed,
              bestCase,
              pipeline: most,
              comment:
                week === thisWeek && open > 0 && !calls.some((said) => said.member === member && said.comment !== null)
                  ? (comments[member] ?? null)
                  : null,
            }
          : null;
        if (call) calls.push(call);
        if (call === null && monday.won + monday.open === 0) continue;
        snapshots.push({
          member,
          period,
          week,
          ...monday,
          weighted: Math.round(monday.open * 0.45),
          call,
          adjusted: call && later < 0 && member === 'henrik' ? thousands(call.committed / leanings['henrik']!) : null,
        });
      }
    }
  }
  const adjustments = (['henrik', 'lucia'] as const).flatMap((member): DemoAdjustment[] => {
    const { call } =
      snapshots.find(
        (each) => each.member === member && each.week === thisWeek && each.call !== null && each.open > 0,
      ) ?? {};
    if (!call) return [];
    const won = demo.sales.reduce(
      (sum, sale) =>
        sum +
        (sale.owner === member &&
        sale.outcome === 'won' &&
        sale.closedOn! >= call.period &&
        sale.closedOn! < endOf(call.period)
          ? sale.amount
          : 0),
      0,
    );
    const committed = Math.max(won, Math.min(call.pipeline, thousands(call.committed / leanings[member]!)));
    return [
      {
        member,
        leader: 'tomas',
        period: call.period,
        week: call.week,
        committed,
        bestCase: Math.max(committed, call.bestCase),
        reason: reasons[member]!,
      },
    ];
  });
  return { calls, snapshots, adjustments };
}

const comments: Record<string, string> = {
  henrik: 'Their board decides next week; I count on it.',
  lucia: 'The contract is with their lawyer. I count on nothing before it is back.',
  katrin: 'Nothing new. One renewal may come early.',
};
const reasons: Record<string, string> = {
  henrik: 'Said the same of three boards last quarter; one decided.',
  lucia: 'Always says less than she brings; this one is as good as signed.',
};
