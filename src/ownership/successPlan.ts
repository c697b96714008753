/** Objectives → measurable outcomes → milestones that the buyer accepts: what "realized value" means for one customer. */
export type Outcome = {
  id: string;
  metric: string;
  baseline: number;
  target: number;
  actual: number | null;
  /** Who of the customer's people confirmed the actual value, and when. Unconfirmed success is only our opinion. */
  confirmed: { by: string; at: Date } | null;
  targetOn: Date | null;
};

export type Milestone = {
  id: string;
  dueOn: Date | null;
  deliveredAt: Date | null;
  accepted: { by: string; at: Date } | null;
};

export type SuccessPlan = {
  objectives: readonly { id: string; title: string; weight: number; outcomes: readonly Outcome[] }[];
  milestones: readonly Milestone[];
  signedAt: Date;
};

/** Share of the way from baseline to target, in either direction: 0 at the start, 1 at or beyond the target; null unmeasured. */
export function outcomeProgress({ baseline, target, actual }: Outcome): number | null {
  if (actual === null) return null;
  if (target === baseline) return actual === target ? 1 : 0;
  return Math.min(1, Math.max(0, (actual - baseline) / (target - baseline)));
}

export type PlanProgress = {
  /** Weighted over objectives; an outcome that is not measured counts 0. */
  realized: number;
  /** The same, counting only what the customer confirmed. */
  confirmed: number;
  /** Share of outcomes with a measured value. */
  measured: number;
  slippedMilestones: string[];
  waitingForAcceptance: string[];
  /** From the signature to the first confirmed progress; null before it. */
  daysToFirstValue: number | null;
};

/** Where the plan stands as of `now`. */
export function planProgress(plan: SuccessPlan, now: Date): PlanProgress {
  const outcomes = plan.objectives.flatMap((objective) => objective.outcomes);
  const firstValueAt = firstValue(plan)?.at;
  return {
    realized: weightedProgress(plan, () => true),
    confirmed: weightedProgress(plan, (outcome) => outcome.confirmed !== null),
    measured:
      outcomes.length === 0 ? 0 : outcomes.filter((outcome) => outcome.actual !== null).length / outcomes.length,
    slippedMilestones: plan.milestones
      .filter((m) => m.accepted === null && m.dueOn !== null && m.dueOn < now)
      .map((milestone) => milestone.id),
    waitingForAcceptance: plan.milestones.filter((m) => m.deliveredAt !== null && m.accepted === null).map((m) => m.id),
    daysToFirstValue: firstValueAt ? (firstValueAt.getTime() - plan.signedAt.getTime()) / 86_400_000 : null,
  };
}

/** The first outcome that moved from its baseline toward the target and that the customer confirmed. */
export function firstValue(plan: SuccessPlan): { outcome: string; at: Date; by: string } | null {
  const confirmed = plan.objectives
    .flatMap((objective) => objective.outcomes)
    .flatMap((outcome) =>
      outcome.confirmed && (outcomeProgress(outcome) ?? 0) > 0 ? [{ outcome: outcome.id, ...outcome.confirmed }] : [],
    );
  return confirmed.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

/**
 * The criteria by which the customer chose become the objectives by which success is judged, heaviest first, with the same
 * proportions; those of no weight stay behind. Each still needs its metric, baseline and target.
 */
export function objectivesFromCriteria(
  criteria: readonly { id: string; title: string; weight: number }[],
): SuccessPlan['objectives'] {
  const total = criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
  return criteria
    .filter((criterion) => criterion.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ id, title, weight }) => ({ id, title, weight: weight / total, outcomes: [] }));
}

function weightedProgress(plan: SuccessPlan, counts: (outcome: Outcome) => boolean): number {
  const measurable = plan.objectives.filter((objective) => objective.outcomes.length > 0);
  const total = measurable.reduce((sum, objective) => sum + objective.weight, 0);
  if (total === 0) return 0;
  const reached = measurable.reduce((sum, { weight, outcomes }) => {
    const parts = outcomes.map((outcome) => (counts(outcome) ? (outcomeProgress(outcome) ?? 0) : 0));
    return sum + (weight * parts.reduce((a, b) => a + b, 0)) / parts.length;
  }, 0);
  return reached / total;
}
