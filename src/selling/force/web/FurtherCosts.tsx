import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { today } from '../../../web/kit/days.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { useMay } from '../../../web/session.ts';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { periodOf } from '../../team/period.ts';
import { costKinds } from '../records.ts';
import { t } from './messages.ts';

/** What was spent on selling a type besides hours, month by month; whoever may, enters it here. */
export function FurtherCosts({ saleType, currency }: { saleType: SaleType; currency: string }) {
  const { data } = useAnswer(api.listFurtherCosts, { query: { saleType, limit: '200' } });
  const mayChange = useMay('team:write');
  const remove = useAct(api.removeFurtherCost, { touches: [api.listFurtherCosts, api.readForce] });
  return (
    <section aria-label={t('further.title')}>
      <h3 className={css.quiet}>{t('further.title')}</h3>
      {data?.items.length === 0 && <p className={css.quiet}>{t('further.none')}</p>}
      {data !== undefined && data.items.length > 0 && (
        <Table
          label={t('further.title')}
          words={[1, 2]}
          head={[
            t('further.month'),
            t('further.kind'),
            t('further.note'),
            t('further.amount'),
            ...(mayChange ? [''] : []),
          ]}
        >
          {data.items.map((row) => (
            <tr key={row.id}>
              <th scope="row">{format.date(row.month, 'monthLong')}</th>
              <td data-words>{t(`further.${row.kind}`)}</td>
              <td data-words>{[row.note, row.memberName].filter(Boolean).join(' · ')}</td>
              <td>{format.money(Number(row.amount), currency)}</td>
              {mayChange && (
                <td>
                  <Button
                    size="xs"
                    variant="subtle"
                    aria-label={t('further.remove which', {
                      what: t(`further.${row.kind}`),
                      month: format.date(row.month, 'monthLong'),
                    })}
                    onClick={() => remove.mutate({ input: { params: { id: row.id } } })}
                  >
                    {t('further.remove')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      {mayChange && <AddCost saleType={saleType} currency={currency} />}
    </section>
  );
}

function AddCost({ saleType, currency }: { saleType: SaleType; currency: string }) {
  const months = Array.from({ length: 12 }, (_, nth) => periodOf('month', today(), -nth));
  const [month, setMonth] = useState(months[0]!);
  const [kind, setKind] = useState<(typeof costKinds)[number]>('travel');
  const [amount, setAmount] = useState<number | string>('');
  const [note, setNote] = useState('');
  const add = useAct(api.addFurtherCost, { touches: [api.listFurtherCosts, api.readForce] });
  return (
    <Form
      className={css.addCost}
      onSend={() =>
        add.mutate(
          { input: { body: { saleType, month, kind, amount: Number(amount).toFixed(2), note: note.trim() || null } } },
          {
            onSuccess: () => {
              setAmount('');
              setNote('');
            },
          },
        )
      }
    >
      <Select
        allowDeselect={false}
        label={t('further.month')}
        data={months.map((value) => ({ value, label: format.date(value, 'monthLong') }))}
        value={month}
        onChange={(value) => setMonth(value ?? month)}
      />
      <Select
        allowDeselect={false}
        label={t('further.kind')}
        data={costKinds.map((value) => ({ value, label: t(`further.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(costKinds.find((each) => each === value) ?? kind)}
      />
      <NumberInput
        required
        min={0.01}
        decimalScale={2}
        hideControls
        label={t('further.amount in', { currency })}
        value={amount}
        onChange={setAmount}
      />
      <TextInput
        label={t('further.note')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!(Number(amount) > 0)}>
        {t('further.add')}
      </Button>
    </Form>
  );
}
