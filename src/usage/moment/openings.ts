/** Which sales an installed base makes possible: aftermarket (on what they have) and leveraged (with what it is worth to them). Advice, each with its evidence. */

export interface OpeningFacts {
  /** Days as `2026-06-11`. */
  today: string;
  phase: string;
  position: string;
  trust: number;
  assets: readonly {
    id: string;
    name: string;
    since: string | null;
    warrantyUntil: string | null;
    underContract: boolean;
    /** Of the last 90 days against the 90 before; null where nobody measures. */
    use: number | null;
    /** Offerings that replace it, or go with it and are not there yet. */
    replacedBy: readonly string[];
    goesWith: readonly string[];
  }[];
  /** Median days between purchases, null with fewer than three; days since the last one. */
  orderEvery: number | null;
  lastOrderDays: number | null;
  /** Units of the same group that have nothing from us. */
  otherUnits: readonly string[];
  daysSinceAsked: number | null;
  /** Nothing stands against asking them for a referral. */
  mayAsk: boolean;
}

export const openingReasons = [
  'warranty ends',
  'no contract',
  'old',
  'used more',
  'goes with',
  'reorder due',
  'other unit',
  'referral',
] as const;
export interface Opening {
  kind: 'aftermarket' | 'leveraged';
  reason: (typeof openingReasons)[number];
  /** The asset, unit or offering it is about. */
  what: string;
  /** A day, a number of years, a percentage: what the reason says with it. */
  figure: string | number | null;
  /** Offerings to think of. */
  offerings: string[];
}

const soon = 90;
const oldAfter = 8;
const usedMore = 1.25;
const lateBy = 1.3;

export function openingsOf(facts: OpeningFacts): Opening[] {
  return [...facts.assets.flatMap((asset) => ofAsset(asset, facts.today)), ...ofOrders(facts), ...ofStanding(facts)];
}

function ofAsset(asset: OpeningFacts['assets'][number], today: string): Opening[] {
  const found: Opening[] = [];
  const about = { kind: 'aftermarket' as const, what: asset.name };
  const left = asset.warrantyUntil === null ? null : daysBetween(today, asset.warrantyUntil);
  const years = asset.since === null ? null : -daysBetween(today, asset.since) / 365.25;
  if (!asset.underContract) {
    if (left !== null && left >= 0 && left <= soon)
      found.push({ ...about, reason: 'warranty ends', figure: asset.warrantyUntil, offerings: [] });
    else if (left !== null && left < 0)
      found.push({ ...about, reason: 'no contract', figure: asset.warrantyUntil, offerings: [] });
  }
  if (years !== null && years >= oldAfter)
    found.push({ ...about, reason: 'old', figure: Math.floor(years), offerings: [...asset.replacedBy] });
  if (asset.use !== null && asset.use >= usedMore)
    found.push({
      ...about,
      reason: 'used more',
      figure: Math.round((asset.use - 1) * 100),
      offerings: [...asset.goesWith],
    });
  else if (asset.goesWith.length > 0)
    found.push({ ...about, reason: 'goes with', figure: null, offerings: [...asset.goesWith] });
  return found;
}

/** Consumables: whoever usually orders every so often and has not. */
function ofOrders({ orderEvery, lastOrderDays }: OpeningFacts): Opening[] {
  if (orderEvery === null || lastOrderDays === null || lastOrderDays < orderEvery * lateBy) return [];
  return [{ kind: 'aftermarket', reason: 'reorder due', what: '', figure: lastOrderDays, offerings: [] }];
}

/** Value that is realized can be told of: in their other units, and to others. */
function ofStanding({ position, trust, phase, otherUnits, daysSinceAsked, mayAsk }: OpeningFacts): Opening[] {
  if (phase !== 'usage' || position !== 'realized' || trust < 60) return [];
  const units = otherUnits.map((what): Opening => ({
    kind: 'leveraged',
    reason: 'other unit',
    what,
    figure: null,
    offerings: [],
  }));
  return [
    ...units,
    ...(mayAsk
      ? [{ kind: 'leveraged' as const, reason: 'referral' as const, what: '', figure: daysSinceAsked, offerings: [] }]
      : []),
  ];
}

/** The middle of the gaps between days on which something was bought; null with fewer than three purchases. */
export function usualGap(days: readonly string[]): number | null {
  const sorted = [...new Set(days)].toSorted();
  if (sorted.length < 3) return null;
  const gaps = sorted
    .slice(1)
    .map((day, i) => daysBetween(sorted[i]!, day))
    .toSorted((a, b) => a - b);
  const middle = Math.floor(gaps.length / 2);
  return gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
