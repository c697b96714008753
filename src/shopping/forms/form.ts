import { z } from 'zod';
import { text } from '../../platform/contract.ts';
import { consentChannels, purposes } from '../consent/consent.ts';

/** What a form asks, and where each answer goes. */

export const fieldKinds = ['text', 'long text', 'email', 'phone', 'choice', 'tick'] as const;
export const destinations = [
  'name',
  'email',
  'phone',
  'title',
  'company',
  'website',
  'city',
  'country',
  'message',
  'custom',
] as const;
export const touchpointOf = ['inquiry', 'event attended', 'reply'] as const;

export const formField = z
  .strictObject({
    /** The name of the answer; for a custom field its key on the account. */
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Small letters, digits and _'),
    label: text(200),
    kind: z.enum(fieldKinds),
    required: z.boolean(),
    options: z.array(text(200)).max(50).optional(),
    to: z.enum(destinations),
  })
  .refine((f) => f.kind !== 'choice' || (f.options?.length ?? 0) > 0, {
    message: 'Give at least one option',
    path: ['options'],
  });
export type FormField = z.output<typeof formField>;

export const formFields = z
  .array(formField)
  .min(1)
  .max(30)
  .refine((fields) => new Set(fields.map((f) => f.key)).size === fields.length, 'Two fields have the same key')
  .refine(
    (fields) => fields.some((f) => f.to === 'email' && f.kind === 'email' && f.required),
    'One field must ask for the e-mail address, and be required',
  )
  .refine(
    (fields) => fields.some((f) => f.to === 'name' && f.required),
    'One field must ask for the name, and be required',
  )
  .refine(
    (fields) => ['name', 'email', 'company'].every((to) => fields.filter((f) => f.to === to).length <= 1),
    'Name, e-mail address and company are asked once',
  );

export const formConsent = z.strictObject({
  channel: z.enum(consentChannels),
  purpose: z.enum(purposes),
  text: text(1000),
});
export type FormConsent = z.output<typeof formConsent>;

/** Where a form may stand: scheme and host of a page. */
export const site = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/, 'Write it like https://www.example.com');

export const answersOf = z.record(z.string(), z.string());
export type Answers = z.output<typeof answersOf>;
