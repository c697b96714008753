import type { ReactNode } from 'react';
import css from './Settings.module.css';

/** One part of a section: what it is, what it is for, one thing to do, and the thing itself. */
export function Part({
  title,
  intro,
  action,
  children,
}: {
  title: string;
  intro?: string;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section className={css.part} aria-label={title}>
      <div className={css.head}>
        <div>
          <h2>{title}</h2>
          {intro !== undefined && <p>{intro}</p>}
        </div>
        {action !== undefined && <div>{action}</div>}
      </div>
      {children}
    </section>
  );
}
