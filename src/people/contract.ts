import { z } from 'zod';
import {
  byId,
  currency,
  custom,
  day,
  decimal,
  endpoint,
  flag,
  id,
  instant,
  ownFields,
  page,
  paging,
  tags,
  text,
} from '../platform/contract.ts';
import { phases, positions, saleTypes } from '../relationship/vocabulary.ts';
import {
  accountFilter,
  accountFilterShape,
  accountKinds,
  accountSorts,
  contactFilter,
  contactFilterShape,
  contactSorts,
} from './filter.ts';

/** Accounts, contacts, and who worked where, when. */

const line = (most: number) => text(most).nullable();
const ownerId = id.nullable();

const accountFields = {
  kind: z.enum(accountKinds),
  name: text(300),
  ownerId,
  industry: line(200),
  website: line(500),
  phone: line(60),
  city: line(200),
  country: line(100),
  employees: z.number().int().min(0).max(100_000_000).nullable(),
  annualRevenue: decimal.nullable(),
  description: line(20_000),
  parentId: id.nullable(),
  tags,
  custom,
};
const stored = { version: z.number().int(), createdAt: instant, updatedAt: instant, deletedAt: instant.nullable() };
export const account = z.object({ id, ...accountFields, domain: z.string().nullable(), ...stored });
export type Account = z.output<typeof account>;

/** Where the relationship stands, as stored with its last touchpoint. */
export const relationshipSummary = z.object({
  phase: z.enum(phases),
  phaseSince: instant,
  saleType: z.enum(saleTypes),
  position: z.enum(positions),
  positionSince: instant,
  probability: z.number(),
  trust: z.number(),
  interest: z.number(),
  revenue: decimal,
  potential: decimal,
  touchpoints: z.number().int(),
  lastTouchAt: instant.nullable(),
});
export const nextStepSummary = z.object({
  id,
  what: z.string(),
  dueAt: instant,
  memberId: id.nullable(),
  version: z.number().int(),
});
const named = z.object({ id, name: z.string() });

export const accountItem = account.omit({ description: true }).extend({
  relationship: relationshipSummary.nullable(),
  nextStep: nextStepSummary.nullable(),
});
export type AccountItem = z.output<typeof accountItem>;

export const accountDetail = account.extend({
  owner: named.nullable(),
  parent: named.nullable(),
  relationship: relationshipSummary.nullable(),
  nextStep: nextStepSummary.nullable(),
  currency,
  counts: z.object({
    contacts: z.number().int(),
    opportunities: z.number().int(),
    cases: z.number().int(),
    children: z.number().int(),
  }),
  /** The record that this one was merged into and leads to. */
  mergedIntoId: id.nullable(),
  /** Whether this person may change it; the screen hides what would be refused. */
  mayChange: z.boolean(),
});
export type AccountDetail = z.output<typeof accountDetail>;

const email = z.email('Write an e-mail address').trim().toLowerCase().max(320);
const contactFields = {
  name: text(300),
  givenName: line(150),
  familyName: line(150),
  emails: z.array(email).max(20),
  phones: z.array(text(60)).max(20),
  ownerId,
  city: line(200),
  country: line(100),
  birthday: day.nullable(),
  description: line(20_000),
  tags,
  custom,
};
const employment = { accountId: id.nullable(), title: line(200) };
export const contact = z.object({ id, ...contactFields, emails: z.array(z.string()), ...employment, ...stored });
export type Contact = z.output<typeof contact>;
export const contactItem = contact.omit({ description: true }).extend({ account: named.nullable() });
export type ContactItem = z.output<typeof contactItem>;

export const affiliation = z.object({
  id,
  contactId: id,
  accountId: id,
  title: z.string().nullable(),
  from: day.nullable(),
  until: day.nullable(),
  version: z.number().int(),
});
export type Affiliation = z.output<typeof affiliation>;
export const contactDetail = contact.extend({
  owner: named.nullable(),
  /** Every employer, the present ones first. The account is null when this person may not see it. */
  affiliations: z.array(affiliation.extend({ account: named.nullable() })),
  /** The record that this one was merged into and leads to. */
  mergedIntoId: id.nullable(),
  mayChange: z.boolean(),
});
export type ContactDetail = z.output<typeof contactDetail>;
/** A person at an account, now or formerly. */
export const accountContact = z.object({
  affiliation,
  contact: contact.pick({ id: true, name: true, emails: true, phones: true, ownerId: true, tags: true, version: true }),
});
export type AccountContact = z.output<typeof accountContact>;

