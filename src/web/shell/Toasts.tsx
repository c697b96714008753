import { Check, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { KeyHint } from '../kit/KeyHint.tsx';
import { t } from '../messages/en.ts';
import css from './Toasts.module.css';
import { closeToast, takeBack, useToasts, type Toast } from './toasts.ts';

/** Long enough to read and to reach for Undo. */
const standsFor = 8000;

export function Toasts() {
  const toasts = useToasts();
  return (
    <section className={css.stack} aria-label={t('toast.messages')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} newest={toast === toasts.at(-1)} />
      ))}
    </section>
  );
}

function ToastLine({ toast, newest }: { toast: Toast; newest: boolean }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.tone === 'problem') return undefined;
    const timer = setTimeout(() => closeToast(toast.id), standsFor);
    return () => clearTimeout(timer);
  }, [held, toast]);
  return (
    <div
      className={css.toast}
      data-tone={toast.tone}
      role={toast.tone === 'problem' ? 'alert' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.tone === 'problem' ? (
        <TriangleAlert size={15} aria-hidden="true" />
      ) : (
        <Check size={15} aria-hidden="true" />
      )}
      <span className={css.message}>{toast.message}</span>
      {toast.undo && (
        <button type="button" className={css.undo} onClick={() => takeBack(toast)}>
          {t('toast.undo')}
          {newest && <KeyHint keys="mod+z" />}
        </button>
      )}
      <button type="button" className={css.close} aria-label={t('app.close')} onClick={() => closeToast(toast.id)}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
