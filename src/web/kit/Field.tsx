import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { t } from '../messages/en.ts';
import { keepDraft, readDraft } from './drafts.ts';
import css from './Field.module.css';

/** What the server answered to a save: taken, or someone else was faster. */
export type Saved = { saved: true } | { saved: false; theirs: string };

interface FieldProps {
  label: string;
  value: string;
  /** How the value is shown when it is not being edited. */
  shown?: string;
  /** Saves; `overwrite` after the person saw another's value and kept theirs. Throws when it could not be saved. */
  onSave: (value: string, overwrite: boolean) => Promise<Saved>;
  /** Names the draft that survives a reload: record kind, id and field. */
  draft?: string;
  type?: 'text' | 'number' | 'email' | 'tel' | 'url';
  multiline?: boolean;
  hideLabel?: boolean;
}

type State =
  | { at: 'reading' }
  | { at: 'editing'; text: string }
  | { at: 'saving'; text: string }
  | { at: 'conflict'; text: string; theirs: string }
  | { at: 'failed'; text: string; why: string };

/** A value that is edited in place: Enter saves (⌘Enter in a long text), Escape takes back, nothing typed is lost. */
export function Field({
  label,
  value,
  shown,
  onSave,
  draft,
  type = 'text',
  multiline = false,
  hideLabel = false,
}: FieldProps) {
  const id = useId();
  const [state, setState] = useState<State>(() => {
    const kept = draft === undefined ? undefined : readDraft(draft);
    return kept === undefined || kept === value ? { at: 'reading' } : { at: 'editing', text: kept };
  });
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const editing = state.at === 'editing' || state.at === 'failed';
  useEffect(() => {
    if (editing) input.current?.focus();
  }, [editing]);

  const write = (text: string) => {
    setState({ at: 'editing', text });
    if (draft !== undefined) keepDraft(draft, text);
  };
  const stop = () => {
    if (draft !== undefined) keepDraft(draft, undefined);
    setState({ at: 'reading' });
    requestAnimationFrame(() => opener.current?.focus());
  };
  const save = async (text: string, overwrite = false) => {
    if (text === value) return stop();
    setState({ at: 'saving', text });
    try {
      const answer = await onSave(text, overwrite);
      if (answer.saved) stop();
      else setState({ at: 'conflict', text, theirs: answer.theirs });
    } catch (error) {
      setState({ at: 'failed', text, why: error instanceof Error ? error.message : t('problem.happened') });
    }
    return undefined;
  };

  const Input = multiline ? 'textarea' : 'input';
  return (
    <div className={css.field}>
      <label id={`${id}-label`} htmlFor={id} className={hideLabel ? 'visually-hidden' : css.label}>
        {label}
      </label>
      {(state.at === 'editing' || state.at === 'failed') && (
        <Input
          ref={input}
          id={id}
          className={css.input}
          {...(multiline ? { rows: 3 } : { type })}
          value={state.text}
          aria-invalid={state.at === 'failed'}
          aria-describedby={state.at === 'failed' ? `${id}-why` : undefined}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={() => {
            if (state.at === 'editing') void save(state.text);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') stop();
            else if (event.key === 'Enter' && (!multiline || event.metaKey || event.ctrlKey)) void save(state.text);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      )}
      {(state.at === 'reading' || state.at === 'saving') && (
        <button
          ref={opener}
          id={id}
          type="button"
          className={css.shown}
          data-empty={value === '' && state.at === 'reading'}
          aria-labelledby={`${id}-label ${id}`}
          aria-busy={state.at === 'saving'}
          onClick={() => setState({ at: 'editing', text: value })}
        >
          {(state.at === 'saving' ? state.text : (shown ?? value)) || t('field.empty')}
        </button>
      )}
      {state.at === 'failed' && (
        <p id={`${id}-why`} role="alert" className={css.why}>
          {state.why}
        </p>
      )}
      {state.at === 'conflict' && (
        <div role="alert" className={css.conflict}>
          <p>{t('field.conflict')}</p>
          <p>{t('field.conflict theirs', { value: state.theirs })}</p>
          <Button size="xs" variant="default" onClick={() => void save(state.text, true)}>
            {t('field.conflict keep mine', { value: state.text })}
          </Button>
          <Button size="xs" variant="default" onClick={stop}>
            {t('field.conflict take theirs')}
          </Button>
        </div>
      )}
    </div>
  );
}