const newContactFields = z.object(contactFields).partial().required({ name: true });
const newAccount = z
  .object(accountFields)
  .partial()
  .required({ name: true })
  .extend({
    /** A first contact, made in the same step. */
    contact: newContactFields.extend({ title: employment.title.optional() }).optional(),
    phase: z.enum(phases).optional(),
    saleType: z.enum(saleTypes).optional(),
  });

const bulkAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('owner'), ownerId }),
  z.object({ action: z.literal('add tag'), tag: text(50) }),
  z.object({ action: z.literal('remove tag'), tag: text(50) }),
  z.object({ action: z.literal('delete') }),
  z.object({ action: z.literal('restore') }),
]);
const chosen = z.array(id).min(1).max(10_000).optional();
export const bulkChange = z.object({
  id,
  kind: z.enum(['account', 'contact']),
  action: z.enum(['owner', 'add tag', 'remove tag', 'delete', 'restore']),
  value: z.string().nullable(),
  /** How many records really changed; those that had the value already, or may not be changed, are not among them. */
  records: z.number().int(),
  skipped: z.number().int(),
  /** How many of the skipped were so already; the others are not there, or not theirs to change. */
  same: z.number().int(),
  at: instant,
});

const contactFilterFields = {
  ...paging,
  ...contactFilterShape,
  sort: z.enum(contactSorts).default('name'),
  descending: flag.optional(),
};
const accountQuery = {
  ...paging,
  ...accountFilterShape,
  sort: z.enum(accountSorts).default('name'),
  descending: flag.optional(),
};
const found = z.object({ id, name: z.string(), hint: z.string().nullable() });

