import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * How a list is looked at, as it stands in the URL: `?sort=-revenue&columns=name,owner&owner=me`. A leading minus sorts
 * downward. Every other text is a filter of the screen.
 */
export interface View {
  sort?: string;
  columns?: string;
  [filter: string]: string | undefined;
}

/** For `validateSearch` of a route that shows a list: keeps texts, and numbers and yes or no as an address that somebody typed has them; drops everything else. */
export function viewInUrl(search: Record<string, unknown>): View {
  return Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
    ),
  );
}

/**
 * The view in the URL, and how to change parts of it (undefined or empty removes a part). What only narrows or sorts takes the
 * place of the address before; what leads on to something else (`on`) is a step that Back takes back.
 */
export function useView(): [View, (change: View, how?: 'on') => void] {
  const view: View = viewInUrl(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = useCallback(
    (part: View, how?: 'on') =>
      void navigate({
        to: '.',
        replace: how !== 'on',
        search: (before: View) =>
          Object.fromEntries(
            Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined && value !== ''),
          ),
      }),
    [navigate],
  );
  return [view, change];
}

/** Whether something is being added here. It stands in the address, so that it can be begun from anywhere. */
export function useAdding(): [boolean, (adding: boolean) => void] {
  const [view, change] = useView();
  return [view['add'] !== undefined, (adding) => change({ add: adding ? '1' : undefined })];
}
