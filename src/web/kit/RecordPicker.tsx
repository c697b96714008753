import { Combobox, InputBase, Loader, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { Avatar } from './Avatar.tsx';
import { useInsidePopover } from './insidePopover.ts';
import css from './RecordPicker.module.css';

export interface Pick {
  id: string;
  name: string;
  detail?: string;
}

interface RecordPickerProps {
  label: string;
  value: Pick | null;
  onChange: (pick: Pick | null) => void;
  /** Finds records for a text as typed so far; empty text asks for the likeliest. */
  search: (text: string, signal: AbortSignal) => Promise<readonly Pick[]>;
  required?: boolean;
  error?: string;
  placeholder?: string;
  /** Before each name. */
  face?: (pick: Pick) => ReactNode;
}

/** Chooses one record by typing part of its name. */
export function RecordPicker(props: RecordPickerProps) {
  const { label, value, onChange, search, required = false, error, placeholder, face } = props;
  const [text, setText] = useState(value?.name ?? '');
  const [before, setBefore] = useState(value?.id);
  // It was changed elsewhere, or taken back.
  if (value?.id !== before) {
    setBefore(value?.id);
    setText(value?.name ?? '');
  }
  const [open, setOpen] = useState(false);
  const { found, searching } = useFound(open ? (text === value?.name ? '' : text) : undefined, search);
  const { ref, inside } = useInsidePopover();
  const combobox = useCombobox({
    opened: open,
    onOpenedChange: setOpen,
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const close = () => {
    combobox.closeDropdown();
    setText(value?.name ?? '');
  };
  return (
    <Combobox
      store={combobox}
      withinPortal={!inside}
      onOptionSubmit={(id) => {
        const pick = found.find((candidate) => candidate.id === id);
        if (pick === undefined) return;
        onChange(pick);
        setText(pick.name);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <InputBase
          ref={ref}
          role="combobox"
          label={label}
          required={required}
          error={error}
          placeholder={placeholder ?? t('field.search')}
          value={text}
          rightSection={
            searching ? (
              <Loader size={14} />
            ) : value !== null && !required ? (
              <Combobox.ClearButton
                aria-label={t('app.clear')}
                onClear={() => {
                  onChange(null);
                  setText('');
                }}
              />
            ) : (
              <Combobox.Chevron />
            )
          }
          rightSectionPointerEvents={value !== null && !required ? 'all' : 'none'}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={close}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={label} mah={300} style={{ overflowY: 'auto' }}>
          {found.map((pick) => (
            <Combobox.Option key={pick.id} value={pick.id} className={css.option ?? ''}>
              {face?.(pick)}
              <span>{pick.name}</span>
              {pick.detail !== undefined && <span className={css.detail}>{pick.detail}</span>}
            </Combobox.Option>
          ))}
          {found.length === 0 && (
            <Combobox.Empty>{searching ? t('palette.searching') : t('app.nothing found')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Chooses a person: a record picker with initials. */
export function PersonPicker(props: Omit<RecordPickerProps, 'face'>) {
  return <RecordPicker {...props} face={initialsOf} />;
}

function initialsOf(pick: Pick): ReactNode {
  return <Avatar name={pick.name} />;
}

function useFound(text: string | undefined, search: RecordPickerProps['search']) {
  const [settled] = useDebouncedValue(text, 120);
  const [answer, setAnswer] = useState<{ text?: string; found: readonly Pick[] }>({ found: [] });
  useEffect(() => {
    if (settled === undefined) return undefined;
    const asked = new AbortController();
    const take = (found: readonly Pick[]) => {
      if (!asked.signal.aborted) setAnswer({ text: settled, found });
    };
    search(settled.trim(), asked.signal).then(take, () => take([]));
    return () => asked.abort();
  }, [settled, search]);
  return { found: answer.found, searching: text !== undefined && answer.text !== text };
}
