import type { ReactNode } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useQuarter } from '../../web/QuarterPicker.tsx';
import { forceContract as api } from '../contract.ts';
import type { ForceOverview } from '../records.ts';

export interface OfForceProps {
  force: ForceOverview;
  /** The quarter as it stands in the address, where it is not the one that runs. */
  search: { quarter: string | undefined };
}

/** The force in the quarter of the address, for whatever shows a part of it. */
export function OfForce({ children }: { children: (of: OfForceProps) => ReactNode }) {
  const [view] = useView();
  const period = useQuarter();
  const { data, error, refetch } = useAnswer(
    api.readForce,
    { query: { period } },
    { meta: { hears: ['opportunity', 'member', 'workspace'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  return data ? children({ force: data, search: { quarter: view['quarter'] } }) : <RowsSkeleton rows={8} />;
}
