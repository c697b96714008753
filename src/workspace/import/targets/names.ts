/**
 * What a row of somebody's file can become. The order is the order of loading: a record only refers to records of
 * targets before it (or to its own, which is resolved after the file).
 */
export const targetNames = [
  'member',
  'offering',
  'campaign',
  'account',
  'contact',
  'opportunity',
  'order',
  'case',
  'touchpoint',
  'nextStep',
] as const;
export type TargetName = (typeof targetNames)[number];
