import type { View } from '../../web/kit/view.ts';

/** The reports of Insight itself: a dashboard holds all of them until somebody chooses. */
export const ownReports = ['forecast', 'flow', 'stages', 'outcomes', 'sources', 'value', 'retention', 'trust'] as const;

/** Which reports stand on a dashboard, in their order. A dashboard is a view: it can be kept, shared, pinned and sent. */
export const boardOf = (view: View): string[] =>
  view['cards'] === undefined ? [...ownReports] : view['cards'].split(' ').filter((id) => id !== '' && id !== nothing);

const nothing = 'none';
const kept = (ids: readonly string[]): View => ({
  cards: ids.join(' ') === ownReports.join(' ') ? undefined : ids.join(' ') || nothing,
});

export const withReport = (view: View, id: string): View => kept([...boardOf(view).filter((each) => each !== id), id]);
export const withoutReport = (view: View, id: string): View => kept(boardOf(view).filter((each) => each !== id));

/** As wide as the page, or half of it: tables of Selling and the stages are wide, until somebody makes them narrower. */
export const isWide = (view: View, id: string): boolean =>
  (id === 'stages' || !ownReports.some((each) => each === id)) !== resized(view).includes(id);
export function withOtherWidth(view: View, id: string): View {
  const ids = resized(view);
  return { resized: (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]).join(' ') || undefined };
}
const resized = (view: View): string[] => view['resized']?.split(' ').filter(Boolean) ?? [];

/** One place up (−1) or down (1). */
export function moved(view: View, id: string, by: -1 | 1): View {
  const ids = boardOf(view);
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return {};
  return kept(ids.with(from, ids[to]!).with(to, id));
}
