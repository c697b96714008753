import type { ReactNode } from 'react';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';

interface AnsweredProps<A> {
  answer: { data: A | undefined; error: Error | null; isPlaceholderData: boolean; refetch: () => unknown };
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
  // The former answer stays until the one that was asked for is there: what it waits for is told above it.
  return (
    <>
      {answer.isPlaceholderData && waiting}
      {children(answer.data)}
    </>
  );
}
