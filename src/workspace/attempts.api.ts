import { createHash } from 'node:crypto';
import type { Tx } from '../platform/database.ts';
import { networkOf } from '../platform/network.ts';
import { Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import { readCookie } from './cookie.ts';
import { secretHash } from '../platform/secret.ts';
import { attempt, throttleRules } from './throttle.ts';

type Attempt = { key: string; rule: keyof typeof throttleRules };

/**
 * What one try of a password counts against: the person and the address, or, from a browser in which this person has
 * signed in before, that browser alone. So whoever guesses at an owner's password does not keep the owner out.
 */
export async function attemptsFor(call: Call, tx: Tx, email: string): Promise<Attempt[]> {
  const held = readCookie(call.request, 'browser');
  const known =
    held &&
    (await tx
      .selectFrom('known_browser')
      .innerJoin('login', 'login.id', 'known_browser.login_id')
      .select('login.id')
      .where('token_hash', '=', secretHash(held))
      .where('login.email', '=', email)
      .executeTakeFirst());
  if (known) return [{ key: `browser ${digest(held)}`, rule: 'browser' }];
  const address = networkOf(call.address);
  return [
    ...(address ? [{ key: `address ${address}`, rule: 'address' as const }] : []),
    { key: `email ${digest(email)}`, rule: 'email' },
  ];
}

/** What asking for a letter counts against. It is never taken back: nobody is to fill another one's mailbox. */
export function asksFor(call: Call, email: string): Attempt[] {
  const address = networkOf(call.address);
  return [
    ...(address ? [{ key: `letter ${address}`, rule: 'address' as const }] : []),
    { key: `letter ${digest(email)}`, rule: 'letter' },
  ];
}

/** Counts the attempts as failures before they are made, or refuses them. The same for known and unknown addresses. */
export async function countAttempts(tx: Tx, attempts: readonly Attempt[], now: Date): Promise<void> {
  await tx
    .deleteFrom('sign_in_throttle')
    .where('last_at', '<', new Date(now.getTime() - 2 * 86_400_000))
    .execute();
  for (const { key, rule } of attempts) {
    await tx
      .insertInto('sign_in_throttle')
      .values({ key, failures: 0, last_at: now, open_at: now })
      .onConflict((c) => c.doNothing())
      .execute();
    const row = await tx
      .selectFrom('sign_in_throttle')
      .selectAll()
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const outcome = attempt(
      { failures: row.failures, lastAt: row.last_at, openAt: row.open_at },
      now,
      throttleRules[rule],
    );
    if ('wait' in outcome) {
      throw new Problem(
        429,
        'too_many_attempts',
        `Too many attempts. Try again in ${outcome.wait} seconds, or from a browser in which you have signed in before.`,
        { wait: outcome.wait },
        { 'retry-after': String(outcome.wait) },
      );
    }
    await tx
      .updateTable('sign_in_throttle')
      .set({ failures: outcome.state.failures, last_at: now, open_at: outcome.state.openAt })
      .where('key', '=', key)
      .execute();
  }
}

/** The password was right. An address gives back only this one attempt: others behind it, or the same guesser, stay counted. */
export async function takeBackAttempts(tx: Tx, attempts: readonly Attempt[], now: Date): Promise<void> {
  for (const { key, rule } of attempts) {
    if (rule === 'address')
      await tx
        .updateTable('sign_in_throttle')
        .set((e) => ({ failures: e('failures', '-', 1), open_at: now }))
        .where('key', '=', key)
        .where('failures', '>', 0)
        .execute();
    else await tx.deleteFrom('sign_in_throttle').where('key', '=', key).execute();
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
