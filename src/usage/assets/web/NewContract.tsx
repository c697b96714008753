import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import { useDraft } from '../../../people/web/useDraft.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { notify } from '../../../web/shell/toasts.ts';
import { assetContract as api } from '../contract.ts';
import css from './assets.module.css';
import { readBaseAgain } from './data.ts';
import { t } from './messages.ts';

/** A contract that runs on what the customer has. */
export function NewContract({ account, onClose }: { account: AccountDetail; onClose: () => void }) {
  const [draft, write, forget] = useDraft(`new contract ${account.id}`, { name: '', number: '', price: '' });
  const [startedOn, setStarted] = useState<string | null>(null);
  const [months, setMonths] = useState<string | number>(12);
  const [notice, setNotice] = useState<string | number>(90);
  const save = useMutation({
    mutationFn: async () =>
      ask(api.addContract, {
        body: {
          accountId: account.id,
          name: draft.name,
          number: draft.number.trim() || null,
          price: draft.price.trim().replace(',', '.'),
          startedOn: startedOn ?? '',
          periodMonths: Number(months),
          noticeDays: Number(notice),
        },
      }),
    onSuccess: async (made) => {
      forget();
      notify(t('contract.added', { name: made.name }));
      onClose();
      await readBaseAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('contract.add')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        label={t('contract.name')}
        maxLength={300}
        value={draft.name}
        onChange={(event) => write({ name: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          required
          label={t('contract.price', { currency: account.currency })}
          inputMode="decimal"
          value={draft.price}
          onChange={(event) => write({ price: event.currentTarget.value })}
        />
        <NumberInput
          label={t('contract.period')}
          min={1}
          max={120}
          allowDecimal={false}
          value={months}
          onChange={setMonths}
        />
      </div>
      <div className={css.row}>
        <DateField label={t('contract.started')} value={startedOn} onChange={setStarted} required />
        <NumberInput
          label={t('contract.notice')}
          min={0}
          max={730}
          allowDecimal={false}
          value={notice}
          onChange={setNotice}
        />
      </div>
      <TextInput
        label={t('contract.number')}
        maxLength={100}
        value={draft.number}
        onChange={(event) => write({ number: event.currentTarget.value })}
      />
      <Refusal error={save.error} kept={t('kept')} />
      <Button type="submit" loading={save.isPending} disabled={startedOn === null}>
        {t('contract.save')}
      </Button>
    </FormDialog>
  );
}