export const peopleContract = {
  createAccount: endpoint({
    method: 'POST',
    path: '/accounts',
    summary: 'Add an account, with a first contact if wanted.',
    may: 'account:write',
    body: newAccount,
    answer: account,
    status: 201,
  }),
  listAccounts: endpoint({
    method: 'GET',
    path: '/accounts',
    summary: 'List accounts with where the relationship stands.',
    may: 'account:read',
    query: z.object(accountQuery),
    answer: page(accountItem),
  }),
  exportAccounts: endpoint({
    method: 'GET',
    path: '/accounts/export',
    summary: 'Export the accounts of a filter as CSV, with where the relationship stands.',
    may: 'export:read',
    query: accountFilter,
    answer: z.string(),
    media: 'text/csv',
    ownTransactions: true,
  }),
  readAccount: endpoint({
    method: 'GET',
    path: '/accounts/:id',
    summary: 'Read an account with its relationship, next step and counts.',
    may: 'account:read',
    params: byId,
    answer: accountDetail,
  }),
  changeAccount: endpoint({
    method: 'PATCH',
    path: '/accounts/:id',
    summary: 'Change fields of an account.',
    may: 'account:write',
    params: byId,
    body: z.object(accountFields).partial(),
    answer: account,
    versioned: true,
  }),
  deleteAccount: endpoint({
    method: 'DELETE',
    path: '/accounts/:id',
    summary: 'Delete an account; it can be restored.',
    may: 'account:delete',
    params: byId,
    answer: account,
  }),
  restoreAccount: endpoint({
    method: 'POST',
    path: '/accounts/:id/restore',
    summary: 'Restore a deleted account.',
    may: 'account:delete',
    params: byId,
    answer: account,
  }),
  listAccountContacts: endpoint({
    method: 'GET',
    path: '/accounts/:id/contacts',
    summary: 'List the people of an account, the present ones first.',
    may: 'contact:read',
    params: byId,
    query: z.object({ ...paging, former: flag.optional() }),
    answer: page(accountContact),
  }),

  createContact: endpoint({
    method: 'POST',
    path: '/contacts',
    summary: 'Add a contact.',
    may: 'contact:write',
    body: newContactFields.extend({
      accountId: employment.accountId.optional(),
      title: employment.title.optional(),
      from: day.nullable().optional(),
    }),
    answer: contact,
    status: 201,
  }),
  listContacts: endpoint({
    method: 'GET',
    path: '/contacts',
    summary: 'List contacts.',
    may: 'contact:read',
    query: z.object(contactFilterFields),
    answer: page(contactItem),
  }),
  exportContacts: endpoint({
    method: 'GET',
    path: '/contacts/export',
    summary: 'Export the contacts of a filter as CSV.',
    may: 'export:read',
    query: contactFilter,
    answer: z.string(),
    media: 'text/csv',
    ownTransactions: true,
  }),
  readContact: endpoint({
    method: 'GET',
    path: '/contacts/:id',
    summary: 'Read a contact with every employer so far.',
    may: 'contact:read',
    params: byId,
    answer: contactDetail,
  }),
  changeContact: endpoint({
    method: 'PATCH',
    path: '/contacts/:id',
    summary: 'Change fields of a contact.',
    may: 'contact:write',
    params: byId,
    body: z.object({ ...contactFields, title: employment.title }).partial(),
    answer: contact,
    versioned: true,
  }),
  moveContact: endpoint({
    method: 'POST',
    path: '/contacts/:id/move',
    summary: 'Note that a contact changed employer; the history stays.',
    may: 'contact:write',
    params: byId,
    body: z.object({ accountId: employment.accountId, title: employment.title.optional(), on: day.optional() }),
    answer: contact,
    versioned: true,
  }),
  deleteContact: endpoint({
    method: 'DELETE',
    path: '/contacts/:id',
    summary: 'Delete a contact; it can be restored.',
    may: 'contact:delete',
    params: byId,
    answer: contact,
  }),
  restoreContact: endpoint({
    method: 'POST',
    path: '/contacts/:id/restore',
    summary: 'Restore a deleted contact.',
    may: 'contact:delete',
    params: byId,
    answer: contact,
  }),
  addAffiliation: endpoint({
    method: 'POST',
    path: '/contacts/:id/affiliations',
    summary: 'Note that a contact also works, or worked, for an account.',
    may: 'contact:write',
    params: byId,
    body: z.object({
      accountId: id,
      title: employment.title.optional(),
      from: day.nullable().optional(),
      until: day.nullable().optional(),
    }),
    answer: affiliation,
    status: 201,
  }),
  changeAffiliation: endpoint({
    method: 'PATCH',
    path: '/affiliations/:id',
    summary: 'Change the title or the dates of an employment; a date in until ends it.',
    may: 'contact:write',
    params: byId,
    body: z.object({ title: employment.title, from: day.nullable(), until: day.nullable() }).partial(),
    answer: affiliation,
    versioned: true,
  }),

  countMany: endpoint({
    method: 'POST',
    path: '/bulk/count',
    summary: 'Count the records that a change to all of a filter would reach.',
    may: 'member',
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('account'), filter: accountFilter }),
      z.object({ kind: z.literal('contact'), filter: contactFilter }),
    ]),
    answer: z.object({ records: z.number().int() }),
  }),
  changeMany: endpoint({
    method: 'POST',
    path: '/bulk',
    summary: 'Change the owner or a tag of many records, delete or restore them, as one unit that can be undone.',
    may: 'member',
    body: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('account'), ids: chosen, filter: accountFilter.optional(), change: bulkAction }),
        z.object({ kind: z.literal('contact'), ids: chosen, filter: contactFilter.optional(), change: bulkAction }),
      ])
      .refine((b) => (b.ids === undefined) !== (b.filter === undefined), 'Give either the ids or a filter'),
    answer: bulkChange,
    status: 201,
    deadline: 60,
  }),
  undoMany: endpoint({
    method: 'POST',
    path: '/bulk/:id/undo',
    summary: 'Take back a change to many records; what somebody changed since is kept.',
    may: 'member',
    params: byId,
    /** What was changed since is kept; what is in other hands by now is out of sight. */
    answer: z.object({ restored: z.number().int(), kept: z.number().int(), outOfSight: z.number().int() }),
    deadline: 60,
  }),

  listOwnFields: endpoint({
    method: 'GET',
    path: '/own-fields',
    summary: 'The fields that the newest accounts or contacts have of your own, with values to choose from.',
    may: 'account:read',
    query: z.object({ kind: z.enum(['account', 'contact']) }),
    answer: ownFields,
  }),
  findSimilar: endpoint({
    method: 'POST',
    path: '/similar',
    summary: 'Look for accounts or contacts that a new one may be the same as, likeliest first.',
    may: 'account:read',
    body: z.object({
      kind: z.enum(['account', 'contact']),
      name: z.string().trim().max(300),
      website: z.string().trim().max(500).optional(),
      phone: z.string().trim().max(60).optional(),
      city: z.string().trim().max(200).optional(),
      email: z.string().trim().max(320).optional(),
    }),
    answer: z.object({
      items: z.array(z.object({ id, name: z.string(), score: z.number(), reasons: z.array(z.string()) })),
    }),
  }),

  search: endpoint({
    method: 'GET',
    path: '/search',
    summary: 'Find accounts, contacts and opportunities by a fragment.',
    may: 'account:read',
    query: z.object({ text: text(100) }),
    answer: z.object({
      accounts: z.array(found),
      contacts: z.array(found),
      opportunities: z.array(found.extend({ accountId: id.nullable() })),
    }),
  }),
};
