import { Autocomplete, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { t } from '../messages/en.ts';
import type { Filter } from './FilterBar.tsx';
import css from './FilterBar.module.css';
import { Form } from './Form.tsx';

interface OwnField {
  field: string;
  values: readonly string[];
}

/** The fields that there are to choose from: of which records, and how they are read. */
interface Source {
  of: string;
  read: (signal: AbortSignal) => Promise<{ items: readonly OwnField[] }>;
}

/** A filter by one of the fields that the workspace added: which, and what stands in it. Held as JSON, as the lists want it. */
export const ownFieldFilter = (source: Source): Filter => ({
  id: 'custom',
  label: t('filter.own field'),
  words: ownFieldWords,
  editor: (value, set, close) => (
    <OwnFieldEditor
      source={source}
      value={value}
      onEnter={(chosen) => {
        set(chosen);
        close();
      }}
    />
  ),
});

interface EditorProps {
  source: Source;
  value: string | undefined;
  onEnter: (value: string | undefined) => void;
}

function OwnFieldEditor({ source, value, onEnter }: EditorProps) {
  const [first] = Object.entries(wantedOf(value));
  const [field, setField] = useState(first?.[0] ?? '');
  const [wanted, setWanted] = useState(first ? String(first[1]) : '');
  const known =
    useQuery({ queryKey: ['own fields', source.of], queryFn: ({ signal }) => source.read(signal), staleTime: 60_000 })
      .data?.items ?? [];
  const values = known.find((each) => each.field === field)?.values ?? [];
  return (
    <Form
      className={css.stack}
      onSend={() =>
        onEnter(
          field.trim() === '' || wanted.trim() === '' ? undefined : JSON.stringify({ [field.trim()]: wanted.trim() }),
        )
      }
    >
      <Autocomplete
        data-autofocus
        label={t('filter.own field name')}
        description={known.length === 0 ? t('filter.own field none') : undefined}
        data={known.map((each) => each.field)}
        value={field}
        onChange={setField}
        maxLength={60}
        comboboxProps={{ withinPortal: false }}
      />
      <Autocomplete
        label={t('filter.own field value')}
        data={[...values]}
        value={wanted}
        onChange={setWanted}
        maxLength={100}
        comboboxProps={{ withinPortal: false }}
      />
      <Button type="submit">{t('filter.apply')}</Button>
    </Form>
  );
}

function wantedOf(value: string | undefined): Record<string, unknown> {
  try {
    const wanted: unknown = JSON.parse(value ?? '{}');
    return Object.fromEntries(Object.entries(Object(wanted)));
  } catch {
    return {};
  }
}

const ownFieldWords = (value: string): string =>
  Object.entries(wantedOf(value))
    .map(([field, of]) => `${field}: ${String(of)}`)
    .join(', ') || value;
