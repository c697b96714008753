import { sql } from 'kysely';
import { ahead, type Tx } from './database.ts';
import { Problem } from './problem.ts';

/** What was answered when the same was asked with the same key. */
export async function answerBefore(
  db: Tx,
  key: string,
  fingerprint: string,
): Promise<{ status: number; value: unknown } | undefined> {
  const { rows } = await sql<{
    fingerprint: string;
    status: number;
    answer: unknown;
  }>`select * from answer_before(${key})`.execute(db);
  const [stored] = rows;
  if (!stored) return undefined;
  if (stored.fingerprint !== fingerprint)
    throw new Problem(422, 'key_used_before', 'This Idempotency-Key was used for a different request. Make a new key.');
  return { status: stored.status, value: stored.answer };
}

/** Kept in the transaction that did it; should a twin have kept its own meanwhile, this one does not count. */
export const keepAnswer = (db: Tx, key: string, fingerprint: string, status: number, value: unknown, at: Date): void =>
  ahead(sql`select answer_kept(${key}, ${fingerprint}, ${status}, ${JSON.stringify(value)}::json, ${at})`.execute(db));

/**
 * A deadlock or a serialization failure is nobody's fault: the transaction left nothing behind and is tried again. So is one with an
 * Idempotency-Key that finds something there already: it may be what its twin has just made, and then the twin's answer is there, too.
 */
export async function retried<T>(work: () => Promise<T>, keyed: boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      const there = keyed && (code === '23505' || (error instanceof Problem && error.status === 409));
      if (attempt === 3 || (code !== '40001' && code !== '40P01' && !there)) throw error;
    }
  }
}
