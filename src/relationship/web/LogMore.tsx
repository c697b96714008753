import { Button, Textarea, TextInput } from '@mantine/core';
import { ArrowRight, Bookmark, Lightbulb } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { format } from '../../web/format.ts';
import { SpotFields } from '../../usage/spotted/web/SpotFields.tsx';
import { emptySpot } from '../../usage/spotted/web/spotDraft.ts';
import { useMay } from '../../web/session.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import css from './log.module.css';
import type { LogDraft } from './logDraft.ts';
import { t } from './logMessages.ts';

type Planned = LogDraft['promise'];

/** What is optional: a text, a promise that was made, the next step, business that was spotted. */
export function LogMore({ draft, onChange }: { draft: LogDraft; onChange: (part: Partial<LogDraft>) => void }) {
  const [open, setOpen] = useState<'promise' | 'next' | 'spotted'>();
  const maySpot = useMay('spotted:write');
  return (
    <section className={css.part}>
      <h3>
        {t('more')}
        <span>{t('more.optional')}</span>
      </h3>
      <Textarea
        aria-label={t('more.text')}
        placeholder={t('more.placeholder')}
        value={draft.text}
        maxLength={20_000}
        autosize
        minRows={3}
        maxRows={9}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <div className={css.cards}>
        <Card
          icon={<Bookmark size={16} aria-hidden="true" />}
          title={t('promise')}
          hint={t('promise.hint')}
          value={draft.promise}
          open={open === 'promise'}
          onOpen={() => setOpen(open === 'promise' ? undefined : 'promise')}
        />
        <Card
          icon={<ArrowRight size={16} aria-hidden="true" />}
          title={t('next')}
          hint={t('next.hint')}
          value={draft.next}
          open={open === 'next'}
          onOpen={() => setOpen(open === 'next' ? undefined : 'next')}
        />
        {maySpot && (
          <Card
            icon={<Lightbulb size={16} aria-hidden="true" />}
            title={t('spotted')}
            hint={t('spotted.hint')}
            value={draft.spotted && { what: draft.spotted.what, by: null }}
            open={open === 'spotted'}
            onOpen={() => setOpen(open === 'spotted' ? undefined : 'spotted')}
          />
        )}
      </div>
      {open === 'spotted' && (
        <>
          <SpotFields value={draft.spotted ?? emptySpot} onChange={(spotted) => onChange({ spotted })} focus />
          <Button
            variant="default"
            onClick={() => {
              onChange({ spotted: null });
              setOpen(undefined);
            }}
          >
            {t('remove')}
          </Button>
        </>
      )}
      {(open === 'promise' || open === 'next') && (
        <Editor
          key={open}
          what={t(`${open}.what`)}
          by={t(`${open}.by`)}
          value={draft[open]}
          onChange={(value) => onChange({ [open]: value })}
          onRemove={() => {
            onChange({ [open]: null });
            setOpen(undefined);
          }}
        />
      )}
    </section>
  );
}

interface CardProps {
  icon: ReactNode;
  title: string;
  hint: string;
  value: Planned;
  open: boolean;
  onOpen: () => void;
}

function Card({ icon, title, hint, value, open, onOpen }: CardProps) {
  const set = value !== null && value.what.trim() !== '';
  const shown = !set
    ? hint
    : value.by === null
      ? value.what
      : t('promise.shown', { what: value.what, when: format.date(value.by, 'weekday') });
  return (
    <button type="button" className={css.card} data-set={set} aria-expanded={open} onClick={onOpen}>
      {icon}
      <span>
        <b>{title}</b>
        <span className={css.cardText}>{shown}</span>
      </span>
    </button>
  );
}

interface EditorProps {
  what: string;
  by: string;
  value: Planned;
  onChange: (value: Planned) => void;
  onRemove: () => void;
}

function Editor({ what, by, value, onChange, onRemove }: EditorProps) {
  const now = value ?? { what: '', by: null };
  return (
    <div className={css.editor}>
      <TextInput
        label={what}
        value={now.what}
        maxLength={300}
        autoFocus
        onChange={(event) => onChange({ ...now, what: event.currentTarget.value })}
      />
      <DateField label={by} value={now.by} onChange={(day) => onChange({ ...now, by: day })} />
      <Button variant="default" onClick={onRemove}>
        {t('remove')}
      </Button>
    </div>
  );
}
