import type { Effects, Placed } from '../place/place.ts';
import type { ImportPlan } from '../plan/plan.ts';
import type { Read } from '../read/row.ts';

/** Rows of a file that are written together, and what placing them asked for. */
export type Chunk = {
  importId: string;
  plan: ImportPlan;
  /** Index of the file in the plan, and the number of its first row in this chunk. */
  file: number;
  first: number;
  rows: readonly { read: Read; placed: Placed }[];
  effects: Effects;
  taken: ReadonlyMap<string, string>;
};
