import { useState } from 'react';

/** What is selected of a list. It belongs to what the list is narrowed to: nobody changes records that they no longer see. */
export function useSelection(
  filter: Record<string, string>,
): [ReadonlySet<string>, (ids: ReadonlySet<string>) => void] {
  const list = JSON.stringify(filter);
  const [kept, keep] = useState({ list, ids: none });
  return [kept.list === list ? kept.ids : none, (ids) => keep({ list, ids })];
}

const none: ReadonlySet<string> = new Set();
