import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { View } from '../../web/kit/view.ts';
import { todayQuery } from './data.ts';

export const whoseLists = ['mine', 'team', 'all'] as const;
export type TodayList = ReturnType<typeof useTodayList>;

/** The rows of today as the view chooses them: whose, and of which kind. */
export function useTodayList(view: View) {
  const chosen = whoseLists.find((each) => each === view['whose']);
  const asked = useQuery(todayQuery(chosen ?? 'mine'));
  // Whoever looks after nobody (an owner who has just brought the company in) sees what is due for everybody.
  const looksAfterNobody = chosen === undefined && asked.data?.rows.length === 0 && asked.data.warm === null;
  const everybodys = useQuery({ ...todayQuery('all'), enabled: looksAfterNobody });
  const { data, error, refetch } = looksAfterNobody ? everybodys : asked;
  const [opened] = useState(() => new Date().toISOString());
  const kind = view['kind'];
  const rows = useMemo(() => data?.rows.filter((row) => kind === undefined || row.group === kind) ?? [], [data, kind]);
  return {
    data,
    error,
    refetch,
    rows,
    kind,
    whose: looksAfterNobody ? ('all' as const) : (chosen ?? 'mine'),
    looksAfterNobody,
    now: data?.asOf ?? opened,
  };
}
