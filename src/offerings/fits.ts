import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';

/** For which types of sale an offering is made: said by people, or proposed from what was sold. */

export type SoldAs = { saleType: SaleType; won: number; sales: number };

type FitsProposal = {
  fits: SaleType[];
  /** What it rests on: the sales with this offering, or what was said of the others of its line. */
  because: 'sales' | 'line';
  /** So many sales, or so many other offerings. */
  count: number;
} | null;

/** From so many sales on they say more than what was said of the others of the line. */
const fewestSold = 3;
/** A type counts from this share of the sales on. */
const enough = 0.2;

/** Proposes the types an offering fits; null where there are no facts to say so. */
export function proposeFits(sold: readonly SoldAs[], ofTheLine: readonly (readonly SaleType[])[]): FitsProposal {
  const counted = sold.some(({ won }) => won > 0)
    ? sold.map((each) => ({ ...each, n: each.won }))
    : sold.map((each) => ({ ...each, n: each.sales }));
  const all = counted.reduce((sum, { n }) => sum + n, 0);
  if (all >= fewestSold)
    return {
      fits: counted.filter(({ n }) => n / all >= enough).map(({ saleType }) => saleType),
      because: 'sales',
      count: all,
    };
  const said = ofTheLine.filter((each) => each.length > 0);
  if (said.length === 0) return null;
  const fits = saleTypes.filter((type) => said.filter((each) => each.includes(type)).length * 2 >= said.length);
  return fits.length === 0 ? null : { fits, because: 'line', count: said.length };
}
