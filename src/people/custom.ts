type Custom = Record<string, string | number | boolean | null>;

/** Fields that the customer added, changed one by one: what is not given stays, null removes. */
export const mergedCustom = (before: Custom, given: Custom): Custom =>
  Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null));
