import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { searchAccounts } from '../../../people/web/find.ts';
import { useDraft } from '../../../people/web/useDraft.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useSession } from '../../../web/session.ts';
import { notifyUndo } from '../../../web/shell/toasts.ts';
import { orderContract as api } from '../contract.ts';
import { readOrdersAgain } from './data.ts';
import { t } from './messages.ts';
import css from './orders.module.css';

/** Enters an order that has happened. What was typed survives closing and reloading. */
export function NewOrder({ account, onClose }: { account?: Pick; onClose: () => void }) {
  const { workspace } = useSession();
  const [whom, setWhom] = useState<Pick | null>(account ?? null);
  const [today] = useState(() => inDays(0));
  const [on, setOn] = useState<string | null>(today);
  const [due, setDue] = useState<string | null>(null);
  const [draft, write, forget] = useDraft(`new order ${account?.id ?? ''}`, { amount: '', subject: '', number: '' });
  const amount = draft.amount.trim().replace(',', '.');
  const save = useMutation({
    mutationFn: async () =>
      ask(api.addOrder, {
        body: {
          accountId: whom?.id ?? '',
          orderedOn: on ?? '',
          amount: amount === '' ? null : amount,
          subject: draft.subject.trim() || null,
          number: draft.number.trim() || null,
          dueOn: due,
        },
      }),
    onSuccess: async (made) => {
      forget();
      notifyUndo(t('new.done'), async () => {
        await ask(api.deleteOrder, { params: { id: made.id } });
        await readOrdersAgain();
      });
      onClose();
      await readOrdersAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('new')} onSend={() => save.mutate()}>
      {!account && (
        <RecordPicker label={t('new.account')} value={whom} onChange={setWhom} search={searchAccounts} required />
      )}
      <TextInput
        data-autofocus
        label={t('new.subject')}
        maxLength={300}
        value={draft.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          label={t('new.amount', { currency: workspace.currency })}
          inputMode="decimal"
          value={draft.amount}
          onChange={(event) => write({ amount: event.currentTarget.value })}
        />
        <TextInput
          label={t('new.number')}
          maxLength={100}
          value={draft.number}
          onChange={(event) => write({ number: event.currentTarget.value })}
        />
      </div>
      <div className={css.row}>
        <DateField label={t('new.on')} value={on} onChange={setOn} latest={today} required />
        <DateField label={t('new.due')} value={due} onChange={setDue} />
      </div>
      <Refusal error={save.error} kept={t('new.kept')} />
      <Button type="submit" loading={save.isPending} disabled={whom === null || on === null}>
        {t('new.go')}
      </Button>
    </FormDialog>
  );
}
