import { phases } from '../../relationship/vocabulary.ts';
import type { Draft } from './draft.ts';

/**
 * What a record holds after another row told about it: empty fields are filled, nothing that is there is overwritten, a
 * phase is never lowered (a lead does not make a customer a stranger), and a real name replaces one taken from the domain.
 */
export function mergeValues(there: Draft['values'], told: Draft['values']): Draft['values'] {
  const merged = { ...told, ...there };
  const phase = Math.max(rank(there['phase']), rank(told['phase']));
  if (phase >= 0) merged['phase'] = phases[phase] ?? 'shopping';
  if (there['name'] !== undefined && there['name'] === there['domain'] && told['name'] !== undefined)
    merged['name'] = told['name'];
  return merged;
}

const rank = (phase: unknown): number => phases.findIndex((each) => each === phase);
