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

export type AlignmentInput = {
  saleType: SaleType;
  seller: { id: string; profile: ProfileScores };
  /** Required roles of the buying team, and how many have a name. */
  buyers: { required: number; named: number };
  /** The sale types for which the offering was made. */
  offeringFits: readonly SaleType[] | null;
  progress: readonly StageProgress[];
  /** The stages before this one should be proven by now. */
  stage: BuyingStage;
};

export type AlignmentPart = {
  part: 'seller' | 'buyers' | 'offering' | 'process';
  /** 0 … 1; null where nothing is known, and then the part does not count. */
  fit: number | null;
  reason:
    | 'profile fits'
    | 'profile fits in part'
    | 'profile does not fit'
    | 'roles covered'
    | 'roles missing'
    | 'no roles needed'
    | 'offering made for it'
    | 'offering made for another type'
    | 'evidence keeps up'
    | 'evidence lags behind'
    | 'not known';
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
  if (fit === null) return { part: 'seller', fit, reason: 'not known' };
  const reason = fit >= 0.66 ? 'profile fits' : fit >= 0.33 ? 'profile fits in part' : 'profile does not fit';
  return { part: 'seller', fit, reason };
}

function buyersPart({ buyers }: AlignmentInput): AlignmentPart {
  if (buyers.required === 0) return { part: 'buyers', fit: null, reason: 'no roles needed' };
  const fit = Math.min(1, buyers.named / buyers.required);
  return { part: 'buyers', fit, reason: fit === 1 ? 'roles covered' : 'roles missing' };
}

function offeringPart({ offeringFits, saleType }: AlignmentInput): AlignmentPart {
  if (offeringFits === null) return { part: 'offering', fit: null, reason: 'not known' };
  return offeringFits.includes(saleType)
    ? { part: 'offering', fit: 1, reason: 'offering made for it' }
    : { part: 'offering', fit: 0, reason: 'offering made for another type' };
}

function processPart({ progress, stage }: AlignmentInput): AlignmentPart {
  const due = progress.slice(
    0,
    progress.findIndex((p) => p.stage === stage),
  );
  if (due.length === 0) return { part: 'process', fit: null, reason: 'not known' };
  const fit = due.reduce((sum, { share }) => sum + share, 0) / due.length;
  return { part: 'process', fit, reason: fit === 1 ? 'evidence keeps up' : 'evidence lags behind' };
}

export type Candidate = { id: string; profile: ProfileScores; openSales: number; capacity: number };

/** Who else fits this sale type better and has room, best first; people whose profile is not known are left out. */
export function whoFitsBetter(
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
      if (fit === undefined || fit <= now) return [];
      return [{ id: candidate.id, fit, gain: fit - now, room: candidate.capacity - candidate.openSales }];
    })
    .sort((a, b) => b.fit - a.fit || b.room - a.room);
}
