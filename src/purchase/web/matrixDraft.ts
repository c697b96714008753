import type { SaleDetail } from '../contract.ts';
import type { MatrixContent } from '../records.ts';
import { t } from './messages.ts';

type Criterion = MatrixContent['criteria'][number];
type Score = MatrixContent['scores'][number];

/** Ours, the competitors that are known, and doing nothing. */
export function beginning(sale: SaleDetail): MatrixContent {
  return {
    criteria: [criterion('price', t('matrix.price'))],
    options: [
      { id: 'ours', name: t('matrix.ours'), kind: 'ours' },
      ...sale.competitors.map((name, i) => ({ id: `competitor-${i}`, name, kind: 'competitor' as const })),
      { id: 'nothing', name: t('matrix.nothing'), kind: 'nothing' },
    ],
    weights: {},
    scores: [],
  };
}

export const withCriterion = (matrix: MatrixContent): MatrixContent => ({
  ...matrix,
  criteria: [...matrix.criteria, criterion(crypto.randomUUID(), t('matrix.criterion'))],
});

export const withoutCriterion = (matrix: MatrixContent, id: string): MatrixContent => ({
  ...matrix,
  criteria: matrix.criteria.filter((each) => each.id !== id),
  scores: matrix.scores.filter((score) => score.criterion !== id),
});

export const changedCriterion = (matrix: MatrixContent, id: string, part: Partial<Criterion>): MatrixContent => ({
  ...matrix,
  criteria: matrix.criteria.map((each) => (each.id === id ? { ...each, ...part } : each)),
});

export const withCompetitor = (matrix: MatrixContent): MatrixContent => ({
  ...matrix,
  options: [...matrix.options, { id: crypto.randomUUID(), name: t('matrix.competitor'), kind: 'competitor' }],
});

export const renamedOption = (matrix: MatrixContent, id: string, name: string): MatrixContent => ({
  ...matrix,
  options: matrix.options.map((each) => (each.id === id ? { ...each, name } : each)),
});

/** A weight of one person's own; undefined takes it away. */
export function withOwnWeight(
  matrix: MatrixContent,
  member: string,
  id: string,
  weight: number | undefined,
): MatrixContent {
  const { [id]: _before, ...others } = matrix.weights[member] ?? {};
  const own = weight === undefined ? others : { ...others, [id]: weight };
  const { [member]: _gone, ...rest } = matrix.weights;
  return { ...matrix, weights: Object.keys(own).length === 0 ? rest : { ...rest, [member]: own } };
}

type Cell = Pick<Score, 'member' | 'criterion' | 'option'>;

export const scoreOf = (matrix: MatrixContent, { member, criterion, option }: Cell): Score | undefined =>
  matrix.scores.find((score) => score.member === member && score.criterion === criterion && score.option === option);

/** One person's score of an option; undefined takes it away, with its evidence. */
export function withScore(matrix: MatrixContent, cell: Cell, score: number | undefined): MatrixContent {
  const before = scoreOf(matrix, cell);
  const others = matrix.scores.filter((each) => each !== before);
  return {
    ...matrix,
    scores: score === undefined ? others : [...others, { ...cell, score, evidence: before?.evidence ?? null }],
  };
}

export const withEvidence = (matrix: MatrixContent, cell: Cell, evidence: string | null): MatrixContent => {
  const before = scoreOf(matrix, cell);
  return before
    ? { ...matrix, scores: [...matrix.scores.filter((each) => each !== before), { ...before, evidence }] }
    : matrix;
};

function criterion(id: string, name: string): Criterion {
  return { id, name, weight: 10, gate: null, whose: null };
}
