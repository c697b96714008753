import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import type { SubType } from './stages.ts';

/** Five plain questions; each may stay unanswered. */
export type SaleTypeAnswers = {
  /** Who buys: an organization (a company, an authority) or a person for themselves? */
  buyer?: 'organization' | 'person';
  /** Have they bought this kind of thing from us before? */
  supply?: 'new' | 'running';
  /** Is it a considered investment, or an everyday purchase? */
  weight?: 'investment' | 'everyday';
  /** Who decides: one person, several together, or a purchasing procedure? */
  decision?: 'one' | 'several' | 'procedure';
  /** Do they want something to change, or a thing that they can already name? */
  want?: 'change' | 'named thing';
};

export const saleTypeQuestions = ['buyer', 'supply', 'weight', 'decision', 'want'] as const;
export type SaleTypeQuestion = (typeof saleTypeQuestions)[number];

export type SaleTypeReason = {
  question: SaleTypeQuestion;
  answer: string;
  speaksFor: SaleType | SubType;
  points: number;
};

export type SaleTypeProposal = {
  saleType: SaleType;
  /** Only for commercial sales. */
  subType: SubType | null;
  /** What speaks for the proposal, strongest first. */
  reasons: SaleTypeReason[];
  /** The two best types are within one point: ask the questions that are still open, or let a person say. */
  uncertain: boolean;
  unanswered: SaleTypeQuestion[];
};

/** Points per answer and sale type. Who buys weighs most: it separates the two halves of the four. */
const points: { [Q in SaleTypeQuestion]: Record<NonNullable<SaleTypeAnswers[Q]>, Partial<Record<SaleType, number>>> } =
  {
    buyer: { organization: { commercial: 4, relationship: 4 }, person: { consumer: 4, retail: 4 } },
    supply: { new: { commercial: 2, consumer: 1 }, running: { relationship: 3, retail: 1 } },
    weight: { investment: { commercial: 2, consumer: 3 }, everyday: { relationship: 1, retail: 3 } },
    decision: {
      one: { relationship: 1, retail: 1 },
      several: { commercial: 2, consumer: 1 },
      procedure: { commercial: 2 },
    },
    want: { change: { commercial: 2, consumer: 1 }, 'named thing': { retail: 1, relationship: 1 } },
  };

const subTypePoints: Record<string, Partial<Record<SubType, number>>> = {
  'decision several': { solution: 1 },
  'decision procedure': { system: 2 },
  'want change': { solution: 2 },
  'want named thing': { system: 1 },
  'weight investment': { solution: 1 },
};

/** Proposes the type of a sale from the answers, with reasons; a person may always overrule it. */
export function proposeSaleType(answers: SaleTypeAnswers): SaleTypeProposal {
  const given = saleTypeQuestions.flatMap((question) => {
    const answer = answers[question];
    return answer === undefined ? [] : [{ question, answer, speaksFor: pointsOf(question, answer) }];
  });
  const totals = saleTypes.map((saleType) => ({
    saleType,
    total: given.reduce((sum, { speaksFor }) => sum + (speaksFor[saleType] ?? 0), 0),
  }));
  const [best, second] = totals.sort((a, b) => b.total - a.total);
  const saleType = best!.saleType;
  const subType = saleType === 'commercial' ? proposeSubType(answers) : null;
  const reasons: SaleTypeReason[] = given.flatMap(({ question, answer, speaksFor }) => {
    const forType = speaksFor[saleType] ?? 0;
    const forSubType = subType ? (subTypePoints[`${question} ${answer}`]?.[subType] ?? 0) : 0;
    return [
      ...(forType > 0 ? [{ question, answer, speaksFor: saleType, points: forType }] : []),
      ...(subType && forSubType > 0 ? [{ question, answer, speaksFor: subType, points: forSubType }] : []),
    ];
  });
  return {
    saleType,
    subType,
    reasons: reasons.sort((a, b) => b.points - a.points),
    uncertain: best!.total - second!.total <= 1,
    unanswered: saleTypeQuestions.filter((question) => answers[question] === undefined),
  };
}

function pointsOf(question: SaleTypeQuestion, answer: string): Partial<Record<SaleType, number>> {
  const byAnswer: Readonly<Record<string, Partial<Record<SaleType, number>>>> = points[question];
  return byAnswer[answer] ?? {};
}

function proposeSubType(answers: SaleTypeAnswers): SubType {
  const total = (subType: SubType) =>
    saleTypeQuestions.reduce((sum, q) => sum + (subTypePoints[`${q} ${answers[q]}`]?.[subType] ?? 0), 0);
  return total('system') > total('solution') ? 'system' : 'solution';
}
