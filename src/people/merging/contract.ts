import { z } from 'zod';
import { byId, done, endpoint, id, page, paging } from '../../platform/contract.ts';
import { account, contact } from '../contract.ts';
import { accountChoices, contactChoices } from './choices.ts';

/** Two records that are the same, made one. */

const shown = z.object({
  id,
  name: z.string(),
  city: z.string().nullable(),
  reach: z.string().nullable(),
  touchpoints: z.number().int(),
  apartFrom: z.array(id),
});
export const duplicateGroup = z.object({ by: z.string(), records: z.array(shown), more: z.number().int() });
export type DuplicateGroup = z.output<typeof duplicateGroup>;

const body = <C extends readonly [string, ...string[]]>(choices: C) =>
  z.object({
    otherId: id,
    /** The version of the other record that was looked at; another one is refused. */
    otherVersion: z.number().int(),
    /** Fields whose value is taken from the other record. Addresses, numbers, tags and own fields of both are kept in any case. */
    take: z.array(z.enum(choices)).max(30).default([]),
  });
const pair = { kind: z.enum(['account', 'contact']), id, otherId: id };
const merged = { mergeId: id, moved: z.number().int() };

export const mergingContract = {
  listDuplicates: endpoint({
    method: 'GET',
    path: '/duplicates',
    summary: 'List records that may be the same, by what they have in common.',
    may: 'account:read',
    query: z.object({ kind: z.enum(['account', 'contact']), by: z.enum(['name', 'reach']), ...paging }),
    answer: page(duplicateGroup),
    deadline: 20,
  }),
  sayNotTheSame: endpoint({
    method: 'POST',
    path: '/not-the-same',
    summary: 'Say that two records that look the same are not: they are not offered again.',
    may: 'account:write',
    body: z.object(pair),
    answer: done,
  }),
  sayPerhapsTheSame: endpoint({
    method: 'DELETE',
    path: '/not-the-same/:kind/:id/:otherId',
    summary: 'Take back that two records are not the same.',
    may: 'account:write',
    params: z.object(pair),
    answer: done,
  }),
  mergeAccounts: endpoint({
    method: 'POST',
    path: '/accounts/:id/merge',
    summary:
      'Merge another account into this one: everything attached to it moves here, and it leads here from then on.',
    may: 'account:write',
    params: byId,
    body: body(accountChoices),
    answer: z.object({ ...merged, account }),
    versioned: true,
    deadline: 60,
  }),
  mergeContacts: endpoint({
    method: 'POST',
    path: '/contacts/:id/merge',
    summary:
      'Merge another contact into this one: everything attached to it moves here, and it leads here from then on.',
    may: 'contact:write',
    params: byId,
    body: body(contactChoices),
    answer: z.object({ ...merged, contact }),
    versioned: true,
    deadline: 60,
  }),
  undoMerge: endpoint({
    method: 'POST',
    path: '/merges/:id/undo',
    summary: 'Take a merge apart again; what was changed since is kept.',
    may: 'member',
    params: byId,
    answer: z.object({ keptId: id, goneId: id, returned: z.number().int() }),
    deadline: 60,
  }),
};
