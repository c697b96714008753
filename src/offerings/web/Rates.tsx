import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain, useRows } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { DateField } from '../../web/kit/DateField.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Form, Refusal } from '../../web/kit/Form.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { today } from '../../web/kit/days.ts';
import { useMay, useSession } from '../../web/session.ts';
import { notify, notifyProblem } from '../../web/shell/toasts.ts';
import { offeringsContract as api, type ExchangeRate } from '../contract.ts';
import { t } from './messages.ts';
import css from './offerings.module.css';
import { plainAmount } from './words.ts';

const currencies = Intl.supportedValuesOf('currency');

/** What currencies are worth in the workspace's own, by day. */
export function Rates() {
  const { workspace } = useSession();
  const mayWrite = useMay('offering:write');
  const [editing, setEditing] = useState<ExchangeRate>();
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listExchangeRates,
    { query: { limit: 100 } },
    { meta: { hears: ['exchange rate'] } },
  );
  const remove = useMutation({
    mutationFn: async (rate: ExchangeRate) => ask(api.removeExchangeRate, { params: { id: rate.id } }),
    onSuccess: async (_, rate) => {
      notify(t('rates.removed', { currency: rate.currency }));
      await readAgain(api.listExchangeRates);
    },
    onError: (error) => notifyProblem(error.message),
  });
  return (
    <div className={css.rates}>
      <p>{t('rates.intro', { currency: workspace.currency })}</p>
      {mayWrite && (
        <RateForm
          key={editing?.id ?? 'new'}
          rate={editing}
          into={workspace.currency}
          onDone={() => setEditing(undefined)}
        />
      )}
      {problem && rows.length === 0 && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={4} height={36} />}
      {!loading && !problem && rows.length === 0 && <EmptyState sentence={t('rates.empty')} />}
      {rows.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('rates.currency')}</th>
              <th scope="col">{t('rates.worth', { into: workspace.currency })}</th>
              <th scope="col">{t('rates.from')}</th>
              <th scope="col" data-more>
                {t('rates.source')}
              </th>
              <th scope="col" data-more>
                {t('rates.by')}
              </th>
              {mayWrite && <td />}
            </tr>
          </thead>
          <tbody>
            {rows.map((rate) => (
              <tr key={rate.id}>
                <th scope="row">{rate.currency}</th>
                <td data-number>{rate.rate}</td>
                <td data-date>{format.date(rate.from, 'dayYear')}</td>
                <td data-more>{rate.source ?? ''}</td>
                <td data-more>{rate.memberName ?? ''}</td>
                {mayWrite && (
                  <td>
                    <div className={css.buttons}>
                      <Button size="xs" variant="default" onClick={() => setEditing(rate)}>
                        {t('rates.change')}
                      </Button>
                      <ConfirmButton
                        size="xs"
                        label={t('rates.remove')}
                        confirm={t('rates.remove sure', { currency: rate.currency })}
                        onConfirm={() => remove.mutate(rate)}
                      />
                    </div>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasMore && (
        <Button variant="default" onClick={onMore}>
          {t('rates.more')}
        </Button>
      )}
    </div>
  );
}

function RateForm({ rate, into, onDone }: { rate: ExchangeRate | undefined; into: string; onDone: () => void }) {
  const [currency, setCurrency] = useState(rate?.currency ?? (into === 'EUR' ? 'CHF' : 'EUR'));
  const [worth, setWorth] = useState(rate?.rate ?? '');
  const [from, setFrom] = useState<string | null>(rate?.from ?? today());
  const [source, setSource] = useState(rate?.source ?? '');
  const save = useMutation({
    mutationFn: async () => {
      const told = source.trim();
      if (rate)
        return ask(
          api.changeExchangeRate,
          { params: { id: rate.id }, body: { rate: plainAmount(worth), source: told || null } },
          { ifMatch: rate.version },
        );
      return ask(api.addExchangeRate, {
        body: { currency, from: from ?? '', rate: plainAmount(worth), ...(told ? { source: told } : {}) },
      });
    },
    onSuccess: async (saved) => {
      notify(t('rates.saved', { currency: saved.currency }));
      setWorth('');
      onDone();
      await readAgain(api.listExchangeRates);
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <div className={css.row}>
        <Select
          searchable
          allowDeselect={false}
          disabled={rate !== undefined}
          label={t('rates.currency')}
          data={currencies.filter((code) => code !== into)}
          value={currency}
          onChange={(value) => value && setCurrency(value)}
        />
        <TextInput
          required
          inputMode="decimal"
          label={t('rates.rate', { currency, into })}
          value={worth}
          onChange={(event) => setWorth(event.currentTarget.value)}
        />
        {rate === undefined && <DateField required label={t('rates.from')} value={from} onChange={setFrom} />}
        <TextInput
          label={t('rates.source')}
          maxLength={200}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending}>
          {t(rate ? 'form.save' : 'rates.add')}
        </Button>
      </div>
      <Refusal error={save.error} />
    </Form>
  );
}
