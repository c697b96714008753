/**
 * Answers a large question once for all who ask it at the same time. Whoever comes while an answer is in the making waits for the next one, which begins
 * after they came: nobody gets an answer from before their own last change. `key` says who gets the same answer: it must hold whatever decides about it.
 */
export function together<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, { now: Promise<T>; next?: Promise<T> }>();

  function begin(key: string, ask: () => Promise<T>): Promise<T> {
    const entry: { now: Promise<T>; next?: Promise<T> } = { now: ask() };
    asked.set(key, entry);
    const over = () => void (entry.next === undefined && asked.delete(key));
    entry.now.then(over, over);
    return entry.now;
  }

  return (key, ask) => {
    const entry = asked.get(key);
    if (!entry) return begin(key, ask);
    entry.next ??= entry.now.then(
      () => begin(key, ask),
      () => begin(key, ask),
    );
    return entry.next;
  };
}
