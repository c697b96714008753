import { Button, MultiSelect, NumberInput, Select, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { offeringsContract } from '../../offerings/contract.ts';
import { useMembers } from '../../people/web/data.ts';
import { accountKinds } from '../../people/filter.ts';
import { channels, phases, positions, saleTypes, touchpointKinds } from '../../relationship/vocabulary.ts';
import { words } from '../../relationship/web/words.ts';
import { useAnswer } from '../../web/api.ts';
import { t as web } from '../../web/messages/en.ts';
import { consentChannels, purposes } from '../consent/consent.ts';
import {
  contactFields,
  deepest,
  numberFields,
  starters,
  textFields,
  type Condition,
  type Rule,
} from '../segments/rule.ts';
import { t } from './messages.ts';
import { conditionInWords } from './ruleWords.ts';
import { w } from './segmentMessages.ts';
import css from './shopping.module.css';

const abouts = [
  'text',
  'kind',
  'tag',
  'custom',
  'number',
  'owner',
  'phase',
  'position',
  'saleType',
  'contact',
  'consent',
  'offering',
  'touchpoint',
] as const;

/** What a new condition of each kind begins as. */
const begun: { [A in Condition['about']]: Extract<Condition, { about: A }> } = {
  kind: { about: 'kind', in: ['organization'] },
  text: { about: 'text', field: 'industry', is: 'one of', values: [] },
  number: { about: 'number', field: 'employees', is: 'at least', value: 10 },
  owner: { about: 'owner', in: [] },
  phase: { about: 'phase', in: ['shopping'] },
  position: { about: 'position', in: [] },
  saleType: { about: 'saleType', in: [] },
  tag: { about: 'tag', in: [] },
  custom: { about: 'custom', field: '', is: 'equals', value: '' },
  contact: { about: 'contact', field: 'title', values: [] },
  consent: { about: 'consent', channel: 'mail', purpose: 'marketing' },
  offering: { about: 'offering', names: [] },
  touchpoint: {
    about: 'touchpoint',
    kinds: [],
    channels: [],
    startedBy: 'them',
    withinDays: 90,
    is: 'at least',
    count: 1,
  },
};
export const firstRule: Rule = { match: 'all', parts: [begun.text] };

/** A rule as conditions that read like sentences, in groups of all and any. */
export function RuleEditor({
  rule,
  onChange,
  depth = 1,
  onRemove,
}: {
  rule: Rule;
  onChange: (rule: Rule) => void;
  depth?: number;
  onRemove?: () => void;
}) {
  const change = (at: number, part: Rule['parts'][number]) =>
    onChange({ ...rule, parts: rule.parts.map((each, i) => (i === at ? part : each)) });
  const remove = (at: number) => onChange({ ...rule, parts: rule.parts.filter((_, i) => i !== at) });
  return (
    <fieldset className={css.group}>
      <legend className="visually-hidden">{w(depth === 1 ? 'match' : 'match group')}</legend>
      <div className={css.groupHead}>
        <span>{w(depth === 1 ? 'match' : 'match group')}</span>
        <SegmentedControl
          size="xs"
          aria-label={w(depth === 1 ? 'match' : 'match group')}
          data={[
            { value: 'all', label: w('match.all') },
            { value: 'any', label: w('match.any') },
          ]}
          value={rule.match}
          onChange={(match) => onChange({ ...rule, match: match === 'any' ? 'any' : 'all' })}
        />
        {onRemove && (
          <Button size="xs" variant="subtle" onClick={onRemove}>
            {w('remove group')}
          </Button>
        )}
      </div>
      {rule.parts.map((part, at) =>
        'match' in part ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts have no id and are never reordered
          <RuleEditor
            key={at}
            rule={part}
            depth={depth + 1}
            onChange={(next) => change(at, next)}
            onRemove={() => remove(at)}
          />
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- parts have no id and are never reordered
          <ConditionEditor
            key={at}
            condition={part}
            onChange={(next) => change(at, next)}
            onRemove={() => remove(at)}
          />
        ),
      )}
      <div className={css.left}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          onClick={() => onChange({ ...rule, parts: [...rule.parts, begun.text] })}
        >
          {w('add condition')}
        </Button>
        {depth < deepest && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() =>
              onChange({
                ...rule,
                parts: [...rule.parts, { match: rule.match === 'all' ? 'any' : 'all', parts: [begun.text] }],
              })
            }
          >
            {w('add group')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface EditorProps<C extends Condition> {
  condition: C;
  onChange: (condition: Condition) => void;
}

function ConditionEditor({ condition, onChange, onRemove }: EditorProps<Condition> & { onRemove: () => void }) {
  return (
    <div className={css.condition}>
      <Select
        label={w('about')}
        data={abouts.map((value) => ({ value, label: w(`about.${value}`) }))}
        value={condition.about}
        allowDeselect={false}
        onChange={(value) => onChange(begun[abouts.find((each) => each === value) ?? 'text'])}
      />
      <div className={css.parts}>
        <Select
          label={w('not')}
          style={{ flex: '0 1 90px' }}
          data={[
            { value: 'yes', label: w('is') },
            { value: 'no', label: w('is not') },
          ]}
          value={condition.not === true ? 'no' : 'yes'}
          allowDeselect={false}
          onChange={(value) => onChange({ ...condition, not: value === 'no' })}
        />
        <Details condition={condition} onChange={onChange} />
      </div>
      <button type="button" aria-label={w('remove', { what: conditionInWords(condition) })} onClick={onRemove}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

/** A choice of several out of a list of words. */
function Several<V extends string>({
  label,
  of,
  word,
  value,
  onChange,
  placeholder,
}: {
  label: string;
  of: readonly V[];
  word: (value: V) => string;
  value: readonly V[];
  onChange: (value: V[]) => void;
  placeholder?: string;
}) {
  return (
    <MultiSelect
      style={{ flex: '1 1 240px' }}
      label={label}
      searchable
      {...(placeholder !== undefined && value.length === 0 ? { placeholder } : {})}
      data={of.map((each) => ({ value: each, label: word(each) }))}
      value={[...value]}
      onChange={(chosen) => onChange(of.filter((each) => chosen.includes(each)))}
    />
  );
}

function One<V extends string>({
  label,
  of,
  word,
  value,
  onChange,
}: {
  label: string;
  of: readonly V[];
  word: (value: V) => string;
  value: V;
  onChange: (value: V) => void;
}) {
  return (
    <Select
      label={label}
      data={of.map((each) => ({ value: each, label: word(each) }))}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => onChange(of.find((each) => each === chosen) ?? value)}
    />
  );
}

const Values = ({ value, onChange }: { value: readonly string[]; onChange: (value: string[]) => void }) => (
  <TagsInput
    style={{ flex: '1 1 240px' }}
    label={w('values')}
    placeholder={value.length === 0 ? w('values hint') : ''}
    value={[...value]}
    onChange={onChange}
    acceptValueOnBlur
  />
);

/** Names of offerings, found in the catalogue as one types; what is not in it (any more) can be written. */
function OfferingNames({ value, onChange }: { value: readonly string[]; onChange: (value: string[]) => void }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const { data } = useAnswer(offeringsContract.listOfferings, {
    query: { limit: '20', ...(asked === '' ? {} : { text: asked }) },
  });
  return (
    <TagsInput
      style={{ flex: '1 1 240px' }}
      label={w('offerings')}
      placeholder={value.length === 0 ? w('offerings hint') : ''}
      data={[...new Set((data?.items ?? []).map(({ name }) => name))]}
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={[...value]}
      onChange={onChange}
      acceptValueOnBlur
    />
  );
}

function Details({ condition: c, onChange }: EditorProps<Condition>) {
  const members = useMembers();
  const amount = (label: string, value: number | undefined, set: (value: number) => void, least = 0) => (
    <NumberInput
      label={label}
      min={least}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(next) => typeof next === 'number' && set(next)}
    />
  );
  switch (c.about) {
    case 'kind':
      return (
        <Several
          label={w('about.kind')}
          of={accountKinds}
          word={(kind) => w(`kind.${kind}`)}
          value={c.in}
          onChange={(value) => onChange({ ...c, in: value })}
        />
      );
    case 'text':
      return (
        <>
          <One
            label={w('field')}
            of={textFields}
            word={(field) => w(`field.${field}`)}
            value={c.field}
            onChange={(field) => onChange({ ...c, field })}
          />
          <One
            label={w('how')}
            of={['one of', 'contains', 'known'] as const}
            word={(is) => w(`how.${is}`)}
            value={c.is}
            onChange={(is) => onChange({ ...c, is })}
          />
          {c.is !== 'known' && <Values value={c.values} onChange={(values) => onChange({ ...c, values })} />}
        </>
      );
    case 'number':
      return (
        <>
          <One
            label={w('field')}
            of={numberFields}
            word={(field) => w(`field.${field}`)}
            value={c.field}
            onChange={(field) => onChange({ ...c, field })}
          />
          <One
            label={w('how')}
            of={['at least', 'at most'] as const}
            word={(is) => w(`how.${is}`)}
            value={c.is}
            onChange={(is) => onChange({ ...c, is })}
          />
          <NumberInput
            label={w('value')}
            value={c.value}
            onChange={(value) => typeof value === 'number' && onChange({ ...c, value })}
          />
        </>
      );
    case 'owner':
      return (
        <MultiSelect
          label={w('about.owner')}
          searchable
          data={members.list.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...c.in]}
          onChange={(value) => onChange({ ...c, in: value })}
        />
      );
    case 'phase':
      return (
        <>
          <Several
            label={w('about.phase')}
            of={phases}
            word={(each) => web(`phase.${each}`)}
            value={c.in}
            onChange={(value) => onChange({ ...c, in: value })}
          />
          <NumberInput
            label={w('for days')}
            min={1}
            allowDecimal={false}
            value={c.forDays ?? ''}
            onChange={(next) => {
              const { forDays: _, ...rest } = c;
              onChange(typeof next === 'number' ? { ...rest, forDays: next } : rest);
            }}
          />
        </>
      );
    case 'position':
      return (
        <Several
          label={w('about.position')}
          of={positions}
          word={(each) => web(`position.${each}`)}
          value={c.in}
          onChange={(value) => onChange({ ...c, in: value })}
        />
      );
    case 'saleType':
      return (
        <Several
          label={w('about.saleType')}
          of={saleTypes}
          word={(each) => web(`sale.${each}`)}
          value={c.in}
          onChange={(value) => onChange({ ...c, in: value })}
        />
      );
    case 'tag':
      return <Values value={c.in} onChange={(value) => onChange({ ...c, in: value })} />;
    case 'custom':
      return (
        <>
          <TextInput
            label={w('field')}
            value={c.field}
            onChange={(event) => onChange({ ...c, field: event.currentTarget.value })}
          />
          <One
            label={w('how')}
            of={['equals', 'contains', 'at least', 'at most', 'known'] as const}
            word={(is) => w(`how.${is}`)}
            value={c.is}
            onChange={(is) => onChange({ ...c, is })}
          />
          {c.is !== 'known' && (
            <TextInput
              label={w('value')}
              value={String(c.value ?? '')}
              onChange={(event) => onChange({ ...c, value: event.currentTarget.value })}
            />
          )}
        </>
      );
    case 'contact':
      return (
        <>
          <One
            label={w('field')}
            of={contactFields}
            word={(field) => w(`field.${field}`)}
            value={c.field}
            onChange={(field) => onChange({ ...c, field })}
          />
          <Values value={c.values} onChange={(values) => onChange({ ...c, values })} />
        </>
      );
    case 'consent':
      return (
        <>
          <One
            label={t('consent.channel')}
            of={consentChannels}
            word={(each) => t(`consent.channel ${each}`)}
            value={c.channel}
            onChange={(channel) => onChange({ ...c, channel })}
          />
          <One
            label={t('consent.purpose')}
            of={purposes}
            word={(each) => t(`consent.purpose ${each}`)}
            value={purposes.find((each) => each === c.purpose) ?? 'marketing'}
            onChange={(purpose) => onChange({ ...c, purpose })}
          />
        </>
      );
    case 'offering':
      return <OfferingNames value={c.names} onChange={(names) => onChange({ ...c, names })} />;
    default:
      return (
        <>
          <One
            label={w('how')}
            of={['at least', 'at most'] as const}
            word={(is) => w(`how.${is}`)}
            value={c.is}
            onChange={(is) => onChange({ ...c, is })}
          />
          {amount(w('count'), c.count, (count) => onChange({ ...c, count }))}
          {amount(w('within'), c.withinDays, (withinDays) => onChange({ ...c, withinDays }), 1)}
          <One
            label={w('started')}
            of={starters}
            word={(each) => w(`started.${each}`)}
            value={c.startedBy}
            onChange={(startedBy) => onChange({ ...c, startedBy })}
          />
          <Several
            label={w('kinds')}
            placeholder={w('kinds any')}
            of={touchpointKinds.filter((kind) => kind !== 'silence')}
            word={(kind) => words(`kind.${kind}`)}
            value={c.kinds}
            onChange={(kinds) => onChange({ ...c, kinds })}
          />
          <Several
            label={w('channels')}
            placeholder={w('channels any')}
            of={channels}
            word={(channel) => words(`channel.${channel}`)}
            value={c.channels}
            onChange={(value) => onChange({ ...c, channels: value })}
          />
        </>
      );
  }
}
