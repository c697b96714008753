import { useEffect } from 'react';
import { t } from '../messages/en.ts';
import { Problem } from '../kit/Problem.tsx';

/** What the router shows when a screen cannot be loaded or drawn: it keeps the crash of one from taking the shell with it. */
export function CrashNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (isNotLoaded(error)) return <NotLoaded />;
  const problem = problemOf(error);
  const title = problem.title ?? t('problem.crash');
  return (
    <>
      <h1 className="visually-hidden">{title}</h1>
      <Problem
        title={title}
        {...(problem.detail === undefined ? {} : { detail: problem.detail })}
        kept={t('problem.crash kept')}
        todo={t('problem.reload')}
        {...(problem.requestId === undefined ? {} : { requestId: problem.requestId })}
        onRetry={onRetry}
      />
    </>
  );
}

/** A part of the program that has not been opened before could not be fetched: the browsers say it in words of their own. */
const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|preload CSS|module script/i.test(error.message);

/** How often it is asked whether the server is back, and how long a page that was read anew must have lasted to be read anew again. */
const patience = 2_000;
const lasted = 30_000;

/** The browser remembers that a part could not be had, so the page is read anew as soon as the server can be reached. */
function NotLoaded() {
  useEffect(() => {
    const look = async () => {
      if (performance.now() > lasted && (await fetch('/readyz')).ok) location.reload();
    };
    const timer = setInterval(() => void look().catch(() => {}), patience);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <h1 className="visually-hidden">{t('problem.offline')}</h1>
      <Problem title={t('problem.offline')} kept={t('problem.crash kept')} todo={t('problem.back')} />
    </>
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
