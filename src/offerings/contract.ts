import { z } from 'zod';
import {
  byId,
  currency,
  custom,
  day,
  decimal,
  done,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../platform/contract.ts';
import { saleTypes } from '../relationship/vocabulary.ts';

/** What we sell: products, services and experiences, what they cost in each currency, and what currencies are worth. */

export const offeringKinds = ['product', 'service', 'experience'] as const;
export const linkKinds = ['replaces', 'goes with', 'renews'] as const;
export const periods = ['month', 'year'] as const;
const line = (most: number) => text(most).nullable();
/** Zero or more. */
const price = z.string().regex(/^\d{1,16}(\.\d{1,2})?$/, 'Write a price such as 1234.50');

const fields = {
  name: text(300),
  code: line(100),
  /** The line that it belongs to. */
  line: line(200),
  kind: z.enum(offeringKinds),
  price: price.nullable(),
  cost: price.nullable(),
  currency,
  /** Paid again each month or year; null: once. */
  recurring: z.enum(periods).nullable(),
  unit: line(50),
  active: z.boolean(),
  manufacturer: line(200),
  description: line(20_000),
  /** The types of sale that it is made for; null: nobody said so yet. */
  fits: z.array(z.enum(saleTypes)).min(1).max(4).nullable(),
  custom,
  /** Prices in further currencies. */
  prices: z.array(z.object({ currency, price })).max(50),
  links: z.array(z.object({ kind: z.enum(linkKinds), otherId: id })).max(50),
};

export const offering = z.object({
  id,
  ...fields,
  links: z.array(z.object({ kind: z.enum(linkKinds), otherId: id, otherName: z.string() })),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
});
export type Offering = z.output<typeof offering>;

export const exchangeRate = z.object({
  id,
  currency,
  into: currency,
  from: day,
  /** What one unit was worth, exactly. */
  rate: z.string(),
  source: z.string().nullable(),
  memberName: z.string().nullable(),
  version: z.number().int(),
});
export type ExchangeRate = z.output<typeof exchangeRate>;
const rate = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,8})?$/, 'Write a rate such as 0.8731')
  .refine((text_) => !/^[0.]*$/.test(text_), 'A rate is more than zero');

export const offeringSorts = ['name', 'line', 'price', 'created'] as const;

export const offeringsContract = {
  listOfferings: endpoint({
    method: 'GET',
    path: '/offerings',
    summary: 'List what we sell.',
    may: 'offering:read',
    query: z.object({
      ...paging,
      /** A fragment of name or code. */
      text: text(100).optional(),
      line: text(200).optional(),
      kind: several(z.enum(offeringKinds)).optional(),
      active: flag.optional(),
      recurring: z.enum(['once', ...periods]).optional(),
      deleted: flag.optional(),
      sort: z.enum(offeringSorts).default('name'),
      descending: flag.optional(),
    }),
    answer: page(offering),
  }),
  listOfferingLines: endpoint({
    method: 'GET',
    path: '/offering-lines',
    summary: 'List the lines that offerings belong to, with how many are in each.',
    may: 'offering:read',
    answer: z.object({ items: z.array(z.object({ line: z.string(), count: z.number().int() })) }),
  }),
  readOffering: endpoint({
    method: 'GET',
    path: '/offerings/:id',
    summary: 'Read an offering with its prices and what it replaces, goes with and renews.',
    may: 'offering:read',
    params: byId,
    answer: offering,
  }),
  readOfferingFits: endpoint({
    method: 'GET',
    path: '/offerings/:id/fits',
    summary: 'See in which types of sale an offering was sold, and which it therefore seems to be made for.',
    may: 'offering:read',
    params: byId,
    answer: z.object({
      sold: z.array(z.object({ saleType: z.enum(saleTypes), won: z.number().int(), sales: z.number().int() })),
      /** Null where no facts say so. */
      proposal: z
        .object({ fits: z.array(z.enum(saleTypes)), because: z.enum(['sales', 'line']), count: z.number().int() })
        .nullable(),
    }),
  }),
  createOffering: endpoint({
    method: 'POST',
    path: '/offerings',
    summary: 'Add an offering to the catalogue.',
    may: 'offering:write',
    body: z.object(fields).partial().required({ name: true }),
    answer: offering,
    status: 201,
  }),
  changeOffering: endpoint({
    method: 'PATCH',
    path: '/offerings/:id',
    summary: 'Change an offering; sales and quotes keep the name and price that they were made with.',
    may: 'offering:write',
    params: byId,
    body: z.object(fields).partial(),
    answer: offering,
    versioned: true,
  }),
  deleteOffering: endpoint({
    method: 'DELETE',
    path: '/offerings/:id',
    summary: 'Take an offering out of the catalogue; it can be restored.',
    may: 'offering:delete',
    params: byId,
    answer: offering,
  }),
  restoreOffering: endpoint({
    method: 'POST',
    path: '/offerings/:id/restore',
    summary: 'Put a deleted offering back into the catalogue.',
    may: 'offering:delete',
    params: byId,
    answer: offering,
  }),
  listExchangeRates: endpoint({
    method: 'GET',
    path: '/exchange-rates',
    summary: 'List what currencies were worth, the newest first.',
    may: 'offering:read',
    query: z.object({ ...paging, currency: currency.optional() }),
    answer: page(exchangeRate),
  }),
  addExchangeRate: endpoint({
    method: 'POST',
    path: '/exchange-rates',
    summary: "Say what a currency is worth in the workspace's own, from a day on.",
    may: 'offering:write',
    body: z.object({ currency, from: day, rate, source: line(200).optional() }),
    answer: exchangeRate,
    status: 201,
  }),
  changeExchangeRate: endpoint({
    method: 'PATCH',
    path: '/exchange-rates/:id',
    summary: 'Correct an exchange rate.',
    may: 'offering:write',
    params: byId,
    body: z.object({ rate, source: line(200) }).partial(),
    answer: exchangeRate,
    versioned: true,
  }),
  removeExchangeRate: endpoint({
    method: 'DELETE',
    path: '/exchange-rates/:id',
    summary: 'Remove an exchange rate.',
    may: 'offering:write',
    params: byId,
    answer: done,
  }),
};

/** An amount in the workspace's currency, with what it was converted at. */
export const inOneCurrency = z.object({
  currency,
  amount: decimal,
  weighted: decimal,
  rates: z.array(z.object({ currency, rate: z.string(), from: day })),
  /** Currencies that no rate is known for: not in the sum. */
  missing: z.array(currency),
});
