import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../messages/en.ts';
import type { Filter } from './FilterBar.tsx';
import css from './FilterBar.module.css';
import { Form } from './Form.tsx';

interface TextFilter {
  id: string;
  label: string;
  /** What is looked in. */
  hint?: string;
  /** The text in words; as it was typed, unless told otherwise. */
  words?: (value: string) => string;
}

/** A filter by words that are typed. */
export const textFilter = ({ id, label, hint, words = (value) => value }: TextFilter): Filter => ({
  id,
  label,
  words,
  editor: (value, set, close) => (
    <TextEditor
      label={label}
      hint={hint}
      value={value}
      onEnter={(text) => {
        set(text);
        close();
      }}
    />
  ),
});

interface TextEditorProps {
  label: string;
  hint: string | undefined;
  value: string | undefined;
  onEnter: (text: string | undefined) => void;
}

function TextEditor({ label, hint, value, onEnter }: TextEditorProps) {
  const [text, setText] = useState(value ?? '');
  return (
    <Form className={css.stack} onSend={() => onEnter(text.trim() || undefined)}>
      <TextInput
        data-autofocus
        label={label}
        description={hint}
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">{t('filter.apply')}</Button>
    </Form>
  );
}
