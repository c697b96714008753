import type { Complexity } from './stages.ts';

/** What is known of a sale that makes deciding hard; null where it is not known. */
export type ComplexityFacts = {
  buyers: number | null;
  amount: number | null;
  /** Median amount of the organization's sales of this type. */
  medianAmount: number | null;
  /** They, or we, have not dealt with this offering before. */
  newOffering: boolean;
  formalProcurement: boolean;
  competitors: number | null;
  contractMonths: number | null;
};

export type ComplexityReason =
  | 'several buyers'
  | 'many buyers'
  | 'large amount'
  | 'very large amount'
  | 'new offering'
  | 'formal procurement'
  | 'competition'
  | 'long contract';

export type ComplexityVerdict = {
  complexity: Complexity;
  points: number;
  reasons: { reason: ComplexityReason; points: number }[];
};

/** Simple below 2 points, complex from 5. */
export function complexityOf(facts: ComplexityFacts): ComplexityVerdict {
  const reasons: ComplexityVerdict['reasons'] = [];
  const buyers = facts.buyers ?? 0;
  if (buyers >= 6) reasons.push({ reason: 'many buyers', points: 2 });
  else if (buyers >= 3) reasons.push({ reason: 'several buyers', points: 1 });
  const multiple = facts.amount !== null && facts.medianAmount ? facts.amount / facts.medianAmount : 1;
  if (multiple >= 5) reasons.push({ reason: 'very large amount', points: 2 });
  else if (multiple >= 2) reasons.push({ reason: 'large amount', points: 1 });
  if (facts.newOffering) reasons.push({ reason: 'new offering', points: 1 });
  if (facts.formalProcurement) reasons.push({ reason: 'formal procurement', points: 2 });
  if ((facts.competitors ?? 0) >= 2) reasons.push({ reason: 'competition', points: 1 });
  if ((facts.contractMonths ?? 0) >= 24) reasons.push({ reason: 'long contract', points: 1 });
  const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
  return {
    complexity: points >= 5 ? 'complex' : points >= 2 ? 'moderate' : 'simple',
    points,
    reasons: reasons.sort((a, b) => b.points - a.points),
  };
}
