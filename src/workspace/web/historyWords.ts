import { format } from '../../web/format.ts';
import { t } from './historyMessages.ts';

/** `opportunity.stage advanced` → `Stage advanced`; the record is known where this is read. What happened to something of it says to what: `phase.changed` → `Phase changed`. */
export const happenedText = (name: string, kind: string): string =>
  sentence(name.startsWith(`${kind}.`) ? name.slice(kind.length + 1) : name.replace('.', ' '));

/** `nextCheckOn` → `Next check on`, `ownerId` → `Owner`. */
export const fieldText = (field: string): string =>
  sentence(field.replace(/(?<=.)Ids?$/, '').replaceAll(/(?<=\p{Ll})\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`));

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Change {
  field: string | null;
  before: unknown;
  after: unknown;
  beforeName: string | null;
  afterName: string | null;
}
interface Part {
  field: string;
  before: unknown;
  after: unknown;
}

/** A change of a set of values (one's own fields, settings) comes apart into the values that changed. */
export function partsOf({ field, before, after, beforeName, afterName }: Change): Part[] {
  if (field === null) return [];
  const [was, is] = [before ?? {}, after ?? {}];
  if (!isSet(was) || !isSet(is) || (before === null && after === null))
    return [{ field, before: beforeName ?? before, after: afterName ?? after }];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map((key) => ({ field: key, before: was[key], after: is[key] }));
}

const isSet = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && !Array.isArray(value);

/** A value as people write it: days as days, lists as words, sets as `name: value`. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return t('nothing');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return format.number(value, 2, 0);
  if (typeof value === 'string') return dayOrTime(value) ?? value;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== '')
    .map(([name, inner]) => `${fieldText(name)}: ${valueText(inner)}`)
    .join('; ');
}

function dayOrTime(text: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return format.date(text, 'full');
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? `${format.date(text, 'full')}, ${format.date(text, 'time')}` : undefined;
}
