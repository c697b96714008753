import type { SaleDetail } from '../contract.ts';

/** A sale whose matrix is there and has been read. */
export type Decided = SaleDetail & {
  matrix: NonNullable<SaleDetail['matrix']>;
  reading: NonNullable<SaleDetail['reading']>;
};

/** Score from 0 to 10, null: nobody gave one. */
export type Cell = { score: number | null; evidence: readonly string[] };
export type MatrixView = ReturnType<typeof seenBy>;

/** The matrix as one of the buying team sees it, or as all do together, each by their influence: shares of weight, cells and totals. */
export function seenBy(sale: Decided, whose: string) {
  const { matrix } = sale.matrix;
  const member = sale.reading.perMember.find((each) => each.member === whose);
  const weights = member ? (matrix.weights[member.member] ?? {}) : {};
  const weightOf = ({ id, weight }: { id: string; weight: number }) => weights[id] ?? weight;
  const all = matrix.criteria.reduce((sum, criterion) => sum + weightOf(criterion), 0) || 1;
  const influence = new Map(sale.team.map((each) => [each.id, each.influence]));
  const voiceOf = (id: string) => (member ? Number(id === member.member) : (influence.get(id) ?? 0));
  const voices = matrix.scores.filter((score) => voiceOf(score.member) > 0);
  return {
    totals: member?.totals ?? sale.reading.totals,
    shareOf: (criterion: { id: string; weight: number }): number => weightOf(criterion) / all,
    cellOf(criterion: string, option: string): Cell {
      const scores = voices.filter((score) => score.criterion === criterion && score.option === option);
      const sum = scores.reduce((total, score) => total + voiceOf(score.member), 0);
      return {
        score: sum > 0 ? scores.reduce((total, score) => total + voiceOf(score.member) * score.score, 0) / sum : null,
        evidence: scores.flatMap((score) => score.evidence ?? []),
      };
    },
  };
}
