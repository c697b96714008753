import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Problem } from '../platform/problem.ts';

const derive = promisify(argon2);
/** OWASP's figures for Argon2id: 19 MiB, two passes. Written into every hash, so they can rise without breaking old ones. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };

/** `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, the usual notation. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await inTurn(() => derive('argon2id', { message: bytes(password), nonce, tagLength: 32, ...cost }));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(nonce)}$${plain(hash)}`;
}

/** Whether the password is the one. Without a stored hash the same work is done in vain, so that time tells nothing. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const { memory, passes, parallelism, nonce, hash } = notation.exec(stored ?? nobodys)?.groups ?? {};
  if (!nonce || !hash) throw new Error('A stored password hash cannot be read.');
  const expected = Buffer.from(hash, 'base64');
  const derived = await inTurn(() =>
    derive('argon2id', {
      message: bytes(password),
      nonce: Buffer.from(nonce, 'base64'),
      tagLength: expected.length,
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    }),
  );
  return timingSafeEqual(derived, expected) && Boolean(stored);
}

const notation =
  /^\$argon2id\$v=19\$m=(?<memory>\d+),t=(?<passes>\d+),p=(?<parallelism>\d+)\$(?<nonce>[A-Za-z0-9+/]+)\$(?<hash>[A-Za-z0-9+/]+)$/;
const nobodys = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(Buffer.alloc(16))}$${plain(Buffer.alloc(32))}`;

/** The same password typed on another keyboard may be composed differently. */
const bytes = (password: string) => Buffer.from(password.normalize('NFKC'));
function plain(buffer: Uint8Array): string {
  return Buffer.from(buffer).toString('base64').replaceAll('=', '');
}

/** Hashing costs memory and a thread each: two at a time, and a short queue, or sign-ins would starve the rest. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= 50)
    throw new Problem(
      503,
      'busy',
      'Too many people sign in at this moment. Try again in a few seconds.',
      {},
      { 'retry-after': '3' },
    );
  if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

let running = 0;
const waiting: (() => void)[] = [];
