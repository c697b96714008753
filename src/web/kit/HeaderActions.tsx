import { MoreHorizontal } from 'lucide-react';
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import css from './HeaderActions.module.css';

/**
 * What can be done with a record: a row of buttons beside its name, and on a phone a menu, since there what the record says comes
 * first. It is the same row both times, so that dialogs that its buttons hold stay open when the menu closes.
 */
export function HeaderActions({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const leave = (event: Event) => {
      const at = event.target as Element;
      // What a button of the menu opened floats at the end of the page.
      if (!box.current?.contains(at) && !at.closest('#layers')) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    document.addEventListener('pointerdown', leave);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  const done = (event: MouseEvent) => {
    const chosen = (event.target as Element).closest('button, a');
    // A popover hangs on its button: that one has to stay.
    if (chosen && !chosen.hasAttribute('aria-haspopup')) setOpen(false);
  };
  return (
    <div className={css.box} ref={box}>
      <button
        type="button"
        className={css.more}
        aria-expanded={open}
        aria-label={t('app.more actions')}
        onClick={() => setOpen(!open)}
      >
        <MoreHorizontal size={20} aria-hidden="true" />
      </button>
      <div className={css.actions} data-open={open} onClick={done}>
        {children}
      </div>
    </div>
  );
}
