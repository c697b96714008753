/**
 * The buying team's decision matrix: criteria with weights and must-have gates, options (ours, competitors, doing nothing),
 * and each member's scores. Scores run from 0 to 10.
 */

export type Criterion = {
  id: string;
  /** ≥ 0; only the proportions count. */
  weight: number;
  /** Must-have: an option that the team scores below this is out. */
  gate: number | null;
};

export type Option = { id: string; kind: 'ours' | 'competitor' | 'nothing' };

export type Member = {
  id: string;
  /** How much this voice weighs, ≥ 0; only the proportions count. */
  influence: number;
  /** Own weights by criterion where they differ from the common ones. */
  weights?: Readonly<Record<string, number>>;
};

export type Score = { member: string; criterion: string; option: string; score: number; evidence: string | null };

export type DecisionMatrix = {
  criteria: readonly Criterion[];
  options: readonly Option[];
  members: readonly Member[];
  scores: readonly Score[];
};

export type OptionTotal = {
  option: string;
  /** 0 … 10 over the criteria that are scored; null while none is. */
  total: number | null;
  /** Share of the weight that is scored. */
  coverage: number;
  /** Criteria whose gate the option does not pass. */
  failedGates: string[];
};

export type MatrixTotals = {
  together: OptionTotal[];
  perMember: { member: string; totals: OptionTotal[]; prefers: string | null }[];
};

/** Weighted totals of every option, per member and together (members by influence), best first; failed gates last. */
export function matrixTotals(matrix: DecisionMatrix): MatrixTotals {
  return {
    together: totalsOf(matrix, teamScores(matrix), {}),
    perMember: matrix.members.map((member) => {
      const totals = totalsOf(matrix, memberScores(matrix, member.id), member.weights ?? {});
      return { member: member.id, totals, prefers: preferredOf(totals) };
    }),
  };
}

/** The option that leads: highest total among those that pass every gate; null while there is none. */
export function preferredOf(totals: readonly OptionTotal[]): string | null {
  const best = totals[0];
  return best && best.total !== null && best.failedGates.length === 0 ? best.option : null;
}

/** Scores by criterion and option: a missing one is undefined. */
export type ScoreTable = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The team's scores: members' scores averaged by influence, over those who scored. */
export function teamScores(matrix: DecisionMatrix): ScoreTable {
  const influence = new Map(matrix.members.map((member) => [member.id, member.influence]));
  return tableOf(matrix, (scores) => {
    const voices = scores.filter((score) => (influence.get(score.member) ?? 0) > 0);
    const total = voices.reduce((sum, score) => sum + influence.get(score.member)!, 0);
    return voices.reduce((sum, score) => sum + influence.get(score.member)! * score.score, 0) / total;
  });
}

function memberScores(matrix: DecisionMatrix, member: string): ScoreTable {
  const own = { ...matrix, scores: matrix.scores.filter((score) => score.member === member) };
  return tableOf(own, (scores) => scores.at(-1)?.score ?? Number.NaN);
}

function tableOf(matrix: DecisionMatrix, combine: (scores: readonly Score[]) => number): ScoreTable {
  return new Map(
    matrix.criteria.map(({ id }) => {
      const row = matrix.scores.filter((score) => score.criterion === id);
      const cells = matrix.options.map(
        (option) => [option.id, combine(row.filter((score) => score.option === option.id))] as const,
      );
      return [id, new Map(cells.filter(([, score]) => Number.isFinite(score)))];
    }),
  );
}

function totalsOf(
  matrix: DecisionMatrix,
  table: ScoreTable,
  ownWeights: Readonly<Record<string, number>>,
): OptionTotal[] {
  const weightOf = (criterion: Criterion) => ownWeights[criterion.id] ?? criterion.weight;
  const allWeight = matrix.criteria.reduce((sum, criterion) => sum + weightOf(criterion), 0);
  return matrix.options
    .map(({ id: option }): OptionTotal => {
      const scored = matrix.criteria.filter((criterion) => table.get(criterion.id)!.has(option));
      const weight = scored.reduce((sum, criterion) => sum + weightOf(criterion), 0);
      const points = scored.reduce((sum, c) => sum + weightOf(c) * table.get(c.id)!.get(option)!, 0);
      const failed = scored.filter((c) => c.gate !== null && table.get(c.id)!.get(option)! < c.gate);
      return {
        option,
        total: weight > 0 ? points / weight : null,
        coverage: allWeight > 0 ? weight / allWeight : 0,
        failedGates: failed.map((criterion) => criterion.id),
      };
    })
    .sort(
      (a, b) =>
        Number(a.failedGates.length > 0) - Number(b.failedGates.length > 0) || (b.total ?? -1) - (a.total ?? -1),
    );
}
