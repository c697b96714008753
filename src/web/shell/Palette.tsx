import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { ArrowRight, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../kit/Dialog.tsx';
import { KeyHint } from '../kit/KeyHint.tsx';
import { t } from '../messages/en.ts';
import type { Hit, SearchRecords } from './destinations.ts';
import { takeTyped, useOfferedKeys } from './keys.ts';
import css from './Palette.module.css';
import { places, placeTitle } from './places.ts';
import { schemes, useScheme } from './scheme.ts';

interface Choice {
  id: string;
  group: string;
  title: string;
  detail?: string | undefined;
  keys?: string | undefined;
  /** Other words that it is found by. */
  words?: string;
  run: () => void;
}

/** Search over records and everything that can be done; Enter runs, arrows choose. */
export default function Palette({ searchRecords, onClose }: { searchRecords: SearchRecords; onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { hits, searching } = useHits(text, searchRecords);
  const commands = useCommands();
  const navigate = useNavigate();
  const list = useId();
  const options = useRef<HTMLDivElement>(null);

  const records = hits.map((hit): Choice => ({
    id: hit.id,
    group: t('palette.records'),
    title: hit.title,
    detail: hit.detail,
    run: () => void navigate({ to: hit.to }),
  }));
  const choices = [
    ...records,
    ...commands.filter((command) => fits(`${command.title} ${command.words ?? ''}`, text)),
  ].slice(0, 80);
  const current = choices[Math.min(at, choices.length - 1)];

  const run = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    choice.run();
  };
  const move = (by: number) => {
    const next = (Math.min(at, choices.length - 1) + by + choices.length) % Math.max(1, choices.length);
    setAt(next);
    options.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={620}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      classNames={{ content: css.content ?? '' }}
    >
      <div className={css.field}>
        <Search size={16} aria-hidden="true" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={current && `${list}-${current.id}`}
          aria-label={t('bar.search')}
          placeholder={t('palette.placeholder')}
          value={text}
          onFocus={() => setText((before) => before + takeTyped())}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1);
            else if (event.key === 'ArrowUp') move(-1);
            else if (event.key === 'Enter') run(current);
            else return;
            event.preventDefault();
          }}
        />
        <KeyHint keys="escape" />
      </div>
      <div ref={options} id={list} role="listbox" aria-label={t('palette.title')} className={css.list}>
        {Object.entries(Object.groupBy(choices, (choice) => choice.group)).map(([group, members]) => (
          <div key={group} role="group" aria-label={group}>
            <div className={css.group} aria-hidden="true">
              {group}
            </div>
            {members?.map((choice) => (
              <div
                key={choice.id}
                id={`${list}-${choice.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={choice === current}
                className={css.option}
                onPointerMove={() => setAt(choices.indexOf(choice))}
                onClick={() => run(choice)}
                onKeyDown={undefined}
              >
                <span className={css.title}>{choice.title}</span>
                {choice.detail !== undefined && <span className={css.detail}>{choice.detail}</span>}
                {choice.keys === undefined ? (
                  <ArrowRight size={13} aria-hidden="true" />
                ) : (
                  <KeyHint keys={choice.keys} />
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className={css.state} role="status">
        {searching
          ? t('palette.searching')
          : choices.length === 0
            ? t('palette.nothing', { query: text })
            : t('palette.results', { count: choices.length })}
      </p>
    </Dialog>
  );
}

function useHits(text: string, searchRecords: SearchRecords): { hits: readonly Hit[]; searching: boolean } {
  const [settled] = useDebouncedValue(text.trim(), 120);
  const [found, setFound] = useState<{ text: string; hits: readonly Hit[] }>({ text: '', hits: [] });
  useEffect(() => {
    if (settled === '') return undefined;
    const asked = new AbortController();
    searchRecords(settled, asked.signal).then(
      (hits) => {
        if (!asked.signal.aborted) setFound({ text: settled, hits });
      },
      () => {
        if (!asked.signal.aborted) setFound({ text: settled, hits: [] });
      },
    );
    return () => asked.abort();
  }, [settled, searchRecords]);
  if (text.trim() === '') return { hits: [], searching: false };
  return { hits: found.hits, searching: found.text !== text.trim() };
}

function useCommands(): Choice[] {
  const navigate = useNavigate();
  const [, setScheme] = useScheme();
  const offered = useOfferedKeys().flatMap((layer) => layer.bindings);
  const commands = offered.flatMap((binding, i): Choice[] =>
    binding.unlisted === true || binding.label === t('bar.search')
      ? []
      : [
          {
            id: `command-${i}`,
            group: t('palette.commands'),
            title: binding.label,
            keys: [binding.keys ?? []].flat()[0],
            run: binding.run,
          },
        ],
  );
  const looks = schemes.map((scheme): Choice => ({
    id: `scheme-${scheme}`,
    group: t('palette.commands'),
    title: `${t('scheme.title')}: ${t(`scheme.${scheme}`)}`,
    run: () => setScheme(scheme),
  }));
  const elsewhere = places.map(({ id, to, ...place }): Choice => {
    // After the comma stand words that are only looked for.
    const [title = '', ...words] = placeTitle(id).split(', ');
    const address: string = to;
    return {
      id: `place-${to}-${id}`.replaceAll(' ', '-'),
      group: t('palette.places'),
      title,
      words: words.join(' '),
      run: () => void navigate({ to: address, search: 'search' in place ? place.search : {} }),
    };
  });
  return [...commands, ...looks, ...elsewhere];
}

/** Every word typed must start a word of the title. */
function fits(title: string, text: string): boolean {
  const words = title.toLocaleLowerCase().split(/[\s:-]+/);
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
