import { z } from 'zod';
import { text } from '../../platform/contract.ts';

/** The message of a sale as it travels. Shapes stand apart from the rules about them: the browser needs only the rules. */

const said = text(1000).nullable();
const evidence = text(500).nullable();
const id = z.string().min(1).max(100);

export const inductive = z.object({
  shape: z.literal('inductive'),
  /** What they told us, with where and when. */
  facts: z.array(z.object({ id, text: text(500), evidence })).max(20),
  /** What the facts have in common; `from` names them. */
  pattern: z.object({ text: said, from: z.array(id).max(20) }),
  conclusion: z.object({ text: said, evidence }),
});
export const deductive = z.object({
  shape: z.literal('deductive'),
  lines: z.array(z.object({ id, standard: said, requirement: said, proof: said, evidence })).max(40),
});
export const message = z.discriminatedUnion('shape', [inductive, deductive]);
export type Message = z.output<typeof message>;
export type Inductive = z.output<typeof inductive>;
export type Deductive = z.output<typeof deductive>;

export const messageGaps = [
  'too few facts',
  'fact without evidence',
  'no pattern',
  'pattern from one fact',
  'no conclusion',
  'conclusion without evidence',
  'no lines',
  'line without standard',
  'line without requirement',
  'line without proof',
  'proof without evidence',
] as const;
