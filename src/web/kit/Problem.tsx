import { Button } from '@mantine/core';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { t } from '../messages/en.ts';
import css from './Problem.module.css';

interface ProblemProps {
  /** What happened, in a sentence: the `title` of an RFC 9457 problem. */
  title: string;
  /** Its `detail`. */
  detail?: string;
  /** What was kept. */
  kept?: string;
  /** What to do next. */
  todo?: string;
  requestId?: string;
  onRetry?: () => void;
}

/** Something failed: what happened, what was kept, what to do next. */
export function Problem({ title, detail, kept, todo, requestId, onRetry }: ProblemProps) {
  return (
    <div role="alert" className={css.problem}>
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <p className={css.title}>{title}</p>
        {detail !== undefined && <p>{detail}</p>}
        {kept !== undefined && (
          <p>
            <b>{t('problem.kept')}</b> {kept}
          </p>
        )}
        {todo !== undefined && (
          <p>
            <b>{t('problem.do')}</b> {todo}
          </p>
        )}
        {onRetry && (
          <Button
            variant="default"
            size="sm"
            mt={8}
            leftSection={<RotateCw size={13} aria-hidden="true" />}
            onClick={onRetry}
          >
            {t('app.retry')}
          </Button>
        )}
        {requestId !== undefined && <p className={css.reference}>{t('problem.reference', { id: requestId })}</p>}
      </div>
    </div>
  );
}
