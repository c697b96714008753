import type { TargetName } from './names.ts';

export const fieldTypes = [
  'text',
  'email',
  'phone',
  'url',
  'money',
  'number',
  'percent',
  'minutes',
  'date',
  'datetime',
  'boolean',
  'choice',
  'list',
  'reference',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/**
 * One thing that a record can hold.
 * `aliases` are headers seen in the wild, in any language, compared without case, accents and punctuation.
 * `choices` are the words that we store; `words` says which of them a foreign word means.
 * `reference` names the target that the value points to.
 */
export type Field = {
  name: string;
  type: FieldType;
  required?: boolean;
  aliases: readonly string[];
  choices?: readonly string[];
  words?: Readonly<Record<string, string>>;
  /** `industry` and `country` accept any value but correct a misspelt well-known one, with a note. */
  spelling?: 'industry' | 'country';
  reference?: TargetName;
};

/** `needs` lists groups of fields; a record is complete when every group has at least one value. */
export type Target = {
  name: TargetName;
  aliases: readonly string[];
  needs: readonly (readonly string[])[];
  fields: readonly Field[];
};

/** `f('email', 'email', 'email|e-mail|mail')`: a field with the headers it is known by. */
export const f = (name: string, type: FieldType, aliases: string, more: Partial<Field> = {}): Field => ({
  name,
  type,
  aliases: aliases.split('|').filter(Boolean),
  ...more,
});

export const to = (reference: TargetName) => ({ reference });

export const required = { required: true };

/** `{ suspect: 'cold|new' }` → `{ cold: 'suspect', new: 'suspect' }`. */
export const meaning = (words: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).flatMap(([ours, theirs]) => theirs.split('|').map((word) => [word, ours])));
