import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract } from '../contract.ts';
import { refreshContact } from './edits.ts';
import { searchAccounts } from './find.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { Similar } from './Similar.tsx';
import { useDraft } from './useDraft.ts';

interface ContactDialogProps {
  onClose: () => void;
  /** Where the person works, when that is known. */
  account?: Pick | undefined;
  onAdded?: ((id: string) => void) | undefined;
}

const nothing = { name: '', title: '', email: '', phone: '' };

/** Adds a person. */
export function ContactDialog({ onClose, account: known, onAdded }: ContactDialogProps) {
  const queries = useQueryClient();
  const [draft, write, forget] = useDraft(`new contact ${known?.id ?? ''}`, nothing);
  const [account, setAccount] = useState<Pick | null>(known ?? null);
  const input = (field: keyof typeof nothing) => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => write({ [field]: event.currentTarget.value }),
  });

  const add = useMutation({
    mutationFn: () =>
      ask(peopleContract.createContact, {
        body: {
          name: draft.name,
          title: draft.title.trim() || null,
          emails: draft.email.trim() ? [draft.email.trim()] : [],
          phones: draft.phone.trim() ? [draft.phone.trim()] : [],
          accountId: account?.id ?? null,
        },
      }),
    onSuccess: async (made) => {
      forget();
      await refreshContact(queries, made);
      notify(t('dialog.added', { name: made.name }));
      onClose();
      onAdded?.(made.id);
    },
  });

  return (
    <FormDialog title={t('new contact')} onClose={onClose} onSend={() => add.mutate()}>
      <TextInput data-autofocus label={t('field.name')} required maxLength={300} {...input('name')} />
      <Similar kind="contact" draft={{ name: draft.name, email: draft.email, phone: draft.phone }} />
      <RecordPicker label={t('field.account')} value={account} onChange={setAccount} search={searchAccounts} />
      <TextInput label={t('field.title')} {...input('title')} />
      <div className={css.row}>
        <TextInput label={t('field.emails')} type="email" {...input('email')} />
        <TextInput label={t('field.phone')} type="tel" {...input('phone')} />
      </div>
      <Refusal error={add.error} kept={t('dialog.kept')} />
      <Button type="submit" loading={add.isPending}>
        {t('add contact')}
      </Button>
    </FormDialog>
  );
}
