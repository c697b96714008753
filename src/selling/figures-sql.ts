import { sql } from 'kysely';
import { Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';

/** Whether those who lead may see figures about single people, or sums alone: the works council's setting. */
export async function figuresOf(call: Call): Promise<'individual' | 'aggregate'> {
  const { rows } = await sql<{ individual: boolean }>`select app_individual() as individual`.execute(call.db);
  return rows[0]!.individual ? 'individual' : 'aggregate';
}

/** A sum of fewer people tells of each of them. */
export const fewestInASum = 3;

/** Whether the figures of this person are for nobody but the person. */
export const isHidden = async (call: Call, memberId: string | null): Promise<boolean> => memberId !== call.who.memberId && (await figuresOf(call)) === 'aggregate';

/** Refuses a figure about a single person, or one about each (null), where the workspace keeps none but for themselves. */
export async function mustShowFigures(call: Call, memberId: string | null): Promise<void> {
  const { sees, members } = call.who.scope;
  if (memberId === null && !sees.includes('opportunity') && members.every((each) => each === call.who.memberId)) return;
  if (await isHidden(call, memberId))
    throw new Problem(403, 'sums_only', 'This workspace keeps no figures about single people but for themselves. Look at sums of a team, or speak about it one to one.');
}
