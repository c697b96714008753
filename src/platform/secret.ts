import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits. Only its hash is stored: whoever reads the database can sign in as nobody. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Secrets are random and long, so one round of SHA-256 is enough, and quick enough for every request. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** API tokens are told by their beginning, so that a leaked one is found by scanners. */
export const tokenPrefix = 'perennial_';
