import { dayOf, daysAfter } from '../../platform/days.ts';
import type { BuyingStage } from '../../purchase/stages.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import type { Passage } from './passage.ts';

/** What two people should speak about: three sales, two relationships, one skill, each with the reasons why these. */

export type AgendaSale = {
  id: string;
  name: string;
  accountName: string | null;
  saleType: SaleType;
  stage: BuyingStage;
  amount: number;
  daysInStage: number;
  stuck: boolean;
  expectedCloseOn: string | null;
  /** How often its date was moved back in the last 90 days. */
  slipped: number;
  nextStepDue: string | null;
};

export type AgendaRelationship = {
  accountId: string;
  name: string;
  phase: string;
  position: string;
  probability: number;
  trust: number;
  /** Change of trust in 30 days, in points. */
  trustMove: number;
  revenue: number;
  lastTouchAt: string | null;
  nextStepDue: string | null;
};

export const saleReasons = [
  'date passed',
  'stuck',
  'slipped',
  'closes soon',
  'no next step',
  'step overdue',
  'large',
  'decided next',
] as const;
export type SaleReason = (typeof saleReasons)[number];
export const relationshipReasons = [
  'in trouble',
  'falling',
  'silent',
  'no next step',
  'large',
  'longest without contact',
] as const;
export type RelationshipReason = (typeof relationshipReasons)[number];

export type Skill = { saleType: SaleType; stage: BuyingStage; rating: number | null };
export type SkillReason = 'behind peers' | 'behind own past' | 'lowest rating' | 'lowest share';

export type Agenda = {
  sales: (AgendaSale & { reasons: SaleReason[] })[];
  relationships: (AgendaRelationship & { reasons: RelationshipReason[] })[];
  skill: (Skill & { reason: SkillReason; passage: Passage | null }) | null;
};

const day = 86_400_000;

export function agendaOf(
  given: {
    sales: readonly AgendaSale[];
    relationships: readonly AgendaRelationship[];
    passages: readonly Passage[];
    ratings: readonly Skill[];
  },
  now: Date,
): Agenda {
  const today = dayOf(now);
  const soon = daysAfter(now, 14);
  const usual = median(given.sales.map((sale) => sale.amount));
  const sales = given.sales.map((sale) => {
    const reasons: SaleReason[] = [];
    if (sale.expectedCloseOn !== null && sale.expectedCloseOn < today) reasons.push('date passed');
    if (sale.stuck) reasons.push('stuck');
    if (sale.slipped > 0) reasons.push('slipped');
    if (sale.expectedCloseOn !== null && sale.expectedCloseOn >= today && sale.expectedCloseOn <= soon)
      reasons.push('closes soon');
    if (sale.nextStepDue === null) reasons.push('no next step');
    else if (sale.nextStepDue < today) reasons.push('step overdue');
    if (given.sales.length > 2 && sale.amount > 2 * usual) reasons.push('large');
    return { ...sale, reasons };
  });
  const relationships = given.relationships.map((each) => {
    const reasons: RelationshipReason[] = [];
    if (each.position === 'disillusionment' && each.probability >= 0.5) reasons.push('in trouble');
    if (each.trustMove <= -5) reasons.push('falling');
    if (each.lastTouchAt === null || now.getTime() - Date.parse(each.lastTouchAt) > 60 * day) reasons.push('silent');
    if (each.nextStepDue === null) reasons.push('no next step');
    return { ...each, reasons };
  });
  const spoken = {
    // What matters is what is at stake times what speaks for talking about it.
    sales: best(sales, (sale) => sale.reasons.length * Math.sqrt(1 + sale.amount), mostSales),
    relationships: best(relationships, (each) => urgency(each) * Math.sqrt(1 + each.revenue), mostRelationships),
  };
  // Where little is wrong there is still a next decision to prepare, and somebody who was not spoken to for longest.
  const otherSales = sales
    .filter((sale) => !spoken.sales.includes(sale))
    .toSorted((a, b) => compare(a.expectedCloseOn ?? '9', b.expectedCloseOn ?? '9') || b.amount - a.amount)
    .slice(0, mostSales - spoken.sales.length)
    .map((sale) => ({ ...sale, reasons: ['decided next' as const] }));
  const otherRelationships = relationships
    .filter((each) => !spoken.relationships.includes(each))
    .toSorted((a, b) => compare(a.lastTouchAt ?? '', b.lastTouchAt ?? '') || b.revenue - a.revenue)
    .slice(0, mostRelationships - spoken.relationships.length)
    .map((each) => ({ ...each, reasons: ['longest without contact' as const] }));
  return {
    sales: [...spoken.sales, ...otherSales],
    relationships: [...spoken.relationships, ...otherRelationships],
    skill: skillOf(given.passages, given.ratings),
  };
}

const mostSales = 3;
const mostRelationships = 2;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const urgency = ({ reasons, trustMove }: { reasons: readonly string[]; trustMove: number }) =>
  reasons.length === 0 ? 0 : reasons.length + (reasons.includes('in trouble') ? 2 : 0) + Math.max(0, -trustMove) / 10;

function best<T extends { reasons: readonly unknown[] }>(
  items: readonly T[],
  worth: (item: T) => number,
  most: number,
): T[] {
  return items
    .filter((item) => item.reasons.length > 0)
    .sort((a, b) => worth(b) - worth(a))
    .slice(0, most);
}

/** Where figures show it, the stage in which this person is behind; else what was rated lowest; else where most is lost. */
function skillOf(passages: readonly Passage[], ratings: readonly Skill[]): Agenda['skill'] {
  const ratingOf = (of: { saleType: SaleType; stage: BuyingStage }) =>
    ratings.find((rated) => rated.saleType === of.saleType && rated.stage === of.stage)?.rating ?? null;
  const as = (passage: Passage, reason: SkillReason): Agenda['skill'] => ({
    saleType: passage.saleType,
    stage: passage.stage,
    rating: ratingOf(passage),
    reason,
    passage,
  });
  const behind = passages
    .filter((passage) => passage.standing === 'behind')
    .sort((a, b) => a.difference!.difference - b.difference!.difference)[0];
  if (behind) return as(behind, 'behind peers');
  const fell = passages
    .filter(
      (passage) =>
        passage.now.reached >= 5 && passage.before.reached >= 5 && passage.now.interval.high < passage.before.share!,
    )
    .sort((a, b) => a.now.share! - a.before.share! - (b.now.share! - b.before.share!))[0];
  if (fell) return as(fell, 'behind own past');
  const lowest = ratings
    .filter((rated) => rated.rating !== null && rated.rating <= 3)
    .sort((a, b) => a.rating! - b.rating!)[0];
  if (lowest) {
    const passage = passages.find((each) => each.saleType === lowest.saleType && each.stage === lowest.stage) ?? null;
    return { ...lowest, reason: 'lowest rating', passage };
  }
  const least = passages
    .filter((passage) => passage.now.reached >= 3 && passage.now.share! < 1)
    .sort((a, b) => a.now.share! - b.now.share!)[0];
  return least ? as(least, 'lowest share') : null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
