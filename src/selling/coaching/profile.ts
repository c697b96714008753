import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { logistic } from '../../statistics/specialFunctions.ts';
import { mean } from '../../statistics/summary.ts';

/** How far a person fits each of the four seller profiles: from answers to plain statements, and from what their closed sales show. */

/** Statements about how somebody sells, three per profile, answered 1 (not at all) to 5 (exactly). */
export const profileStatements = {
  consultative: ['asks before proposing', 'brings the deciders together', 'stays with a long decision'],
  route: ['knows every customer of the route', 'keeps the rhythm of visits', 'sees what runs out before it does'],
  closing: ['shows the product so that it is wanted', 'asks for the order', 'takes doubts away on the spot'],
  display: ['makes the offer speak for itself', 'serves many quickly', 'adds what goes with it'],
} as const satisfies Record<SellerProfile, readonly string[]>;
export type Statement = (typeof profileStatements)[SellerProfile][number];
export const statements: readonly Statement[] = Object.values(profileStatements).flat();
export const profiles = Object.keys(profileStatements) as SellerProfile[];

export type Answers = Partial<Record<Statement, number>>;
export type ClosedCount = { saleType: SaleType; won: number; closed: number };

export type ProfileScore = {
  profile: SellerProfile;
  saleType: SaleType;
  /** 0 … 1; .5 is neither better nor worse than everybody. Null where nothing is known. */
  score: number | null;
  low: number;
  high: number;
  /** From the answers alone, with how many people answered. */
  answered: { score: number | null; people: number };
  /** From closed sales alone: the share won, pulled towards everybody's share by so many sales as if there were few. */
  observed: { won: number; closed: number; share: number | null; everybody: number | null };
};

/** So many closed sales weigh as much as what is usual: fewer say more of chance than of the person. */
const usualWeight = 10;
/** One person's answers weigh as much as so many closed sales; opinions never outweigh a year of results. */
const answerWeight = 6;
const mostAnswers = 2;

export function profileOf(
  answers: readonly Answers[],
  own: readonly ClosedCount[],
  everybody: readonly ClosedCount[],
): ProfileScore[] {
  return saleTypes.map((saleType) => {
    const profile = sellerProfiles[saleType];
    const answered = answersFor(profile, answers);
    const { won, closed } = sumFor(own, saleType);
    const all = sumFor(everybody, saleType);
    const usual = all.closed > 0 ? (all.won + 1) / (all.closed + 2) : null;
    const share = closed > 0 && usual !== null ? (won + usualWeight * usual) / (closed + usualWeight) : null;
    const seen = share === null || usual === null ? null : logistic(2 * (logit(share) - logit(usual)));
    const weights = {
      answers: answered.score === null ? 0 : answerWeight * Math.min(mostAnswers, answered.people),
      seen: seen === null ? 0 : closed,
    };
    const weight = weights.answers + weights.seen;
    const score = weight === 0 ? null : (weights.answers * (answered.score ?? 0) + weights.seen * (seen ?? 0)) / weight;
    // A score rests on as many cases as its weights stand for; the interval is that of a share of so many.
    const half = score === null ? 0.5 : 1.28 * Math.sqrt((score * (1 - score) + 0.05) / (weight + 2));
    return {
      profile,
      saleType,
      score,
      low: Math.max(0, (score ?? 0.5) - half),
      high: Math.min(1, (score ?? 0.5) + half),
      answered,
      observed: { won, closed, share, everybody: usual },
    };
  });
}

function answersFor(profile: SellerProfile, answers: readonly Answers[]): ProfileScore['answered'] {
  const people = answers.flatMap((of) => {
    const given = profileStatements[profile].flatMap((statement) => of[statement] ?? []);
    return given.length === 0 ? [] : [mean(given.map((value) => (value - 1) / 4))];
  });
  return { score: people.length === 0 ? null : mean(people), people: people.length };
}

function sumFor(counts: readonly ClosedCount[], saleType: SaleType): { won: number; closed: number } {
  const these = counts.filter((count) => count.saleType === saleType);
  return {
    won: these.reduce((sum, { won }) => sum + won, 0),
    closed: these.reduce((sum, { closed }) => sum + closed, 0),
  };
}

const logit = (p: number) => Math.log(p / (1 - p));
