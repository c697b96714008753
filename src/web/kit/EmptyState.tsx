import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

interface EmptyStateProps {
  /** One sentence that teaches what belongs here. */
  sentence: string;
  /** One thing to do. */
  action?: ReactNode;
  /** The link that loads the demo company. */
  demo?: ReactNode;
}

/** Nothing here yet: what would be, one action, one way to see it filled. */
export function EmptyState({ sentence, action, demo }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      <svg width="68" height="32" viewBox="0 0 34 16" fill="none" aria-hidden="true">
        <path
          d="M1 13.2C4 13.2 5 12.4 6.6 8.6S9 2.4 10.8 2.4s2.8 3.4 4.2 6.4 2.6 4.4 4.6 4.4c3 0 4-3.4 6.6-5.2 2-1.3 4.4-1.8 6.8-2"
          stroke="var(--text-4)"
          strokeDasharray="1.5 1.8"
          strokeLinecap="round"
        />
      </svg>
      <p>{sentence}</p>
      {action !== undefined && <div className={css.action}>{action}</div>}
      {demo !== undefined && <div className={css.demo}>{demo}</div>}
    </div>
  );
}
