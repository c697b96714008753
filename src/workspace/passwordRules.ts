import { z } from 'zod';

/** A new password: long rather than odd. Length is what resists guessing; composition rules only make people write it down. */
export const newPassword = z
  .string()
  .min(10, 'At least 10 characters; a short sentence is easy to remember')
  .max(200, 'At most 200 characters')
  .refine((password) => !guessedFirst(password), 'This password is among the first that anybody tries');

/** A password as typed at sign-in: only bounded, because rules change and old passwords stay valid. */
export const anyPassword = z.string().min(1, 'Must not be empty').max(200, 'At most 200 characters');

function guessedFirst(password: string): boolean {
  const plain = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const fewCharacters = new Set(plain).size <= 3;
  return (
    fewCharacters ||
    runs.some((run) => run.includes(plain)) ||
    common.some((word) => plain.replaceAll(/\d+/g, '') === word)
  );
}

const runs = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];
const common = [
  'password',
  'passwort',
  'passworte',
  'welcome',
  'letmein',
  'iloveyou',
  'administrator',
  'changeme',
  'perennial',
  'qwertyuiop',
  'sunshine',
  'football',
];
