import type { Judgement, Standing } from './position.ts';
import { positions } from './vocabulary.ts';

/**
 * Where on the canonical curve an account stands within the zone of its position, 0 (entering) to 1 (leaving): the nearer the
 * neighbouring position, the nearer its border. The peak's middle is the close: prospects stand before it, customers after.
 */
export function alongZone(
  { shown, probabilities }: Pick<Judgement, 'shown' | 'probabilities'>,
  standing: Standing,
): number {
  const index = positions.indexOf(shown);
  const before = nearness(sum(probabilities.slice(0, index)));
  const after = nearness(sum(probabilities.slice(index + 1)));
  const along = (() => {
    if (index === 0) return after;
    if (index === positions.length - 1) return 1 - before;
    if (shown === 'peak') return standing === 'prospect' ? (1 - before) / 2 : (1 + after) / 2;
    return (1 + after - before) / 2;
  })();
  return Math.min(0.95, Math.max(0.05, along));
}

/** A probability of one in a thousand is far away (0), certainty is there (1); logarithmic between. */
const nearness = (probability: number) => 1 + Math.log10(Math.max(probability, 0.001)) / 3;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
