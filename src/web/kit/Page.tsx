import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { createContext, use, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { t } from '../messages/en.ts';
import { useKeys } from '../shell/keys.ts';
import { HeaderActions } from './HeaderActions.tsx';
import css from './Page.module.css';

/** Where the shell wants the breadcrumbs; null until it is drawn. */
export const CrumbSlot = createContext<HTMLElement | null>(null);

export interface Crumb {
  label: string;
  /** An address in the product. */
  to: string;
}

interface PageProps {
  /** The name of the screen or record; also the browser's title and the last breadcrumb. */
  title: string;
  /** What stands above it; empty for a destination. */
  crumbs: readonly Crumb[];
  /** The 314 px panel at the end; below the content on narrow screens. */
  aside?: ReactNode;
  /** A quiet line that stays at the bottom (key hints). */
  footer?: ReactNode;
  /** The content brings its own padding and scrolling, like a table that fills the page. */
  flush?: boolean;
  children: ReactNode;
}

/** One screen: says where we are, scrolls its content, holds the panel beside it. */
export function Page({ title, crumbs, aside, footer, flush = false, children }: PageProps) {
  const slot = use(CrumbSlot);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  return (
    <div className={css.page} data-aside={aside !== undefined}>
      {slot && createPortal(<Crumbs title={title} crumbs={crumbs} />, slot)}
      <div className={css.content} data-flush={flush} data-scroll-restoration-id="page">
        {children}
      </div>
      {footer !== undefined && <footer className={css.footer}>{footer}</footer>}
      {aside}
    </div>
  );
}

function Crumbs({ title, crumbs }: { title: string; crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={t('app.breadcrumbs')}>
      <ol className={css.crumbs}>
        {crumbs.map((crumb) => (
          <li key={crumb.to}>
            <Link to={crumb.to}>{crumb.label}</Link>
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  );
}

interface PageHeaderProps {
  title: string;
  /** Beside the title: date, line of business. */
  detail?: ReactNode;
  /** On a phone the detail stands above the title, as the date does on Today; else below it. */
  detailAbove?: boolean;
  /** Beside the title: the switch between views of the same thing. */
  views?: ReactNode;
  /** At the end: buttons. On a phone a menu, where the header has more to say than the title. */
  actions?: ReactNode;
  /** At the end, in small letters: a sum. Not on a phone. */
  note?: ReactNode;
  /** On a phone, where a record leads back to. */
  back?: Crumb | undefined;
  /** “4 of 13, Today”, with the neighbours' addresses. */
  place?:
    | { label: string; previous?: string | undefined; next?: string | undefined; go: (to: string) => void }
    | undefined;
}

/** The title line of a screen. */
export function PageHeader({ title, detail, detailAbove = false, views, actions, note, back, place }: PageHeaderProps) {
  const inMenu = Boolean(actions) && (Boolean(detail) || views !== undefined || back !== undefined);
  return (
    <div className={css.header}>
      {back && (
        <Link to={back.to} className={css.back}>
          <ChevronLeft size={16} aria-hidden="true" />
          {back.label}
        </Link>
      )}
      <h1 className={css.title}>{title}</h1>
      {detail !== undefined && (
        <div className={css.detail} data-above={detailAbove}>
          {detail}
        </div>
      )}
      {views !== undefined && <div className={css.views}>{views}</div>}
      <div className={css.actions} data-menu={inMenu}>
        {note !== undefined && <span className={css.note}>{note}</span>}
        {inMenu ? <HeaderActions>{actions}</HeaderActions> : actions}
        {place && <Place {...place} />}
      </div>
    </div>
  );
}

function Place({ label, previous, next, go }: NonNullable<PageHeaderProps['place']>) {
  useKeys([
    { keys: 'k', label: t('table.previous record'), run: () => previous !== undefined && go(previous) },
    { keys: 'j', label: t('table.next record'), run: () => next !== undefined && go(next) },
  ]);
  return (
    <div className={css.place}>
      <button
        type="button"
        aria-label={t('table.previous record')}
        disabled={previous === undefined}
        onClick={() => previous !== undefined && go(previous)}
      >
        <ChevronLeft size={16} aria-hidden="true" />
      </button>
      <span>{label}</span>
      <button
        type="button"
        aria-label={t('table.next record')}
        disabled={next === undefined}
        onClick={() => next !== undefined && go(next)}
      >
        <ChevronRight size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
