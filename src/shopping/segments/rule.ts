import { z } from 'zod';
import { id, text } from '../../platform/contract.ts';
import { accountKinds } from '../../people/filter.ts';
import { conditionsOf, type Group } from './ruleParts.ts';
import { channels, phases, positions, saleTypes, touchpointKinds } from '../../relationship/vocabulary.ts';

/**
 * Whom a segment is about: conditions joined by *all* or *any*, in groups up to three deep. Each condition can be turned
 * round with `not`. `rule-sql.ts` asks the database, `due` says when time alone may change the answer.
 */

export const textFields = ['name', 'industry', 'city', 'country', 'website', 'description'] as const;
export const numberFields = [
  'employees',
  'annualRevenue',
  'revenue',
  'trust',
  'interest',
  'alive',
  'expectedPurchases',
  'lifetimeValue',
] as const;
export const contactFields = ['title', 'city', 'country', 'tag'] as const;
export const starters = ['anyone', 'them', 'us'] as const;

const not = { not: z.boolean().optional() };
const several = <S extends z.ZodType>(of: S, most: number) => z.array(of).min(1, 'Choose at least one').max(most);
const value = text(200);
const comparison = z.enum(['at least', 'at most']);
const days = z.number().int().min(1).max(3650);

export const condition = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('kind'), ...not, in: several(z.enum(accountKinds), 2) }),
  z
    .strictObject({
      about: z.literal('text'),
      ...not,
      field: z.enum(textFields),
      is: z.enum(['one of', 'contains', 'known']),
      values: z.array(value).max(50),
    })
    .refine((c) => c.is === 'known' || c.values.length > 0, { message: 'Write a value', path: ['values'] }),
  z.strictObject({
    about: z.literal('number'),
    ...not,
    field: z.enum(numberFields),
    is: comparison,
    value: z.number().min(-1e15).max(1e15),
  }),
  z.strictObject({ about: z.literal('owner'), ...not, in: several(id, 50) }),
  z.strictObject({ about: z.literal('phase'), ...not, in: several(z.enum(phases), 4), forDays: days.optional() }),
  z.strictObject({ about: z.literal('position'), ...not, in: several(z.enum(positions), 5) }),
  z.strictObject({ about: z.literal('saleType'), ...not, in: several(z.enum(saleTypes), 4) }),
  z.strictObject({ about: z.literal('tag'), ...not, in: several(text(50), 20) }),
  z
    .strictObject({
      about: z.literal('custom'),
      ...not,
      field: text(60),
      is: z.enum(['equals', 'contains', 'at least', 'at most', 'known']),
      value: z.union([value, z.number(), z.boolean()]).optional(),
    })
    .refine((c) => c.is === 'known' || c.value !== undefined, { message: 'Write a value', path: ['value'] }),
  z.strictObject({ about: z.literal('contact'), ...not, field: z.enum(contactFields), values: several(value, 20) }),
  z.strictObject({
    about: z.literal('consent'),
    ...not,
    channel: z.enum(['mail', 'call', 'message', 'visit']),
    purpose: text(60),
  }),
  /** Owns: a line of a won sale, or an order, names it. */
  z.strictObject({ about: z.literal('offering'), ...not, names: several(text(300), 50) }),
  z.strictObject({
    about: z.literal('touchpoint'),
    ...not,
    kinds: z.array(z.enum(touchpointKinds)).max(touchpointKinds.length).default([]),
    channels: z.array(z.enum(channels)).max(channels.length).default([]),
    startedBy: z.enum(starters).default('anyone'),
    withinDays: days,
    is: comparison,
    count: z.number().int().min(0).max(10_000),
  }),
]);
export type Condition = z.output<typeof condition>;

export type Rule = Group<Condition>;

export const deepest = 3;
export const mostConditions = 40;

const group = (depth: number): z.ZodType<Rule> =>
  z.strictObject({
    match: z.enum(['all', 'any']),
    parts: z
      .array(depth > 1 ? z.union([condition, z.lazy(() => group(depth - 1))]) : condition)
      .min(1, 'Add a condition')
      .max(20),
  });

export const rule = group(deepest).refine(
  (r) => conditionsOf(r).length <= mostConditions,
  `At most ${mostConditions} conditions`,
);
