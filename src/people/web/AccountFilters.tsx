import { Button, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { phases, positions, saleTypes } from '../../relationship/vocabulary.ts';
import { format } from '../../web/format.ts';
import { FilterBar, type Filter } from '../../web/kit/FilterBar.tsx';
import { ownFieldFilter } from '../../web/kit/ownFieldFilter.tsx';
import { textFilter } from '../../web/kit/textFilter.tsx';
import type { View } from '../../web/kit/view.ts';
import { t as web } from '../../web/messages/en.ts';
import { ask } from '../../web/connection.ts';
import { Form } from '../../web/kit/Form.tsx';
import { peopleContract } from '../contract.ts';
import { accountKinds } from '../filter.ts';
import { useMembers, type Members } from './data.ts';
import { t } from './messages.ts';
import css from './people.module.css';

interface FiltersProps {
  view: View;
  onView: (change: View) => void;
  /** At the end: column choice, legend. */
  end?: ReactNode;
}

/** The one filter over the accounts table, the cycle map and the board; it lives in the address. */
export function AccountFilters({ view, onView, end }: FiltersProps) {
  const members = useMembers();
  const [more, setMore] = useState(false);
  const filters: Filter[] = [
    owner(members),
    {
      id: 'phase',
      label: t('field.phase'),
      choices: phases.map((phase) => ({ value: phase, label: web(`phase.${phase}`) })),
    },
    {
      id: 'position',
      label: t('field.position'),
      choices: positions.map((position) => ({ value: position, label: web(`position.${position}`) })),
    },
    {
      id: 'saleType',
      label: t('field.saleType'),
      choices: saleTypes.map((type) => ({ value: type, label: web(`sale.${type}`) })),
    },
    range('trust', t('field.trust')),
    range('interest', t('field.interest')),
    {
      id: 'nextStep',
      label: t('field.due'),
      choices: (['none', 'planned', 'overdue'] as const).map((value) => ({
        value,
        label: t(`filter.nextStep.${value}`),
      })),
    },
    { id: 'alarm', label: t('filter.alarm'), choices: [{ value: 'running', label: t('filter.alarm.running') }] },
    {
      id: 'untouchedDays',
      label: t('filter.untouched'),
      choices: ['14', '30', '60', '90', '180'].map((days) => ({
        value: days,
        label: t('filter.days', { count: Number(days) }),
      })),
    },
    along,
    {
      id: 'kind',
      label: t('field.kind'),
      choices: accountKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
    },
    {
      id: 'aliveTo',
      label: t('filter.alive'),
      choices: ['0.1', '0.25', '0.5', '0.75'].map((share) => ({
        value: share,
        label: t('filter.at most share', { share: format.percent(Number(share)) }),
      })),
    },
    {
      id: 'valueFrom',
      label: t('filter.value'),
      choices: ['1000', '10000', '100000', '1000000'].map((amount) => ({
        value: amount,
        label: t('filter.at least amount', { amount: format.number(Number(amount)) }),
      })),
    },
    tag,
    ownField.account,
    deleted,
  ];
  const values: Record<string, string | undefined> = {
    ...view,
    trust: joined(view, 'trust'),
    interest: joined(view, 'interest'),
    along: joined(view, 'along'),
    untouchedDays: view['untouchedDays'] ?? daysSince(view['touchedBefore']),
  };
  const phone = useMediaQuery('(max-width: 640px)', false);
  const shown = filters.filter(
    (filter) => values[filter.id] !== undefined || (more ? filter !== along : !phone && often.has(filter.id)),
  );
  return (
    <div className={css.filters}>
      <SearchBox value={view['text']} set={(text) => onView({ text })} />
      <FilterBar
        filters={shown}
        values={values}
        onChange={(change) => onView(inAddress(change))}
        end={
          <>
            <Button variant="subtle" aria-expanded={more} onClick={() => setMore(!more)}>
              {more ? t('filter.fewer') : t(phone ? 'filter.open' : 'filter.more')}
            </Button>
            {end}
          </>
        }
      />
    </div>
  );
}

/** The filters that always stand there, but on a phone; the others come when asked for, or when they are set. */
const often = new Set(['owner', 'phase', 'position', 'trust', 'nextStep', 'untouchedDays']);

/** The filter over the list of contacts. */
export function ContactFilters({ view, onView, end }: FiltersProps) {
  const members = useMembers();
  const filters: Filter[] = [owner(members), tag, ownField.contact, deleted];
  return (
    <div className={css.filters}>
      <SearchBox value={view['text']} set={(text) => onView({ text })} />
      <FilterBar filters={filters} values={view} onChange={onView} end={end} />
    </div>
  );
}

const owner = (members: Members): Filter => ({
  id: 'owner',
  label: t('field.owner'),
  any: t('filter.anyone'),
  choices: [
    ...members.list.map((member) => ({ value: member.id, label: member.name })),
    { value: 'none', label: t('nobody') },
  ],
});

const deleted: Filter = {
  id: 'deleted',
  label: t('filter.deleted'),
  any: web('app.any'),
  choices: [{ value: 'true', label: t('filter.deleted only') }],
};

const ownFieldOf = (kind: 'account' | 'contact') =>
  ownFieldFilter({ of: kind, read: (signal) => ask(peopleContract.listOwnFields, { query: { kind } }, { signal }) });
const ownField = { account: ownFieldOf('account'), contact: ownFieldOf('contact') };

const tag = textFilter({ id: 'tag', label: t('field.tag'), words: (value) => format.list(value.split(',')) });

/** Looks while it is typed, once the fingers rest. */
function SearchBox({ value, set }: { value: string | undefined; set: (text: string | undefined) => void }) {
  const [text, setText] = useState(value ?? '');
  const [before, setBefore] = useState(value);
  // The filter was cleared, or a saved view was opened.
  if (value !== before) {
    setBefore(value);
    if ((value ?? '') !== text.trim()) setText(value ?? '');
  }
  const later = useDebouncedCallback((typed: string) => set(typed.trim() || undefined), 250);
  return (
    <TextInput
      type="search"
      className={css.search ?? ''}
      aria-label={t('field.text')}
      placeholder={t('filter.search hint')}
      leftSection={<Search size={14} aria-hidden="true" />}
      value={text}
      maxLength={100}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

/** Where in the zone of its position: set by a ring of the map, here it is seen and taken away. */
const along: Filter = {
  id: 'along',
  label: t('filter.along'),
  words: (value) =>
    value
      .split('-')
      .map((share) => format.percent(Number(share)))
      .join(' – '),
  choices: [],
};

interface EditorProps {
  value: string | undefined;
  set: (value: string | undefined) => void;
  close: () => void;
}

/** Two numbers of one column, held as `20-60` while the chip shows them. */
function range(id: 'trust' | 'interest', label: string): Filter {
  return {
    id,
    label,
    words: (value) => {
      const [from = '', to = ''] = value.split('-');
      return t('filter.range', { from: from || '0', to: to || '100' });
    },
    editor: (value, set, close) => <RangeEditor value={value} set={set} close={close} />,
  };
}

function RangeEditor({ value, set, close }: EditorProps) {
  const [from, setFrom] = useState<string | number>(value?.split('-')[0] ?? '');
  const [to, setTo] = useState<string | number>(value?.split('-')[1] ?? '');
  return (
    <Form
      onSend={() => {
        set(from === '' && to === '' ? undefined : `${from}-${to}`);
        close();
      }}
    >
      <NumberInput data-autofocus label={t('filter.at least')} min={0} max={100} value={from} onChange={setFrom} />
      <NumberInput label={t('filter.at most')} min={0} max={100} value={to} onChange={setTo} />
      <Button type="submit">{t('filter.apply')}</Button>
    </Form>
  );
}

function joined(view: View, line: 'trust' | 'interest' | 'along'): string | undefined {
  const [from, to] = [view[`${line}From`], view[`${line}To`]];
  return from === undefined && to === undefined ? undefined : `${from ?? ''}-${to ?? ''}`;
}

/** What the chips hold, as the list wants it in the address. */
function inAddress(change: Record<string, string | undefined>): View {
  const out: View = {};
  for (const [id, value] of Object.entries(change)) {
    if (id === 'trust' || id === 'interest' || id === 'along') {
      const [from, to] = value?.split('-') ?? [];
      out[`${id}From`] = from || undefined;
      out[`${id}To`] = to || undefined;
    } else {
      out[id] = value;
      // An address of before may name the day instead.
      if (id === 'untouchedDays') out['touchedBefore'] = undefined;
    }
  }
  return out;
}

const daysSince = (moment: string | undefined): string | undefined =>
  moment === undefined ? undefined : String(Math.floor((Date.now() - new Date(moment).getTime()) / 86_400_000));
