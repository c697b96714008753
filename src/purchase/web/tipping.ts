import type { SaleDetail } from '../contract.ts';
import { teamScores } from '../decisionMatrix.ts';
import { decisionMatrixOf } from '../judge.ts';

export type Tipping = NonNullable<SaleDetail['reading']>['sensitivity'][number];
type Content = NonNullable<SaleDetail['matrix']>['matrix'];
type Option = Content['options'][number];

/** What becomes of the decision as one criterion gets more or less weight, the others keeping their proportions. Shares from 0 to 1. */
export interface TippingPicture {
  name: string;
  tipping: Tipping;
  /** The total of each option, 0 to 10, at a share of weight. */
  lines: { option: Option; at: (share: number) => number }[];
  /** The share of weight that each of the buying team gives it. */
  members: { name: string; share: number }[];
  /** Where ours stops being first. */
  crossing: number | null;
  /** The weights at which ours is not first. */
  loses: { from: number; to: number } | undefined;
  /** How far the picture goes. */
  most: number;
}

export function tippingOf(sale: SaleDetail, criterion: string): TippingPicture | undefined {
  const content = sale.matrix?.matrix;
  const tipping = sale.reading?.sensitivity.find((each) => each.criterion === criterion);
  const named = content?.criteria.find((each) => each.id === criterion);
  if (!content || !tipping || !named) return undefined;
  const members = sharesOf(sale, content, named);
  const crossing = tipping.losesAbove ?? tipping.losesBelow;
  const most = Math.min(
    1,
    Math.max(0.5, (crossing ?? 0) + 0.15, tipping.share + 0.15, ...members.map((member) => member.share + 0.08)),
  );
  const loses =
    tipping.losesAbove !== null
      ? { from: tipping.losesAbove, to: most }
      : tipping.losesBelow !== null
        ? { from: 0, to: tipping.losesBelow }
        : undefined;
  return { name: named.name, tipping, lines: linesOf(sale, content, criterion), members, crossing, loses, most };
}

function linesOf(sale: SaleDetail, content: Content, criterion: string): TippingPicture['lines'] {
  const table = teamScores(decisionMatrixOf(content, sale.team));
  return content.options.flatMap((option) => {
    const here = table.get(criterion)?.get(option.id);
    const others = content.criteria.filter((each) => each.id !== criterion && table.get(each.id)?.has(option.id));
    const weight = others.reduce((sum, each) => sum + each.weight, 0);
    if (here === undefined || weight === 0) return [];
    const rest =
      others.reduce((sum, each) => sum + each.weight * (table.get(each.id)?.get(option.id) ?? 0), 0) / weight;
    return [{ option, at: (share: number) => (1 - share) * rest + share * here }];
  });
}

function sharesOf(sale: SaleDetail, content: Content, named: Content['criteria'][number]): TippingPicture['members'] {
  return sale.team.flatMap((member) => {
    const own = content.weights[member.id];
    const weightOf = (id: string, common: number) => own?.[id] ?? common;
    const all = content.criteria.reduce((sum, each) => sum + weightOf(each.id, each.weight), 0);
    return own && all > 0
      ? [{ name: member.name.split(' ').at(-1) ?? member.name, share: weightOf(named.id, named.weight) / all }]
      : [];
  });
}

/** The criterion on which the decision tips with the smallest change of weight. */
export function closest(all: readonly Tipping[]): Tipping | undefined {
  const distance = ({ share, losesAbove, losesBelow, leadsFrom, leadsTo }: Tipping) =>
    Math.min(
      ...[losesAbove, losesBelow, leadsFrom, leadsTo]
        .filter((at) => at !== null && at > 0 && at < 1)
        .map((at) => Math.abs((at ?? 9) - share)),
      9,
    );
  return all.toSorted((a, b) => distance(a) - distance(b))[0];
}
