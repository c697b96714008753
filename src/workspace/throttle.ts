/** How often something failed lately, and from when it may be tried again. */
export interface Throttle {
  failures: number;
  lastAt: Date;
  openAt: Date;
}

export interface ThrottleRule {
  /** Failures that cost nothing. */
  free: number;
  /** The longest wait, in seconds. */
  longest: number;
  /** Seconds after which failures are forgotten. */
  memory: number;
}

/** One person's password, from whatever address; an address, behind which a whole office may sit; a known browser; letters that somebody asks for. */
export const throttleRules = {
  email: { free: 5, longest: 900, memory: 86_400 },
  address: { free: 30, longest: 300, memory: 3600 },
  letter: { free: 2, longest: 3600, memory: 86_400 },
  browser: { free: 5, longest: 900, memory: 86_400 },
} satisfies Record<string, ThrottleRule>;

/**
 * Counts an attempt before it is made, as if it failed, so that many at once cannot slip through; a success takes it
 * back. Answers the new state, or the seconds to wait when the attempt may not be made. The wait doubles each time.
 */
export function attempt(
  before: Throttle | undefined,
  now: Date,
  rule: ThrottleRule,
): { state: Throttle } | { wait: number } {
  const wait = before ? (before.openAt.getTime() - now.getTime()) / 1000 : 0;
  // A clock that was set back must not lock people out for longer than the rule says.
  if (wait > 0 && wait <= rule.longest) return { wait: Math.ceil(wait) };
  const forgotten = !before || now.getTime() - before.lastAt.getTime() > rule.memory * 1000;
  const failures = (forgotten ? 0 : before.failures) + 1;
  const pause = failures < rule.free ? 0 : Math.min(2 ** (failures - rule.free), rule.longest);
  return { state: { failures, lastAt: now, openAt: new Date(now.getTime() + pause * 1000) } };
}
