/** An error with an SQLSTATE (or a network code), shaped like the errors of `pg`. */
export type DatabaseFault = Error & { code: string };

/** What the person who asked should be told: try again soon, asked for too much, no room, or no database. */
export type Trouble = 'busy' | 'slow' | 'full' | 'away';

/** Makes an error of the database engine. `code` is an SQLSTATE. */
export const fault = (code: string, message: string, cause?: unknown): DatabaseFault =>
  Object.assign(new Error(message, { cause }), { code });

/** Reads the SQLSTATE or network code of any error; undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The sentence of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Tells whether an error is about the state of the database rather than about the question:
 * `busy` (503, queue full or a conflict: retry), `slow` (503, stopped at its deadline), `full` (507, disk),
 * `away` (503, connection lost or server starting). Undefined for every other error.
 */
export function troubleOf(error: unknown): Trouble | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  return TROUBLES.find(([pattern]) => pattern.test(code))?.[1];
}

const TROUBLES: readonly [RegExp, Trouble][] = [
  [/^(53300|55P03|40001|40P01)$/, 'busy'],
  [/^57014$/, 'slow'],
  [/^(53100|ENOSPC)$/, 'full'],
  [/^(08...|57P0.|25P03|ECONN.*|ETIMEDOUT|ENOTFOUND|EPIPE|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/, 'away'],
];
