import { Button, NumberInput, Select, TagsInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { changedMeanwhile, readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { Part } from '../../../workspace/web/Part.tsx';
import { closingContract as api, type SellingRules as Rules } from '../contract.ts';
import css from './closing.module.css';
import { t } from './messages.ts';

/** The rules that a workspace sells by. */
export default function SellingRules() {
  const { data, error, refetch } = useAnswer(api.readSellingRules, {}, { meta: { hears: ['workspace'] } });
  return (
    <Part title={t('rules.title')} intro={t('rules.intro')}>
      <p style={{ marginBottom: 14 }}>
        <Link to="/offerings" className={css.link}>
          {t('rules.offerings')}
        </Link>
      </p>
      {error && !data && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={5} />}
      {data && <RulesForm key={data.version} rules={data} />}
    </Part>
  );
}

const names = new Intl.DisplayNames('en', { type: 'region' });
const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
const countries = letters
  .flatMap((a) => letters.map((b) => a + b))
  .map((value) => ({ value, label: names.of(value) ?? value }))
  .filter(({ value, label }) => label !== value && value !== 'ZZ');

function RulesForm({ rules }: { rules: Rules }) {
  const mayWrite = useMay('offering:write');
  const [limit, setLimit] = useState<number | string>(rules.discountLimit ?? '');
  const [days, setDays] = useState<number | string>(rules.quoteDays);
  const [terms, setTerms] = useState(rules.quoteTerms ?? '');
  const [cooling, setCooling] = useState<Days[]>(() =>
    Object.entries(rules.coolingOff).sort(([a], [b]) => (a === '*' ? -1 : a.localeCompare(b))),
  );
  const [won, setWon] = useState(rules.wonReasons);
  const [lost, setLost] = useState(rules.lostReasons);
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.changeSellingRules,
        {
          body: {
            discountLimit: limit === '' ? null : Number(limit),
            quoteDays: Number(days) || 30,
            quoteTerms: terms.trim() || null,
            coolingOff: Object.fromEntries(cooling.filter(([code]) => code !== '')),
            wonReasons: won,
            lostReasons: lost,
          },
        },
        { ifMatch: rules.version },
      ),
    onSuccess: async () => {
      notify(t('rules.saved'));
      await readAgain(api.readSellingRules);
    },
  });
  return (
    <Form style={{ maxWidth: 520 }} onSend={() => save.mutate()}>
      <NumberInput
        readOnly={!mayWrite}
        label={t('rules.limit')}
        description={t('rules.limit hint')}
        min={0}
        max={100}
        decimalScale={2}
        value={limit}
        onChange={setLimit}
      />
      <NumberInput
        readOnly={!mayWrite}
        label={t('rules.days')}
        min={1}
        max={730}
        allowDecimal={false}
        value={days}
        onChange={setDays}
      />
      <Textarea
        readOnly={!mayWrite}
        autosize
        minRows={2}
        maxRows={12}
        label={t('rules.terms')}
        value={terms}
        onChange={(event) => setTerms(event.currentTarget.value)}
      />
      <CoolingOff days={cooling} onDays={setCooling} mayWrite={mayWrite} />
      <TagsInput
        readOnly={!mayWrite}
        label={t('rules.won')}
        description={t('rules.reasons hint')}
        value={won}
        onChange={setWon}
      />
      <TagsInput
        readOnly={!mayWrite}
        label={t('rules.lost')}
        description={t('rules.reasons hint')}
        value={lost}
        onChange={setLost}
      />
      {save.error && (
        <p role="alert" className={css.why}>
          {changedMeanwhile(save.error) ? t('rules.theirs') : problemText(save.error)}
        </p>
      )}
      {mayWrite && (
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
          {t('rules.save')}
        </Button>
      )}
    </Form>
  );
}

type Days = readonly [country: string, days: number];

/** Days within which a consumer may withdraw, by country; `*` is everywhere else. */
function CoolingOff({
  days,
  onDays,
  mayWrite,
}: {
  days: readonly Days[];
  onDays: (days: Days[]) => void;
  mayWrite: boolean;
}) {
  const free = countries.filter(({ value }) => days.every(([code]) => code !== value));
  return (
    <fieldset className={css.set}>
      <legend>{t('rules.cooling')}</legend>
      <p className={css.hint}>{t('rules.cooling hint')}</p>
      {days.map(([code, count], i) => (
        <div key={code} className={css.country}>
          <Select
            searchable
            allowDeselect={false}
            readOnly={!mayWrite || code === '*'}
            label={t('rules.country')}
            data={
              code === '*'
                ? [{ value: '*', label: t('rules.everywhere') }]
                : [{ value: code, label: names.of(code) ?? code }, ...free]
            }
            value={code}
            onChange={(value) => value && onDays(days.with(i, [value, count]))}
          />
          <NumberInput
            readOnly={!mayWrite}
            label={t('rules.country days', {
              country: code === '*' ? t('rules.everywhere') : (names.of(code) ?? code),
            })}
            min={0}
            max={365}
            allowDecimal={false}
            value={count}
            onChange={(value) => onDays(days.with(i, [code, Number(value) || 0]))}
          />
          {mayWrite && code !== '*' ? (
            <button
              type="button"
              className={css.remove}
              aria-label={t('rules.remove', { name: names.of(code) ?? code })}
              onClick={() => onDays(days.toSpliced(i, 1))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          ) : (
            <span />
          )}
        </div>
      ))}
      {mayWrite && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          style={{ alignSelf: 'start' }}
          onClick={() =>
            onDays([...days, [free.find(({ value }) => value === 'DE')?.value ?? free[0]?.value ?? '', 14]])
          }
        >
          {t('rules.add country')}
        </Button>
      )}
    </fieldset>
  );
}
