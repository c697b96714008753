import { Button, Popover } from '@mantine/core';
import { ChevronDown, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '../messages/en.ts';
import css from './FilterBar.module.css';

export interface FilterChoice {
  value: string;
  label: string;
}

interface FilterCommon {
  id: string;
  label: string;
  /** What “no filter” is called: anyone, all. */
  any?: string;
}

/** A filter: a list to choose from, or any editor of its own in the popover. */
export type Filter =
  | (FilterCommon & { choices: readonly FilterChoice[] })
  | (FilterCommon & {
      /** The chosen value in words. */
      words: (value: string) => string;
      editor: (value: string | undefined, set: (value: string | undefined) => void, close: () => void) => ReactNode;
    });

interface FilterBarProps {
  filters: readonly Filter[];
  /** Chosen values by filter id; usually the view in the URL. */
  values: Readonly<Record<string, string | undefined>>;
  onChange: (change: Record<string, string | undefined>) => void;
  /** At the end: a legend, column choice. */
  end?: ReactNode;
}

/** Chips that say what the list is narrowed to; each opens its choices. */
export function FilterBar({ filters, values, onChange, end }: FilterBarProps) {
  const some = filters.some((filter) => values[filter.id] !== undefined);
  return (
    <div className={css.bar}>
      <div className={css.chips}>
        {filters.map((filter) => (
          <FilterChip
            key={filter.id}
            filter={filter}
            value={values[filter.id]}
            onChange={(value) => onChange({ [filter.id]: value })}
          />
        ))}
        {some && (
          <button
            type="button"
            className={css.clear}
            onClick={() => onChange(Object.fromEntries(filters.map((filter) => [filter.id, undefined])))}
          >
            {t('filter.clear all')}
          </button>
        )}
      </div>
      {end !== undefined && <div className={css.end}>{end}</div>}
    </div>
  );
}

interface FilterChipProps {
  filter: Filter;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function FilterChip({ filter, value, onChange }: FilterChipProps) {
  const [open, setOpen] = useState(false);
  const words = value === undefined ? (filter.any ?? t('app.any')) : wordsOf(filter, value);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <div className={css.chip} data-set={value !== undefined}>
        <Popover.Target>
          <button type="button" className={css.open} onClick={() => setOpen(!open)}>
            <span className="visually-hidden">{t('filter.by')}</span>
            <span>{filter.label}</span> <b>{words}</b>
            {value === undefined && <ChevronDown size={11} aria-hidden="true" />}
          </button>
        </Popover.Target>
        {value !== undefined && (
          <button
            type="button"
            className={css.remove}
            aria-label={t('filter.remove', { label: filter.label })}
            onClick={() => onChange(undefined)}
          >
            <X size={12} aria-hidden="true" />
          </button>
        )}
      </div>
      <Popover.Dropdown p={4} aria-label={filter.label}>
        {'choices' in filter ? (
          <ul className={css.choices}>
            {filter.choices.map((choice) => (
              <li key={choice.value}>
                <Button
                  fullWidth
                  justify="start"
                  variant="subtle"
                  aria-pressed={choice.value === value}
                  className={css.choice ?? ''}
                  onClick={() => {
                    onChange(choice.value === value ? undefined : choice.value);
                    setOpen(false);
                  }}
                >
                  {choice.label}
                </Button>
              </li>
            ))}
          </ul>
        ) : (
          filter.editor(value, onChange, () => setOpen(false))
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function wordsOf(filter: Filter, value: string): string {
  if ('words' in filter) return filter.words(value);
  const labelOf = (chosen: string) => filter.choices.find((choice) => choice.value === chosen)?.label;
  // Several of them, as a link may ask for.
  return (
    labelOf(value) ??
    value
      .split(',')
      .map((chosen) => labelOf(chosen) ?? chosen)
      .join(', ')
  );
}
