import type { SaleType } from '../relationship/vocabulary.ts';
import { quantile } from '../statistics/summary.ts';
import type { Signal } from './signals.ts';

/** The dip after the close is normal: how deep and how long, by sale type. */
export type DipNorm = { depth: number; days: number; n: number; origin: 'shipped default' | 'own past' };

/** Points of trust lost from the close to the lowest, and days until it was won back. */
export type PastDip = { saleType: SaleType; depth: number; days: number };

const shippedDips: Record<SaleType, { depth: number; days: number }> = {
  commercial: { depth: 22, days: 90 },
  relationship: { depth: 10, days: 30 },
  consumer: { depth: 18, days: 30 },
  retail: { depth: 8, days: 14 },
};

const enoughDips = 20;

/** What nine of ten recovered dips of this sale type stayed within, once 20 are known; before that what ships. */
export function dipNorm(saleType: SaleType, recovered: readonly PastDip[]): DipNorm {
  const own = recovered.filter((dip) => dip.saleType === saleType);
  if (own.length < enoughDips) return { ...shippedDips[saleType], n: own.length, origin: 'shipped default' };
  return {
    depth: quantile(
      own.map((dip) => dip.depth),
      0.9,
    ),
    days: quantile(
      own.map((dip) => dip.days),
      0.9,
    ),
    n: own.length,
    origin: 'own past',
  };
}

export type DipVerdict = {
  dip: 'none' | 'expected' | 'bad';
  norm: DipNorm;
  because: 'no dip' | 'within the norm' | 'too deep' | 'too long' | 'severe signal';
};

/** Is this the dip that everybody goes through, or one from which customers do not come back by themselves? */
export function judgeDip(
  present: { inDisillusionment: boolean; depth: number; daysSinceClose: number },
  signals: readonly Signal[],
  norm: DipNorm,
): DipVerdict {
  if (!present.inDisillusionment) return { dip: 'none', norm, because: 'no dip' };
  if (present.depth > norm.depth) return { dip: 'bad', norm, because: 'too deep' };
  if (present.daysSinceClose > norm.days) return { dip: 'bad', norm, because: 'too long' };
  if (signals.some((signal) => signal.severity === 3)) return { dip: 'bad', norm, because: 'severe signal' };
  return { dip: 'expected', norm, because: 'within the norm' };
}
