import { z } from 'zod';
import type { Answers, FormField } from './form.ts';

/** Reads what was sent: bounded, known fields only. `errors` by field key. */
export function readAnswers(
  fields: readonly FormField[],
  sent: Readonly<Record<string, string | undefined>>,
): { answers: Answers; errors: Record<string, Fault> } {
  const answers: Answers = {};
  const errors: Record<string, Fault> = {};
  for (const field of fields) {
    const given = clean(sent[field.key] ?? '', field.kind === 'long text');
    if (given === '') {
      if (field.required) errors[field.key] = 'missing';
      continue;
    }
    const fault = faultIn(field, given);
    if (fault) errors[field.key] = fault;
    answers[field.key] = given;
  }
  return { answers, errors };
}

export type Fault = 'missing' | 'too long' | 'no email' | 'no such option';

function faultIn(field: FormField, given: string): Fault | undefined {
  if (given.length > (field.kind === 'long text' ? 5000 : 300)) return 'too long';
  if (field.kind === 'email' && !z.email().safeParse(given).success) return 'no email';
  if (field.kind === 'choice' && !field.options?.includes(given)) return 'no such option';
  return undefined;
}

/** Line breaks stay in long texts; every other control character goes. */
const clean = (given: string, lines: boolean): string =>
  given
    .replaceAll('\r\n', '\n')
    .replaceAll(lines ? /[^\P{Cc}\n\t]/gu : /\p{Cc}+/gu, lines ? '' : ' ')
    .trim();

/** The person behind the answers, and what they wrote, line by line. */
export function personIn(fields: readonly FormField[], answers: Answers) {
  const to = (destination: FormField['to']) => {
    const field = fields.find((f) => f.to === destination && answers[f.key] !== undefined);
    return field && answers[field.key];
  };
  return {
    name: to('name') ?? to('email') ?? '',
    email: (to('email') ?? '').toLowerCase(),
    phone: to('phone')?.slice(0, 60),
    title: to('title')?.slice(0, 200),
    company: to('company'),
    website: to('website'),
    city: to('city')?.slice(0, 200),
    country: to('country')?.slice(0, 100),
    custom: Object.fromEntries(
      fields.filter((f) => f.to === 'custom' && answers[f.key] !== undefined).map((f) => [f.key, answers[f.key]!]),
    ),
    written: fields
      .filter((f) => answers[f.key] !== undefined)
      .map((f) => `${f.label}: ${f.kind === 'tick' ? '✓' : answers[f.key]}`)
      .join('\n'),
  };
}
