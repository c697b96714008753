import type { ReactNode } from 'react';
import css from './SidePanel.module.css';

interface SidePanelProps {
  /** The name of the region, also its heading unless `heading` replaces it. */
  title: string;
  heading?: ReactNode;
  /** Beside the heading. */
  actions?: ReactNode;
  /** Buttons that stay at the bottom. */
  footer?: ReactNode;
  children: ReactNode;
}

/** The 314 px panel beside a list or record; pass it to `Page` as `aside`. */
export function SidePanel({ title, heading, actions, footer, children }: SidePanelProps) {
  return (
    <aside className={css.panel} aria-label={title}>
      <div className={css.scroll} role="region" aria-label={title} tabIndex={0}>
        <div className={css.head}>
          {heading ?? <h2 className={css.title}>{title}</h2>}
          {actions !== undefined && <div className={css.actions}>{actions}</div>}
        </div>
        {children}
      </div>
      {footer !== undefined && <div className={css.footer}>{footer}</div>}
    </aside>
  );
}
