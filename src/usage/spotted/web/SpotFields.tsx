import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { mayContacts, urgencies } from '../spotted.ts';
import { t } from './messages.ts';
import type { SpotDraft } from './spotDraft.ts';
import css from './spotted.module.css';

interface SpotFieldsProps {
  value: SpotDraft;
  onChange: (value: SpotDraft) => void;
  focus?: boolean;
}

/** What, for whom, how urgent, may we contact: one line to write and three taps. */
export function SpotFields({ value, onChange, focus = false }: SpotFieldsProps) {
  const [elsewhere, setElsewhere] = useState(value.forName !== '');
  const change = (part: Partial<SpotDraft>) => onChange({ ...value, ...part });
  return (
    <div className={css.fields}>
      <Textarea
        label={t('what')}
        placeholder={t('what.example')}
        value={value.what}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={6}
        data-autofocus={focus || undefined}
        onChange={(event) => change({ what: event.currentTarget.value })}
      />
      <Checkbox
        label={t('elsewhere')}
        checked={elsewhere}
        onChange={(event) => {
          setElsewhere(event.currentTarget.checked);
          if (!event.currentTarget.checked) change({ forName: '' });
        }}
      />
      {elsewhere && (
        <TextInput
          label={t('elsewhere.name')}
          value={value.forName}
          maxLength={300}
          onChange={(event) => change({ forName: event.currentTarget.value })}
        />
      )}
      <Choice
        label={t('urgency')}
        options={urgencies.map((id) => ({ id, label: t(`urgency.${id}`) }))}
        value={value.urgency}
        onChange={(urgency) => change({ urgency })}
      />
      <Choice
        label={t('may contact')}
        options={mayContacts.map((id) => ({ id, label: t(`may contact.${id}`) }))}
        value={value.mayContact}
        onChange={(mayContact) => change({ mayContact })}
      />
    </div>
  );
}

interface ChoiceProps<Id extends string> {
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  onChange: (id: Id) => void;
}

function Choice<Id extends string>({ label, options, value, onChange }: ChoiceProps<Id>) {
  return (
    <div className={css.choice}>
      <span className={css.choiceLabel}>{label}</span>
      <div className={css.chips} role="group" aria-label={label}>
        {options.map((option) => (
          <button
            key={option.id}
            type="button"
            className={css.chip}
            aria-pressed={option.id === value}
            onClick={() => onChange(option.id)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </div>
  );
}
