import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePeopleOf } from '../../../people/web/data.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { morningOf } from '../../../relationship/web/logDraft.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { askKinds } from '../asking.ts';
import { circleContract as api, type ToAsk } from '../contract.ts';
import css from './circle.module.css';
import { readCircleAgain } from './data.ts';
import { t } from './messages.ts';

/** Plans to ask, which becomes the next step, or notes that one asked. What stands against it stands above the button. */
export function AskDialog({ row, onClose }: { row: ToAsk; onClose: () => void }) {
  const [kind, setKind] = useState<(typeof askKinds)[number]>('referral');
  const [contact, setContact] = useState<string | null>(row.contact?.id ?? null);
  const [forWhom, setForWhom] = useState<Pick | null>(null);
  const [due, setDue] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [anyway, setAnyway] = useState('');
  const people = usePeopleOf(row.account.id);
  const name = row.account.name;
  const against = row.obstacles.length > 0;
  const save = useMutation({
    mutationFn: () =>
      ask(api.ask, {
        body: {
          accountId: row.account.id,
          contactId: contact,
          kind,
          forAccountId: kind === 'reference' ? (forWhom?.id ?? null) : null,
          dueAt: due ? morningOf(due) : null,
          note: note.trim() || null,
          anyway: against ? anyway.trim() : null,
        },
      }),
    onSuccess: async () => {
      notify(t(due ? 'ask.planned' : 'ask.made', { name }));
      onClose();
      await readCircleAgain();
    },
  });
  const options = (people ?? []).map((each) => ({ value: each.contact.id, label: each.contact.name }));
  return (
    <FormDialog
      onClose={onClose}
      title={t('ask.title', { name })}
      onSend={() => {
        if (!against || anyway.trim().length >= 3) save.mutate();
      }}
    >
      <Select
        data-autofocus
        label={t('ask.for what')}
        data={askKinds.map((value) => ({ value, label: t(`ask.kind.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(askKinds.find((each) => each === value) ?? kind)}
      />
      <Select
        label={t('ask.whom')}
        data={options}
        value={options.some((each) => each.value === contact) ? contact : null}
        clearable
        clearButtonProps={{ 'aria-label': web('app.clear') }}
        onChange={setContact}
      />
      {kind === 'reference' && (
        <RecordPicker label={t('ask.for')} value={forWhom} search={searchAccounts} onChange={setForWhom} />
      )}
      <div>
        <DateField label={t('ask.when')} value={due} onChange={setDue} />
        <p className={css.quiet}>{t('ask.when hint')}</p>
      </div>
      <Textarea
        label={t('ask.note')}
        value={note}
        maxLength={1000}
        autosize
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {against && (
        <div className={css.against}>
          <p>{t('ask.against', { what: format.list(row.obstacles.map((each) => t(`obstacle.${each}`))) })}</p>
          <TextInput
            required
            label={t('ask.anyway')}
            value={anyway}
            minLength={3}
            maxLength={500}
            onChange={(event) => setAnyway(event.currentTarget.value)}
          />
        </div>
      )}
      {save.error && <QueryProblem error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {t(due ? 'ask.plan' : 'ask.save')}
      </Button>
    </FormDialog>
  );
}
