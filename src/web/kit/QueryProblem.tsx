import { Button } from '@mantine/core';
import { ApiProblem } from '../../platform/client.ts';
import { t } from '../messages/en.ts';
import { EmptyState } from './EmptyState.tsx';
import { Problem } from './Problem.tsx';

interface QueryProblemProps {
  error: unknown;
  onRetry?: () => void;
  /** What was kept, where something was being saved. */
  kept?: string;
}

/** A refused or failed call in words: the server's own where it gave any. */
export function QueryProblem({ error, onRetry, kept }: QueryProblemProps) {
  const refused = error instanceof ApiProblem ? error : undefined;
  // Somebody ended it: nothing failed.
  if (refused?.code === 'cancelled')
    return (
      <EmptyState
        sentence={refused.detail}
        action={
          onRetry && (
            <Button variant="default" size="sm" onClick={onRetry}>
              {t('app.retry')}
            </Button>
          )
        }
      />
    );
  // What is not there will not be there on asking again.
  const gone = refused?.status === 404;
  return (
    <Problem
      title={refused ? refused.detail : t('problem.offline')}
      {...(refused ? {} : { todo: t('problem.offline do') })}
      {...(gone ? { detail: t('problem.not found why') } : {})}
      {...(kept === undefined ? {} : { kept })}
      {...(refused?.requestId === undefined ? {} : { requestId: refused.requestId })}
      {...(onRetry && !gone ? { onRetry } : {})}
    />
  );
}

/** The same in one line, for a message that stands for a moment. */
export function problemText(error: unknown): string {
  return error instanceof ApiProblem ? error.detail : t('problem.offline');
}
