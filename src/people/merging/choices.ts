/** Fields of which a merged record has one value, so that a person chooses. */
export const accountChoices = [
  'kind',
  'name',
  'ownerId',
  'industry',
  'website',
  'phone',
  'city',
  'country',
  'employees',
  'annualRevenue',
  'description',
  'parentId',
] as const;
export const contactChoices = [
  'name',
  'givenName',
  'familyName',
  'ownerId',
  'accountId',
  'title',
  'city',
  'country',
  'birthday',
  'description',
] as const;
/** Lists of which both keep all; the kept record's come first. */
const joined = ['tags', 'emails', 'phones'] as const;

type Value = unknown;
export type Fields = Readonly<Record<string, Value>>;

/** A value that says nothing loses against one that does, whatever was chosen. */
export const isEmpty = (value: Value): boolean => value === null || value === undefined || value === '';

/**
 * The fields of the kept record after a merge: of each field the value that was chosen (`take`: the other's), the other's where the kept
 * one says nothing, and of lists and own fields both. Only what differs from the kept record is in the answer.
 */
export function mergedFields(
  kept: Fields,
  other: Fields,
  choices: readonly string[],
  take: readonly string[],
): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const name of choices) {
    const takes = isEmpty(kept[name]) ? !isEmpty(other[name]) : take.includes(name) && !isEmpty(other[name]);
    if (takes && kept[name] !== other[name]) result[name] = other[name];
  }
  for (const name of joined) {
    const [mine, theirs] = [listOf(kept[name]), listOf(other[name])];
    const both = [...new Set([...mine, ...theirs])];
    if (both.length > mine.length) result[name] = both;
  }
  const custom = { ...objectOf(other['custom']), ...objectOf(kept['custom']) };
  if (Object.keys(custom).length > Object.keys(objectOf(kept['custom'])).length) result['custom'] = custom;
  // Neither belongs to itself.
  if (result['parentId'] === kept['id'] || (result['parentId'] ?? kept['parentId']) === other['id']) {
    const parent = other['parentId'] === kept['id'] ? null : other['parentId'];
    if (parent === kept['parentId']) delete result['parentId'];
    else result['parentId'] = parent ?? null;
  }
  return result;
}

const listOf = (value: Value): string[] => (Array.isArray(value) ? (value as string[]) : []);
const objectOf = (value: Value): object => (typeof value === 'object' && value !== null ? value : {});
