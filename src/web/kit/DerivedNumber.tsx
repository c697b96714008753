import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';
import css from './DerivedNumber.module.css';

interface DerivedNumberProps {
  /** What the number is, for people who cannot see the underline. */
  what: string;
  children: ReactNode;
  onExplain: () => void;
}

/** A number that was computed: dotted underline, and a click shows where it comes from. */
export function DerivedNumber({ what, children, onExplain }: DerivedNumberProps) {
  return (
    <button type="button" className={css.derived} title={t('derived.explain', { what })} onClick={onExplain}>
      {children}
    </button>
  );
}
