import { z } from 'zod';
import { byId, endpoint, flag, id, instant, page, paging, text } from '../../platform/contract.ts';
import { formConsent, formFields, site, touchpointOf } from './form.ts';

const named = z.object({ id, name: z.string() });

const formFieldsOf = {
  name: text(300),
  title: text(300),
  intro: text(5000).nullable(),
  button: text(60),
  thanks: text(2000),
  fields: formFields,
  touchpointKind: z.enum(touchpointOf),
  segmentId: id.nullable(),
  campaignId: id.nullable(),
  ownerId: id.nullable(),
  consent: formConsent.nullable(),
  doubleOptIn: z.boolean(),
  sites: z.array(site).max(50),
  active: z.boolean(),
};

export const webForm = z.object({
  id,
  ...formFieldsOf,
  segment: named.nullable(),
  campaign: named.nullable(),
  owner: named.nullable(),
  /** Where it stands: below the address of the house. */
  path: z.string(),
  /** What links begin with, if the operator set it. */
  address: z.string().nullable(),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
});
export type WebForm = z.output<typeof webForm>;
export const formItem = webForm
  .omit({ fields: true, intro: true, thanks: true, consent: true })
  .extend({ takenIn: z.number(), waiting: z.number(), lastAt: instant.nullable() });
export type FormItem = z.output<typeof formItem>;

export const submission = z.object({
  id,
  state: z.enum(['waiting', 'taken in']),
  answers: z.array(z.object({ label: z.string(), answer: z.string() })),
  consented: z.boolean(),
  at: instant,
  confirmedAt: instant.nullable(),
  site: z.string().nullable(),
  account: named.nullable(),
  contact: named.nullable(),
  touchpointId: id.nullable(),
});

export const formContract = {
  listForms: endpoint({
    method: 'GET',
    path: '/forms',
    summary: 'List web forms.',
    may: 'campaign:read',
    query: z.object({ ...paging, deleted: flag.optional() }),
    answer: page(formItem),
  }),
  createForm: endpoint({
    method: 'POST',
    path: '/forms',
    summary: 'Make a web form, with its page at once.',
    may: 'campaign:write',
    body: z.object(formFieldsOf).partial().required({ name: true, title: true, fields: true }),
    answer: webForm,
    status: 201,
  }),
  readForm: endpoint({
    method: 'GET',
    path: '/forms/:id',
    summary: 'Read a web form.',
    may: 'campaign:read',
    params: byId,
    answer: webForm,
  }),
  changeForm: endpoint({
    method: 'PATCH',
    path: '/forms/:id',
    summary: 'Change a web form.',
    may: 'campaign:write',
    params: byId,
    body: z.object(formFieldsOf).partial(),
    answer: webForm,
    versioned: true,
  }),
  deleteForm: endpoint({
    method: 'DELETE',
    path: '/forms/:id',
    summary: 'Take a web form off the web; it can be restored.',
    may: 'campaign:delete',
    params: byId,
    answer: webForm,
  }),
  restoreForm: endpoint({
    method: 'POST',
    path: '/forms/:id/restore',
    summary: 'Put a web form back on the web.',
    may: 'campaign:delete',
    params: byId,
    answer: webForm,
  }),
  listSubmissions: endpoint({
    method: 'GET',
    path: '/forms/:id/submissions',
    summary: 'List what came in by a form, newest first.',
    may: 'campaign:read',
    params: byId,
    query: z.object(paging),
    answer: page(submission),
  }),
};
