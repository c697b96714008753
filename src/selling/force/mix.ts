import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';

export type MixRow = {
  saleType: SaleType;
  profile: SellerProfile;
  /** What is to be sold of this type in the period, in number and amount. */
  sales: number;
  amount: number;
  salesShare: number;
  amountShare: number;
  /** How many open sales people with this profile can carry. */
  capacity: number;
  capacityShare: number;
  /** `short`: the type asks for a much larger share than the capacity has; `idle`: the other way round. */
  verdict: 'short' | 'idle' | 'even';
};

/** A difference of so many parts of the whole is worth a word. */
const tolerance = 0.15;

/** The mix of sale types against the profiles that sell them: "60 % of next quarter is consultative, 20 % of capacity is". */
export function mixOf(
  pipeline: readonly { saleType: SaleType; sales: number; amount: number }[],
  capacity: readonly { profile: SellerProfile; capacity: number }[],
): MixRow[] {
  const all = {
    sales: sumOf(pipeline.map((each) => each.sales)),
    amount: sumOf(pipeline.map((each) => each.amount)),
    capacity: sumOf(capacity.map((each) => each.capacity)),
  };
  return saleTypes.map((saleType) => {
    const these = pipeline.find((each) => each.saleType === saleType) ?? { sales: 0, amount: 0 };
    const profile = sellerProfiles[saleType];
    const able = capacity.find((each) => each.profile === profile)?.capacity ?? 0;
    const salesShare = all.sales > 0 ? these.sales / all.sales : 0;
    const capacityShare = all.capacity > 0 ? able / all.capacity : 0;
    const known = all.sales > 0 && all.capacity > 0;
    return {
      saleType,
      profile,
      sales: these.sales,
      amount: these.amount,
      salesShare,
      amountShare: all.amount > 0 ? these.amount / all.amount : 0,
      capacity: able,
      capacityShare,
      verdict:
        !known || Math.abs(salesShare - capacityShare) < tolerance
          ? 'even'
          : salesShare > capacityShare
            ? 'short'
            : 'idle',
    };
  });
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
