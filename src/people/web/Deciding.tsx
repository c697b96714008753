import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Refusal } from '../../web/kit/Form.tsx';
import type { Outcome } from './edits.ts';
import { t } from './messages.ts';
import css from './people.module.css';

interface DecidingProps<B, R> {
  send: (body: B, overwrite: boolean) => Promise<Outcome<R>>;
  /** The value that somebody else has set meanwhile. */
  words: (current: R) => string;
  /** After it was saved, or theirs was taken. */
  close?: () => void;
  children: (go: (body: B) => void) => ReactNode;
}

/** Sends an edit; when somebody else set the same field meanwhile, shows both and lets the person choose. */
export function Deciding<B extends object, R extends object>({ send, words, close, children }: DecidingProps<B, R>) {
  const [clash, setClash] = useState<{ body: B; mine: string; theirs: string }>();
  const [problem, setProblem] = useState<unknown>();
  const end = () => {
    setClash(undefined);
    setProblem(undefined);
    close?.();
  };
  const go = async (body: B, overwrite = false) => {
    try {
      const outcome = await send(body, overwrite);
      if (outcome.saved) end();
      else {
        const [mine, theirs] = [words({ ...outcome.current, ...body }), words(outcome.current)];
        setClash({ body, mine: mine || t('edit.empty'), theirs: theirs || t('edit.empty') });
      }
    } catch (error) {
      setProblem(error);
    }
  };
  if (clash === undefined)
    return (
      <>
        {children((body) => void go(body))}
        <Refusal error={problem} />
      </>
    );
  return (
    <div role="alert" className={css.stack}>
      <p>{t('edit.conflict')}</p>
      <Button variant="default" onClick={() => void go(clash.body, true)}>
        {t('edit.keep mine', { value: clash.mine })}
      </Button>
      <Button variant="default" onClick={end}>
        {t('edit.take theirs', { value: clash.theirs })}
      </Button>
    </div>
  );
}
