import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { today } from '../../web/kit/days.ts';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract, type ContactDetail } from '../contract.ts';
import { refreshContact } from './edits.ts';
import { searchAccounts } from './find.ts';
import { t } from './messages.ts';
import css from './people.module.css';

interface MoveDialogProps {
  contact: ContactDetail;
  onClose: () => void;
}

/** A person changes employer: the history stays, and the old account knows that they left. */
export function MoveDialog({ contact, onClose }: MoveDialogProps) {
  const queries = useQueryClient();
  const [account, setAccount] = useState<Pick | null>(null);
  const [title, setTitle] = useState('');
  const [on, setOn] = useState<string | null>(today);
  const move = useMutation({
    mutationFn: () =>
      ask(
        peopleContract.moveContact,
        {
          params: { id: contact.id },
          body: { accountId: account?.id ?? null, title: title.trim() || null, ...(on ? { on } : {}) },
        },
        { ifMatch: contact.version },
      ),
    onSuccess: async (moved) => {
      await refreshContact(queries, moved);
      notify(t('page.moved toast'));
      onClose();
    },
  });
  return (
    <FormDialog title={t('page.move title', { name: contact.name })} onClose={onClose} onSend={() => move.mutate()}>
      <RecordPicker label={t('field.account')} value={account} onChange={setAccount} search={searchAccounts} />
      <p className={css.quiet}>{t('page.no employer')}</p>
      <TextInput
        label={t('field.title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={200}
      />
      <DateField label={t('page.move on')} value={on} onChange={setOn} required />
      <Refusal error={move.error} />
      <Button type="submit" loading={move.isPending}>
        {t('page.move')}
      </Button>
    </FormDialog>
  );
}
