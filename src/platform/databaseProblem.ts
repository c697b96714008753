import { troubleOf } from './engine-faults.ts';
import { Problem } from './problem.ts';

/** What a refusal of the database means for the person who asked; undefined for what is our own fault. */
export function databaseProblem(error: unknown): Problem | undefined {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return undefined;
  if (code === '23505')
    return new Problem(409, 'already_exists', 'There is already a record with these values.', {
      constraint: constraintOf(error),
    });
  // A rule that the database keeps (`refuse`): its message is our code, its detail says what to do instead, its hint names the record.
  if (code === 'PN409') {
    const { message = 'conflict', detail = '', hint } = error as { message?: string; detail?: string; hint?: string };
    return new Problem(409, message, detail, hint ? { about: hint } : {});
  }
  if (code === '23503')
    return new Problem(
      422,
      'unknown_reference',
      'A record that this one refers to does not exist, or is still needed by another one.',
      { constraint: constraintOf(error) },
    );
  if (code === '23514' || code === '23502')
    return new Problem(422, 'invalid_input', 'A value is outside of what is allowed.', {
      constraint: constraintOf(error),
    });
  if (code === '42501') return new Problem(403, 'forbidden', 'You may not change this record.');
  // All of class 22 is about values (but 22012, a division by zero, is our own); 54000 is a text too long for an index.
  if ((code.startsWith('22') && code !== '22012') || code === '54000')
    return new Problem(
      422,
      'invalid_input',
      'A value cannot be stored: check for odd characters and very large numbers or dates.',
    );
  if (code === '57014')
    return new Problem(
      503,
      'too_slow',
      'This took longer than is allowed and was stopped; nothing was changed. Narrow the filter and try again.',
      {},
      { 'retry-after': '5' },
    );
  if (code === '53100')
    return new Problem(
      507,
      'disk_full',
      'The disk is almost full, so nothing can be saved. Reading still works. Free some space; saving resumes by itself.',
      {},
      { 'retry-after': '30' },
    );
  if (code === '40001' || code === '40P01' || code === '55P03')
    return new Problem(
      503,
      'busy',
      'Others changed the same records at the same moment. Nothing was changed; try again.',
      {},
      { 'retry-after': '1' },
    );
  if (troubleOf(error) || code.startsWith('53') || code.startsWith('57P'))
    return new Problem(
      503,
      'database_away',
      'The database cannot be reached at the moment. Nothing was changed; try again soon.',
      {},
      { 'retry-after': '5' },
    );
  return undefined;
}

const constraintOf = (error: unknown): string | undefined => (error as { constraint?: string }).constraint;
