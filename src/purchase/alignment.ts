import type { SaleType } from '../relationship/vocabulary.ts';
import type { StageProgress } from './processPlan.ts';
import type { BuyingStage } from './stages.ts';

/** The four profiles of sellers, one per sale type. */
export const sellerProfiles = {
  commercial: 'consultative',
  relationship: 'route',
  consumer: 'closing',
  retail: 'display',
} as const;
export type SellerProfile = (typeof sellerProfiles)[SaleType];

/** How far a person fits each profile, 0 … 1, where it is known. */
export type ProfileScores = Partial<Record<SellerProfile, number>>;

/** What the catalogue says of one thing that is sold, and in which sales it was sold so far. */
export type OfferingOnSale = {
  name: string;
  /** What it weighs among the lines. */
  worth: number;
  /** The sale types for which it was made; null where nobody said so. */
  fits: readonly SaleType[] | null;
  /** Won sales with it: of this type, and of any. */
  won: { ofType: number; all: number };
};

export type AlignmentInput = {
  saleType: SaleType;
  seller: { id: string; profile: ProfileScores };
  /** Required roles of the buying team, how many have a name, and how many of those we have met. */
  buyers: { required: number; named: number; met: number };
  offerings: readonly OfferingOnSale[];
  progress: readonly StageProgress[];
  /** The stages before this one should be proven by now. */
  stage: BuyingStage;
};

export const alignmentReasons = [
  'profile fits',
  'profile fits in part',
  'profile does not fit',
  'profile not known',
  'roles met',
  'roles named',
  'roles missing',
  'no roles needed',
  'offering made for it',
  'offering fits in part',
  'offering made for another type',
  'offering sold so before',
  'offering sold otherwise so far',
  'offering not known',
  'nothing sold yet',
  'evidence keeps up',
  'evidence lags behind',
  'nothing due yet',
] as const;
type AlignmentReason = (typeof alignmentReasons)[number];

export type AlignmentPart = {
  part: 'seller' | 'buyers' | 'offering' | 'process';
  /** 0 … 1; null where nothing is known, and then the part does not count. */
  fit: number | null;
  reason: AlignmentReason;
  /** So many … of so many: roles named, won sales with the offering, stages proven. */
  count: { n: number; of: number } | null;
  /** What the reason speaks of by name: offerings, stages. */
  about: readonly string[];
};

export type Alignment = { fit: number | null; parts: AlignmentPart[] };

/** How far seller, buyers, offering and process fit the sale type: the mean of what is known. It advises, never decides. */
export function alignmentOf(input: AlignmentInput): Alignment {
  const parts = [sellerPart(input), buyersPart(input), offeringPart(input), processPart(input)];
  const known = parts.flatMap(({ fit }) => (fit === null ? [] : [fit]));
  return { fit: known.length === 0 ? null : known.reduce((sum, fit) => sum + fit, 0) / known.length, parts };
}

/** Share of a stage's buyer evidence times the seller's match: what enters the win probability as `fit <stage>`. */
export function stageFit(progress: StageProgress, sellerFit: number | null): number {
  return progress.share * (sellerFit ?? 1);
}

function sellerPart({ saleType, seller }: AlignmentInput): AlignmentPart {
  const fit = seller.profile[sellerProfiles[saleType]] ?? null;
  const plain = { part: 'seller', fit, count: null, about: [] } as const;
  if (fit === null) return { ...plain, reason: 'profile not known' };
  return {
    ...plain,
    reason: fit >= 0.66 ? 'profile fits' : fit >= 0.33 ? 'profile fits in part' : 'profile does not fit',
  };
}

/** A role with a name counts half, and whole once we have met the person. */
function buyersPart({ buyers: { required, named, met } }: AlignmentInput): AlignmentPart {
  const plain = { part: 'buyers', about: [] } as const;
  if (required === 0) return { ...plain, fit: null, reason: 'no roles needed', count: null };
  const reason = met >= required ? 'roles met' : named >= required ? 'roles named' : 'roles missing';
  const n = reason === 'roles named' ? met : Math.min(named, required);
  return { ...plain, fit: Math.min(1, (named + met) / 2 / required), reason, count: { n, of: required } };
}

/** From so many won sales with an offering on, they say what it is made for where no person did. */
const fewestWon = 3;

function offeringPart({ offerings, saleType }: AlignmentInput): AlignmentPart {
  const plain = { part: 'offering', count: null } as const;
  if (offerings.length === 0) return { ...plain, fit: null, reason: 'nothing sold yet', about: [] };
  const said = offerings.flatMap(({ fits, ...each }) =>
    fits === null ? [] : [{ ...each, fit: fits.includes(saleType) ? 1 : 0 }],
  );
  const seen = offerings.flatMap(({ fits, ...each }) =>
    fits === null && each.won.all >= fewestWon ? [{ ...each, fit: each.won.ofType / each.won.all }] : [],
  );
  const known = [...said, ...seen];
  if (known.length === 0)
    return { ...plain, fit: null, reason: 'offering not known', about: offerings.map(({ name }) => name) };
  const weighed = known.map((each) => ({ ...each, worth: each.worth > 0 ? each.worth : 1 }));
  const worth = weighed.reduce((sum, each) => sum + each.worth, 0);
  const fit = weighed.reduce((sum, each) => sum + each.fit * each.worth, 0) / worth;
  const about = known.map(({ name }) => name);
  if (said.length > 0) {
    const reason =
      fit === 1 ? 'offering made for it' : fit === 0 ? 'offering made for another type' : 'offering fits in part';
    return { ...plain, fit, reason, about };
  }
  const count = {
    n: seen.reduce((sum, { won }) => sum + won.ofType, 0),
    of: seen.reduce((sum, { won }) => sum + won.all, 0),
  };
  return {
    part: 'offering',
    fit,
    reason: fit >= 0.2 ? 'offering sold so before' : 'offering sold otherwise so far',
    count,
    about,
  };
}

function processPart({ progress, stage }: AlignmentInput): AlignmentPart {
  const due = progress.slice(
    0,
    progress.findIndex((p) => p.stage === stage),
  );
  if (due.length === 0) return { part: 'process', fit: null, reason: 'nothing due yet', count: null, about: [] };
  const fit = due.reduce((sum, { share }) => sum + share, 0) / due.length;
  const short = due.filter(({ share }) => share < 1);
  return {
    part: 'process',
    fit,
    reason: short.length === 0 ? 'evidence keeps up' : 'evidence lags behind',
    count: { n: due.length - short.length, of: due.length },
    about: short.map((each) => each.stage),
  };
}

export type Candidate = { id: string; profile: ProfileScores; openSales: number; capacity: number };

/** From this fit on somebody fits a type, also where whoever has the sale fits it as well. */
const fitsWell = 0.5;

/** Who else fits this sale type and has room, best first: better than whoever has it, or well. People whose profile is not known are left out. */
export function whoElseFits(
  saleType: SaleType,
  present: { id: string; profile: ProfileScores },
  candidates: readonly Candidate[],
): { id: string; fit: number; gain: number; room: number }[] {
  const profile = sellerProfiles[saleType];
  const now = present.profile[profile] ?? 0;
  return candidates
    .filter((candidate) => candidate.id !== present.id && candidate.openSales < candidate.capacity)
    .flatMap((candidate) => {
      const fit = candidate.profile[profile];
      if (fit === undefined || (fit <= now && fit < fitsWell)) return [];
      return [{ id: candidate.id, fit, gain: fit - now, room: candidate.capacity - candidate.openSales }];
    })
    .sort((a, b) => b.fit - a.fit || b.room - a.room);
}
