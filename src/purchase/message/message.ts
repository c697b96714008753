import type { SubType } from '../stages.ts';
import type { Deductive, Inductive, Message, messageGaps } from './shape.ts';

/**
 * What is said to the buyers. A solution is pulled, inductively: their facts, the pattern in them, the conclusion. A system is pushed,
 * deductively: the standard, the requirement that follows from it, the proof that we meet it. Every slot asks for its evidence.
 */

export type MessageGap = {
  gap: (typeof messageGaps)[number];
  /** Which fact or line; null for the whole. */ at: string | null;
};

/** A pattern needs at least this many facts. */
const fewestFacts = 2;

/** What is missing before this message would convince; empty when every slot has its evidence. */
export function gapsOf(given: Message): MessageGap[] {
  return given.shape === 'inductive' ? inductiveGaps(given) : deductiveGaps(given);
}

function inductiveGaps({ facts, pattern, conclusion }: Inductive): MessageGap[] {
  const known = new Set(facts.map((fact) => fact.id));
  const gaps: (MessageGap | false)[] = [
    facts.length < fewestFacts && { gap: 'too few facts', at: null },
    ...facts.map((fact) => fact.evidence === null && { gap: 'fact without evidence' as const, at: fact.id }),
    pattern.text === null && { gap: 'no pattern', at: null },
    pattern.text !== null &&
      new Set(pattern.from.filter((from) => known.has(from))).size < fewestFacts && {
        gap: 'pattern from one fact',
        at: null,
      },
    conclusion.text === null && { gap: 'no conclusion', at: null },
    conclusion.text !== null && conclusion.evidence === null && { gap: 'conclusion without evidence', at: null },
  ];
  return gaps.filter((gap) => gap !== false);
}

function deductiveGaps({ lines }: Deductive): MessageGap[] {
  if (lines.length === 0) return [{ gap: 'no lines', at: null }];
  return lines.flatMap((line) => {
    const gaps: (MessageGap | false)[] = [
      line.standard === null && { gap: 'line without standard', at: line.id },
      line.requirement === null && { gap: 'line without requirement', at: line.id },
      line.proof === null && { gap: 'line without proof', at: line.id },
      line.proof !== null && line.evidence === null && { gap: 'proof without evidence', at: line.id },
    ];
    return gaps.filter((gap) => gap !== false);
  });
}

/** The empty outline for a sale: a system sale is pushed deductively, any other pulled inductively. */
export function outlineFor(subType: SubType | null): Message {
  return subType === 'system'
    ? { shape: 'deductive', lines: [] }
    : { shape: 'inductive', facts: [], pattern: { text: null, from: [] }, conclusion: { text: null, evidence: null } };
}

/** The message as one would say it, a paragraph per element: for a mail or a conversation. */
export function spoken(given: Message): string[] {
  const present = (lines: (string | null)[]) => lines.filter((line): line is string => line !== null && line !== '');
  if (given.shape === 'inductive')
    return present([given.facts.map((fact) => fact.text).join(' '), given.pattern.text, given.conclusion.text]);
  return given.lines.map((line) => present([line.standard, line.requirement, line.proof]).join(' ')).filter(Boolean);
}
