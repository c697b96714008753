import { buyingStages, type BuyingStage } from '../../../purchase/stages.ts';
import type { DemoSale, DemoTouchpoint } from './records.ts';
import { day } from './calendar.ts';

/** How the demo company's sales went through the five stages: each move with the buyer's deed behind it, and what was known at that moment. */

export interface DemoStageChange {
  from: BuyingStage | null;
  to: BuyingStage;
  outcome: 'open' | 'won' | 'lost';
  evidence: string | null;
  withoutEvidence: boolean;
  facts: Record<string, number | string | null>;
  at: number;
}

/** What a buyer does, and a seller cannot do for them. */
const deeds = new Set(['reply', 'inquiry', 'meeting', 'visit', 'demonstration', 'promise kept', 'order', 'close won']);
const deedsPerStage = 2;

/** From the opening to where the sale stands; the moves between lie at even distances, as far as nobody wrote them down. */
export function stageHistory(sale: DemoSale, touchpoints: readonly DemoTouchpoint[]): DemoStageChange[] {
  const opened = sale.createdAt;
  const ends = sale.closedOn === null ? sale.stageSince : sale.updatedAt;
  const last = buyingStages.indexOf(sale.stage);
  const theirs = touchpoints.filter((t) => t.sale === sale.key && deeds.has(t.kind));
  const known = (at: number, stage: number) => {
    const so = theirs.filter((t) => t.at <= at);
    const share = stage === 0 ? null : Math.min(1, so.length / (deedsPerStage * stage));
    const people = new Set(so.flatMap((t) => t.contacts)).size;
    const parts = [share, Math.min(1, people / 2)].filter((part) => part !== null);
    return {
      'sale type': sale.saleType,
      ...Object.fromEntries(buyingStages.map((name, i) => [`fit ${name}`, i < stage ? share : 0])),
      age: (at - opened) / (90 * day),
      alignment: parts.reduce((sum, part) => sum + part, 0) / parts.length,
    };
  };
  const moved = (to: number, at: number): DemoStageChange => {
    const deed = theirs.findLast((t) => t.at <= at && t.at > at - 40 * day);
    return {
      from: to === 0 ? null : buyingStages[to - 1]!,
      to: buyingStages[to]!,
      outcome: 'open',
      evidence: to === 0 ? null : (deed?.subject ?? 'Moved on the seller’s word'),
      withoutEvidence: to > 0 && deed === undefined,
      facts: known(at, to),
      at,
    };
  };
  const reached = sale.closedOn === null ? ends : ends - (ends - opened) / (last + 2);
  const moves = buyingStages
    .slice(0, last + 1)
    .map((_, to) => moved(to, last === 0 ? opened : opened + ((reached - opened) * to) / last));
  if (sale.outcome === 'open') return moves;
  return [
    ...moves,
    {
      from: sale.stage,
      to: sale.stage,
      outcome: sale.outcome,
      evidence: sale.reason,
      withoutEvidence: false,
      facts: known(ends, last),
      at: ends,
    },
  ];
}
