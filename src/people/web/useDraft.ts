import { useState } from 'react';
import { keepDraft, readDraft } from '../../web/kit/drafts.ts';

/** The texts of a form, kept on this device until they are saved. Answers them, how to change some, and how to forget all. */
export function useDraft<F extends Record<string, string>>(
  name: string,
  nothing: F,
): [F, (change: Partial<F>) => void, () => void] {
  const [texts, setTexts] = useState<F>(() => ({ ...nothing, ...read(name) }));
  const write = (change: Partial<F>) => {
    const next = { ...texts, ...change };
    setTexts(next);
    keepDraft(name, JSON.stringify(next));
  };
  return [texts, write, () => keepDraft(name, undefined)];
}

function read(name: string): object {
  try {
    const kept: unknown = JSON.parse(readDraft(name) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
