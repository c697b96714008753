/** What each sale of the demo was before: the stages it went through, and for some the amount or the date that changed. */
import type { DemoSale } from './records.ts';
import { day, dayText } from './calendar.ts';

const stages = ['interest', 'assessment', 'involvement', 'commitment', 'action'] as const;

export interface DemoPast {
  sale: string;
  /** Until when it was so, milliseconds. */
  at: number;
  stage: DemoSale['stage'];
  outcome: 'open';
  amount: number;
  expectedOn: string | null;
}

/** Of open sales: what was changed how many days ago, and what stood there before. */
const changed: readonly { sale: string; ago: number; amount?: number; sooner?: number }[] = [
  { sale: 'aurach/Second demin line', ago: 3, sooner: 30 },
  { sale: 'holmgaard/Box washing, water reuse', ago: 2, amount: 0.8 },
  { sale: 'ilmenwald/Purified water, building 7', ago: 5, amount: 1.15 },
  { sale: 'keltman/Boiler feed, bakery 2', ago: 1, sooner: 14, amount: 0.9 },
  { sale: 'larvenstad/UV stage, north works', ago: 20, sooner: 45 },
  { sale: 'larvenstad/UV stage, north works', ago: 6, sooner: 21 },
  { sale: 'orchard/Drain water disinfection', ago: 41, amount: 0.7 },
  { sale: 'nordhavn/Brew water plant, line 3', ago: 4, sooner: -10 },
];

export function pastOf(sales: readonly DemoSale[], now: number): DemoPast[] {
  return sales.flatMap((sale) => {
    // A sale whose end still lies ahead of this moment has not ended.
    const end = Math.min(now, sale.outcome === 'open' ? sale.stageSince : sale.updatedAt);
    const reached = stages.indexOf(sale.stage);
    const step = (end - sale.createdAt) / (reached + (sale.outcome === 'open' ? 0 : 1));
    // `end` of an open sale is the day on which it came into its stage; of a closed one the day on which it was decided.
    const moves = stages
      .slice(0, sale.outcome === 'open' ? reached : reached + 1)
      .map((stage, i) => ({ stage, at: Math.round(sale.createdAt + (i + 1) * step), amount: 1, sooner: 0 }));
    const changes = changed
      .filter((change) => change.sale === sale.key && now - change.ago * day > sale.createdAt)
      .map(({ ago, amount = 1, sooner = 0 }) => ({ at: now - ago * day, amount, sooner, stage: null }));
    const all = [...moves, ...changes].sort((a, b) => a.at - b.at);
    return all.map((each, i): DemoPast => {
      const later = all.slice(i);
      const shift = later.reduce((sum, { sooner }) => sum + sooner, 0);
      return {
        sale: sale.key,
        at: each.at,
        stage: later.find(({ stage }) => stage !== null)?.stage ?? sale.stage,
        outcome: 'open',
        amount: Math.round(sale.amount * later.reduce((product, { amount }) => product * amount, 1)),
        expectedOn: sale.expectedOn === null ? null : dayText(Date.parse(sale.expectedOn) - shift * day),
      };
    });
  });
}
