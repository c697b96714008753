import { z } from 'zod';
import { custom, decimal, flag, id, instant, several, tags, text } from '../platform/contract.ts';
import { phases, positions, saleTypes } from '../relationship/vocabulary.ts';

/**
 * What a list of accounts or contacts may be narrowed by: in the address of a list as in the body of a bulk change. One
 * filter for the table, the cycle map, the board, the export and the bulk changes.
 */

export const accountKinds = ['organization', 'household'] as const;

const many = <S extends z.ZodType>(item: S) => several(item).optional();
const share = z.coerce.number().min(0).max(1).optional();
const score = z.coerce.number().min(0).max(100).optional();
/** Fields that the customer added: `{"region":"north"}`, as text in an address. */
export const wantedCustom = z
  .union([z.string().max(5000).transform(parsed), custom])
  .pipe(custom)
  .optional();

const both = {
  /** A fragment of name, domain, e-mail or phone. */
  text: text(100).optional(),
  owner: many(z.union([id, z.literal('none')])),
  /** All of these tags. */
  tag: z
    .union([z.string(), z.array(z.string())])
    .transform((v) => (Array.isArray(v) ? v : v.split(',')))
    .pipe(tags)
    .optional(),
  country: many(text(100)),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  custom: wantedCustom,
  /** The deleted ones, instead of the living. */
  deleted: z.union([z.boolean(), flag]).optional(),
};

export const accountFilterShape = {
  ...both,
  kind: many(z.enum(accountKinds)),
  industry: text(200).optional(),
  parent: id.optional(),
  phase: many(z.enum(phases)),
  position: many(z.enum(positions)),
  saleType: many(z.enum(saleTypes)),
  trustFrom: score,
  trustTo: score,
  interestFrom: score,
  interestTo: score,
  /** How far through the zone of its position on the curve, 0 to 1. */
  alongFrom: share,
  alongTo: share,
  revenueFrom: decimal.optional(),
  revenueTo: decimal.optional(),
  /** By the latest fit of the purchase models: how likely they are still customers, and what they are worth. */
  aliveFrom: share,
  aliveTo: share,
  valueFrom: decimal.optional(),
  nextStep: z.enum(['none', 'planned', 'overdue']).optional(),
  /** With an alarm that runs. */
  alarm: z.literal('running').optional(),
  /** Last touched before this moment, or never. */
  touchedBefore: instant.optional(),
  touchedSince: instant.optional(),
  /** Last touched so many days ago or longer, or never: asked again later, of that later day. */
  untouchedDays: z.coerce.number().int().min(1).max(10_000).optional(),
};
export const contactFilterShape = {
  ...both,
  account: id.optional(),
};

export const accountFilter = z.object(accountFilterShape);
export const contactFilter = z.object(contactFilterShape);
export type AccountFilter = z.output<typeof accountFilter>;
export type ContactFilter = z.output<typeof contactFilter>;

export const accountSorts = ['name', 'created', 'trust', 'interest', 'revenue', 'touched', 'due'] as const;
export type AccountSort = (typeof accountSorts)[number];
export const contactSorts = ['name', 'created'] as const;
export type ContactSort = (typeof contactSorts)[number];

function parsed(value: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'Write the fields as JSON, such as {"region":"north"}' });
    return z.NEVER;
  }
}
