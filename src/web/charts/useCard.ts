import { useEffect, useState } from 'react';
import type { CycleCard } from './types.ts';

/** The card of the dot that is pointed at, asked for after a moment's rest on it. */
export function useCard(
  id: string | undefined,
  ask: (id: string) => CycleCard | Promise<CycleCard>,
): CycleCard | undefined {
  const [answer, setAnswer] = useState<{ id: string; card: CycleCard }>();
  useEffect(() => {
    if (id === undefined) return undefined;
    let left = false;
    const load = async () => {
      const card = await ask(id);
      if (!left) setAnswer({ id, card });
    };
    // A card that cannot be loaded stays at the name: the dot itself still opens.
    const timer = setTimeout(() => void load().catch(() => undefined), 60);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id, ask]);
  return answer?.id === id ? answer?.card : undefined;
}
