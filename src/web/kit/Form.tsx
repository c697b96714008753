import { Button } from '@mantine/core';
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react';
import { t } from '../messages/en.ts';
import css from './Form.module.css';
import { problemText } from './QueryProblem.tsx';

/** A class only where the fields do not stand one below the other. */
interface FormProps extends Omit<ComponentProps<'form'>, 'onSubmit'> {
  onSend: () => unknown;
}

/** What is filled in and sent: Enter sends it, as its button of `type="submit"` does. */
export function Form({ onSend, className = css.form, ...rest }: FormProps) {
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      {...rest}
    />
  );
}

/** Sends from within a longer text too, where Enter begins a line. */
export function sendByKeys(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

interface FormButtonsProps {
  /** What sending does, in its own words. */
  send: string;
  busy?: boolean;
  disabled?: boolean;
  onCancel: () => void;
  /** What else can be done here. */
  children?: ReactNode;
}

/** The foot of a form: leave it, or send it. */
export function FormButtons({ send, busy = false, disabled = false, onCancel, children }: FormButtonsProps) {
  return (
    <div className={css.buttons}>
      {children}
      <Button variant="default" onClick={onCancel}>
        {t('app.cancel')}
      </Button>
      <Button type="submit" loading={busy} disabled={disabled}>
        {send}
      </Button>
    </div>
  );
}

/** Why what was sent is not taken, beside the button that sent it. */
export function Refusal({ error, kept }: { error: unknown; kept?: string }) {
  if (!error) return null;
  return (
    <p role="alert" className={css.refusal}>
      {problemText(error)} {kept}
    </p>
  );
}
