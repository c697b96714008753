import { Autocomplete, Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf } from '../../../platform/days.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { today } from '../../../web/kit/days.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { purchaseContract } from '../../contract.ts';
import { readSalesAgain } from '../../web/data.ts';
import { closingContract } from '../contract.ts';
import { t } from './messages.ts';
import { lossText } from './words.ts';

/** Why, to whom, and when we try again. */
export function LoseForm({
  sale,
  onClose,
}: {
  sale: { id: string; name: string; version: number };
  onClose: () => void;
}) {
  const rules = useAnswer(closingContract.readSellingRules).data;
  const known = useAnswer(closingContract.readClosing, { params: { id: sale.id } }).data;
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [lostTo, setLostTo] = useState('');
  const [whyThem, setWhyThem] = useState('');
  const [what, setWhat] = useState('');
  const [on, setOn] = useState<string | null>(inMonths(6));
  const save = useMutation({
    mutationFn: async () =>
      ask(
        purchaseContract.loseOpportunity,
        {
          params: { id: sale.id },
          body: {
            reason: reason ?? '',
            ...(note.trim() ? { note: note.trim() } : {}),
            ...(lostTo.trim() ? { lostTo: lostTo.trim(), ...(whyThem.trim() ? { whyThem: whyThem.trim() } : {}) } : {}),
            approach: what.trim() && on ? { what: what.trim(), on } : null,
          },
        },
        { ifMatch: sale.version },
      ),
    onSuccess: async () => {
      notify(t('lose.done', { name: sale.name }));
      onClose();
      await Promise.all([readSalesAgain(), readAgain(closingContract.readClosing, closingContract.whyDecided)]);
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <Select
        required
        data-autofocus
        label={t('lose.reason')}
        data={(rules?.lostReasons ?? []).map((value) => ({ value, label: lossText(value) }))}
        value={reason}
        onChange={setReason}
      />
      <Autocomplete
        label={t('lose.to')}
        maxLength={200}
        data={known?.competitors.map((each) => each.name) ?? []}
        value={lostTo}
        onChange={setLostTo}
      />
      {lostTo.trim() !== '' && (
        <TextInput
          label={t('lose.them')}
          maxLength={1000}
          value={whyThem}
          onChange={(event) => setWhyThem(event.currentTarget.value)}
        />
      )}
      <Textarea autosize label={t('lose.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <TextInput
        label={t('lose.approach')}
        description={t('lose.approach hint')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      {what.trim() !== '' && <DateField label={t('lose.on')} value={on} onChange={setOn} earliest={today()} required />}
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={reason === null}>
        {t('lose.go')}
      </Button>
    </Form>
  );
}

function inMonths(months: number): string {
  const at = new Date();
  at.setMonth(at.getMonth() + months);
  return dayOf(at);
}
