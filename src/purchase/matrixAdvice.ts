import { matrixTotals, preferredOf, teamScores, type DecisionMatrix, type ScoreTable } from './decisionMatrix.ts';

/** What a decision matrix says to do: where it tips, who disagrees, which row to work on. */

export type Tipping = {
  criterion: string;
  /** Present share of the total weight, 0 … 1. */
  share: number;
  /** Where our option leads (ties included), as a range of this criterion's share; null when it leads nowhere. */
  leadsFrom: number | null;
  leadsTo: number | null;
  /** We lead now and lose as soon as the share falls below or rises above this; null when it never tips that way. */
  losesBelow: number | null;
  losesAbove: number | null;
};

/**
 * For each criterion, the exact share of weight at which the decision tips, the others keeping their proportions. Totals are
 * straight lines in the share, so the tipping points are where they cross; only rivals that pass every gate count, and only
 * criteria scored for both options. An option of ours that fails a gate leads nowhere.
 */
export function sensitivity(matrix: DecisionMatrix, ours: string): Tipping[] {
  const table = teamScores(matrix);
  const { together } = matrixTotals(matrix);
  const passes = (option: string) => together.find((t) => t.option === option)?.failedGates.length === 0;
  const rivals = matrix.options.filter((option) => option.id !== ours && passes(option.id));
  const allWeight = matrix.criteria.reduce((sum, c) => sum + c.weight, 0);
  return matrix.criteria.map(({ id: criterion, weight }) => {
    const share = allWeight > 0 ? weight / allWeight : 0;
    let from = 0;
    let to = 1;
    for (const rival of rivals) {
      const lead = leadOver(matrix, table, ours, rival.id, criterion);
      if (!lead) continue;
      // Our lead at share w is (1 − w)·rest + w·here.
      const slope = lead.here - lead.rest;
      const crossing = -lead.rest / slope;
      if (Math.abs(slope) < 1e-12) {
        if (lead.rest < 0) to = -1;
      } else if (slope > 0) from = Math.max(from, crossing);
      else to = Math.min(to, crossing);
    }
    const leadsSomewhere = passes(ours) && from <= to;
    const leadsNow = leadsSomewhere && share >= from && share <= to;
    return {
      criterion,
      share,
      leadsFrom: leadsSomewhere ? from : null,
      leadsTo: leadsSomewhere ? to : null,
      losesBelow: leadsNow && from > 0 ? from : null,
      losesAbove: leadsNow && to < 1 ? to : null,
    };
  });
}

/** Our lead over a rival on this criterion, and on all the others together; null where they share no scored criterion. */
function leadOver(matrix: DecisionMatrix, table: ScoreTable, ours: string, rival: string, criterion: string) {
  const differenceOn = (id: string) => {
    const row = table.get(id)!;
    return row.has(ours) && row.has(rival) ? row.get(ours)! - row.get(rival)! : null;
  };
  const here = differenceOn(criterion);
  const others = matrix.criteria.filter((c) => c.id !== criterion && c.weight > 0 && differenceOn(c.id) !== null);
  const weight = others.reduce((sum, c) => sum + c.weight, 0);
  if (here === null) return null;
  const rest = weight > 0 ? others.reduce((sum, c) => sum + c.weight * differenceOn(c.id)!, 0) / weight : here;
  return { here, rest };
}

export type Disagreement = { criterion: string; spread: number; lowest: string; highest: string };

/** Per criterion, how far members' scores of our option lie apart (0 … 10), widest first; those scored twice or more. */
export function disagreement(matrix: DecisionMatrix, ours: string): Disagreement[] {
  return matrix.criteria
    .flatMap(({ id: criterion }) => {
      const scores = matrix.scores
        .filter((score) => score.criterion === criterion && score.option === ours)
        .sort((a, b) => a.score - b.score);
      const low = scores[0];
      const high = scores.at(-1);
      if (!low || !high || low === high) return [];
      return [{ criterion, spread: high.score - low.score, lowest: low.member, highest: high.member }];
    })
    .sort((a, b) => b.spread - a.spread);
}

export type WeakRow = {
  criterion: string;
  /** Weighted points that this row costs us against the best rival; negative when even the weakest row is ahead. */
  cost: number;
  rival: string | null;
  next: 'pass the gate' | 'get scores' | 'close the gap' | 'get evidence' | 'settle the disagreement' | 'hold';
};

/**
 * The row to work on next: a gate we fail, else a row nobody scored, else the row that costs us most against the leading
 * rival, else a row of ours without evidence, else the widest disagreement (3 points or more). Null without criteria.
 */
export function weakestRow(matrix: DecisionMatrix, ours: string): WeakRow | null {
  const { together } = matrixTotals(matrix);
  const table = teamScores(matrix);
  const rival = preferredOf(together.filter((total) => total.option !== ours));
  const allWeight = matrix.criteria.reduce((sum, c) => sum + c.weight, 0);
  const rows = matrix.criteria.map(({ id: criterion, weight }) => {
    const own = table.get(criterion)!.get(ours);
    const theirs = rival === null ? undefined : table.get(criterion)!.get(rival);
    const cost = own === undefined || theirs === undefined ? 0 : (weight / allWeight) * (theirs - own);
    return { criterion, weight, cost, rival, scored: own !== undefined };
  });
  const as = (row: (typeof rows)[number] | undefined, next: WeakRow['next']): WeakRow | null =>
    row ? { criterion: row.criterion, cost: row.cost, rival: row.rival, next } : null;
  const byCost = rows.toSorted((a, b) => b.cost - a.cost);
  const failed = together.find((total) => total.option === ours)?.failedGates ?? [];
  const unproven = (row: (typeof rows)[number]) =>
    matrix.scores.some((s) => s.criterion === row.criterion && s.option === ours) &&
    matrix.scores.every((s) => s.criterion !== row.criterion || s.option !== ours || !s.evidence);
  const apart = disagreement(matrix, ours)[0];
  return (
    as(
      rows.find((row) => failed.includes(row.criterion)),
      'pass the gate',
    ) ??
    as(rows.filter((row) => !row.scored && row.weight > 0).sort((a, b) => b.weight - a.weight)[0], 'get scores') ??
    as(
      byCost.find((row) => row.cost > 0),
      'close the gap',
    ) ??
    as(rows.filter(unproven).sort((a, b) => b.weight - a.weight)[0], 'get evidence') ??
    (apart && apart.spread >= 3
      ? as(
          rows.find((row) => row.criterion === apart.criterion),
          'settle the disagreement',
        )
      : null) ??
    as(byCost[0], 'hold')
  );
}
