import { z } from 'zod';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { targetNames } from '../targets/names.ts';

/** What to do with a row whose record exists already. `create` makes a second record on purpose. */
export const duplicateChoices = ['skip', 'update', 'create'] as const;

/**
 * How a column that points to another record finds it: by the source's own id (of rows in `table`), or by a name or an
 * e-mail address. `none` lists the values that mean "nothing" ("0" in a Zoho POTENTIALID).
 */
export const referencePlan = z.object({
  by: z.enum(['id', 'name', 'email']),
  table: z.string().max(200).optional(),
  none: z.array(z.string().max(200)).max(50).default([]),
  /** When nothing is found: make a record with that name, leave the field empty with a note, or refuse the row. */
  ifMissing: z.enum(['create', 'leave', 'refuse']).default('leave'),
});
export type ReferencePlan = z.infer<typeof referencePlan>;

/** How the values of a column are written; decided once per column from all sampled values. */
export const valueFormat = z.object({
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  unit: z.enum(['seconds', 'minutes', 'hours']).optional(),
  /** Figures in thousands (3) or millions (6). */
  scale: z.number().int().min(0).max(9).optional(),
  /** Days since 1899-12-30 (spreadsheets) or seconds / milliseconds since 1970. */
  serial: z.enum(['excel', 'seconds', 'milliseconds']).optional(),
  currency: z.string().length(3).optional(),
  /** This file's words for our choices, before the shipped ones. */
  words: z.record(z.string().max(200), z.string().max(200)).optional(),
});
export type ValueFormat = z.infer<typeof valueFormat>;

/** One column and what becomes of it. `field: null` keeps it as custom data on the record. A column may appear twice. */
export const columnPlan = z.object({
  column: z.string().max(500),
  field: z.string().max(100).nullable(),
  format: valueFormat.default({}),
  reference: referencePlan.optional(),
  /** Leave it out altogether (an empty or technical column). The raw row still has it. */
  ignore: z.boolean().default(false),
  confidence: z.number().min(0).max(1).default(1),
  reason: z.string().max(300).default('chosen'),
});
export type ColumnPlan = z.infer<typeof columnPlan>;

export const filePlan = z.object({
  /** Name as dropped; for a sheet `book.xlsx#Sheet`. */
  file: z.string().min(1).max(500),
  /** Name of this table at the source, the middle part of external keys: `zoho:Accounts:2`. */
  table: z.string().min(1).max(200),
  format: z.enum(['csv', 'xlsx', 'vcard', 'ical']),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(1).optional(),
  /** null: the rows are read and kept, but become nothing; each is counted as skipped with `reason`. */
  target: z.enum(targetNames).nullable(),
  /** Column that holds the row's id at the source; without one, the row's content is its key. */
  key: z.string().max(500).nullable().default(null),
  columns: z.array(columnPlan).max(2000),
  /**
   * Values for fields that no column fills: `{column}` is replaced by the row's value. Of `{product} for
   * {account} || {product}` the first part is taken whose columns all have a value.
   */
  fill: z.record(z.string().max(100), z.string().max(500)).default({}),
  /** What a row is about when its kind is not written: drives the reading of touchpoints. */
  touchpointSource: z.enum(['call', 'meeting', 'mail', 'note', 'calendar', 'response']).optional(),
  /** A touchpoint, next step, case or opportunity that points to no account and no contact. */
  unlinked: z.enum(['keep', 'skip']).default('skip'),
  confidence: z.number().min(0).max(1).default(1),
  reason: z.string().max(300).default('chosen'),
});
export type FilePlan = z.infer<typeof filePlan>;

export const planDefaults = z.object({
  owner: z.string().max(200).optional(),
  saleType: z.enum(saleTypes).default('commercial'),
  timeZone: z.string().max(60).default('UTC'),
  currency: z.string().length(3).default('USD'),
  /** ISO 3166 two letters: how to read a phone number without a country code. */
  country: z.string().length(2).default('US'),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).default('mdy'),
});
export type PlanDefaults = z.infer<typeof planDefaults>;

/** The one plan that the browser edits, the command line writes to a file and the runner follows. */
export const importPlan = z.object({
  version: z.literal(1).default(1),
  /** Where it comes from, the first part of external keys. */
  source: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[\w .-]+$/),
  files: z.array(filePlan).min(1).max(100),
  duplicates: z.partialRecord(z.enum(targetNames), z.enum(duplicateChoices)).default({}),
  defaults: planDefaults.default(planDefaults.parse({})),
});
export type ImportPlan = z.infer<typeof importPlan>;
