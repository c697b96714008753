import { phases } from '../../../relationship/vocabulary.ts';
import type { Draft } from '../drafts/draft.ts';

/**
 * What a record holds after another row told about it: empty fields are filled, nothing that is there is overwritten, a
 * phase is never lowered (a lead does not make a customer a stranger), and a real name replaces one taken from the domain.
 */
export function mergeValues(there: Draft['values'], told: Draft['values']): Draft['values'] {
  const merged = { ...told, ...there };
  keepAll(merged, there, told);
  const phase = Math.max(rank(there['phase']), rank(told['phase']));
  if (phase >= 0) merged['phase'] = phases[phase] ?? 'shopping';
  if (there['name'] !== undefined && there['name'] === there['domain'] && told['name'] !== undefined)
    merged['name'] = told['name'];
  return merged;
}

/**
 * What a record holds after the row that speaks for it came once more: what is told overwrites, what is not told stays.
 * A phase is not lowered here either: only touchpoints move it back.
 */
export function overwriteValues(there: Draft['values'], told: Draft['values']): Draft['values'] {
  const merged = { ...there, ...told };
  keepAll(merged, told, there);
  const phase = Math.max(rank(there['phase']), rank(told['phase']));
  if (phase >= 0) merged['phase'] = phases[phase] ?? 'shopping';
  if (told['name'] !== undefined && told['name'] === told['domain'] && there['name'] !== undefined)
    merged['name'] = there['name'];
  return merged;
}

/** Addresses, numbers and tags are added up, those of `first` in front. */
function keepAll(merged: Draft['values'], first: Draft['values'], then: Draft['values']): void {
  for (const field of ['emails', 'phones', 'tags']) {
    const all = [first[field] ?? [], then[field] ?? []].flat().map(String);
    if (all.length > 0) merged[field] = [...new Set(all)];
  }
}

const rank = (phase: unknown): number => phases.findIndex((each) => each === phase);
