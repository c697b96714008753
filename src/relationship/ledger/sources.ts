import { learnSource, unknownSource, type Source } from '../../statistics/kalmanSource.ts';
import { reading } from '../evidence.ts';
import type { Model } from '../model.ts';
import type { StoredEntry } from './entry.ts';

/** How scores are read of whom nothing is known: as they stand. */
export const asTheyStand = { bias: 0, noise: 1 };

/** How the scores of somebody are read who has scored before, or not yet. */
export const readingOf = (source: Source | undefined, model: Model): { bias: number; noise: number } =>
  reading(source ?? unknownSource, model);

/** Each score tells how its author scores; how earlier ones were read stays as it was. Undefined: nothing was scored. */
export function learntFrom(entries: readonly StoredEntry[], source: Source | undefined): Source | undefined {
  const scores = entries.flatMap((entry) => entry.expectation ?? []);
  return scores.length === 0 ? undefined : scores.reduce(learnSource, source ?? unknownSource);
}
