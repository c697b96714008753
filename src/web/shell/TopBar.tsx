import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus, Search, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { format } from '../format.ts';
import { KeyHint } from '../kit/KeyHint.tsx';
import { t } from '../messages/en.ts';
import { PersonMenu } from './Rail.tsx';
import css from './TopBar.module.css';

interface TopBarProps {
  alarms: number;
  /** What the person was told. */
  bell: ReactNode;
  person: string;
  /** Receives the element into which each page puts where it is. */
  crumbsRef: (element: HTMLElement | null) => void;
  onSearch: () => void;
  onLog: () => void;
  onSignOut: () => void;
}

/** Where I am, search, alarms, what I was told, Log. On a phone only alarms, bell and the person stay, beside the page's title. */
export function TopBar({ alarms, bell, person, crumbsRef, onSearch, onLog, onSignOut }: TopBarProps) {
  return (
    <header className={css.bar}>
      <div ref={crumbsRef} className={css.crumbs} />
      <button type="button" className={css.search} onClick={onSearch}>
        <Search size={14} aria-hidden="true" />
        <span className={css.searchLabel}>{t('bar.search')}</span>
        <KeyHint keys="mod+k" />
      </button>
      <div className={css.end}>
        <Link to="/today" search={{ kind: 'alarm' }} className={css.alarms}>
          <TriangleAlert size={15} aria-hidden="true" />
          <span className={css.alarmsLabel}>{t('bar.alarms')}</span>
          {alarms > 0 && (
            <span className={css.alarmCount}>
              <span aria-hidden="true">{format.number(alarms)}</span>
              <span className="visually-hidden">{t('bar.alarms count', { count: alarms })}</span>
            </span>
          )}
        </Link>
        {bell}
        <Button
          className={css.log ?? ''}
          leftSection={<Plus size={15} aria-hidden="true" />}
          rightSection={<KeyHint keys="l" onAccent />}
          onClick={onLog}
        >
          {t('bar.log')}
        </Button>
        <PersonMenu name={person} onSignOut={onSignOut} short className={css.person ?? ''} />
      </div>
    </header>
  );
}
