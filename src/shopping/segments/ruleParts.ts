import type { Condition, Rule } from './rule.ts';

export const isGroup = (part: Condition | Rule): part is Rule => 'match' in part;

/** All conditions, whatever group they stand in. */
export const conditionsOf = (r: Rule): Condition[] => r.parts.flatMap((part) => (isGroup(part) ? conditionsOf(part) : [part]));

/** Whether time alone may change who fits. */
export const dependsOnTime = (r: Rule): boolean =>
  conditionsOf(r).some((c) => c.about === 'touchpoint' || (c.about === 'phase' && c.forDays !== undefined));
