import { t } from '../messages/en.ts';
import { Problem } from '../kit/Problem.tsx';

/** What the router shows when a screen cannot be loaded or drawn: it keeps the crash of one from taking the shell with it. */
export function CrashNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const problem = problemOf(error);
  return (
    <Problem
      title={problem.title ?? t('problem.crash')}
      {...(problem.detail === undefined ? {} : { detail: problem.detail })}
      kept={t('problem.crash kept')}
      todo={t('problem.reload')}
      {...(problem.requestId === undefined ? {} : { requestId: problem.requestId })}
      onRetry={onRetry}
    />
  );
}

/** An RFC 9457 problem says its own words; of any other error nothing is shown, it was not written for people. */
function problemOf(error: unknown): { title?: string; detail?: string; requestId?: string } {
  if (typeof error !== 'object' || error === null || !('title' in error)) return {};
  const text = (name: string) => {
    const value = (error as Record<string, unknown>)[name];
    return typeof value === 'string' ? { [name]: value } : {};
  };
  return { ...text('title'), ...text('detail'), ...text('requestId') };
}
