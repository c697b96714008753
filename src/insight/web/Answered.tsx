import type { ReactNode } from 'react';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';

interface AnsweredProps<A> {
  answer: { data: A | undefined; error: Error | null; refetch: () => unknown };
  rows?: number;
  /** Stands above what is waited for. */
  waiting?: ReactNode;
  children: (data: A) => ReactNode;
}

/** Waiting and failing look the same in every report. */
export function Answered<A>({ answer, rows = 6, waiting, children }: AnsweredProps<A>) {
  if (answer.error && answer.data === undefined)
    return <QueryProblem error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined)
    return (
      <>
        {waiting}
        <RowsSkeleton rows={rows} height={30} />
      </>
    );
  return children(answer.data);
}
