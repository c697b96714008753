import { useEffect, useState } from 'react';
import type { Slope } from './slopes.ts';
import type { Explanation } from './types.ts';

export interface Explained {
  /** The latest answer; kept while the next one is on its way, so that nothing jumps. */
  explanation?: Explanation;
  state: 'waiting' | 'here' | 'failed';
}

/** Asks for the shares of a stretch of time; a later stretch overtakes an earlier one. */
export function useExplanation(
  range: Slope | undefined,
  explain: (from: string, to: string) => Explanation | Promise<Explanation>,
): Explained {
  const [answer, setAnswer] = useState<{ key: string; explanation?: Explanation; failed: boolean }>();
  const from = range?.from;
  const to = range?.to;
  const key = `${from} ${to}`;
  useEffect(() => {
    if (from === undefined || to === undefined) return undefined;
    let overtaken = false;
    const ask = async () => explain(new Date(from).toISOString(), new Date(to).toISOString());
    ask().then(
      (explanation) => {
        if (!overtaken) setAnswer({ key, explanation, failed: false });
      },
      () => {
        if (!overtaken) setAnswer({ key, failed: true });
      },
    );
    return () => {
      overtaken = true;
    };
  }, [from, to, key, explain]);
  if (answer === undefined) return { state: 'waiting' };
  const state = answer.key !== key ? 'waiting' : answer.failed ? 'failed' : 'here';
  return { ...(answer.explanation ? { explanation: answer.explanation } : {}), state };
}
