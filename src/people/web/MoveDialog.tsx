import { Button, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract, type ContactDetail } from '../contract.ts';
import { refreshContact, sentenceOf } from './edits.ts';
import { searchAccounts } from './find.ts';
import { t } from './messages.ts';
import css from './people.module.css';

interface MoveDialogProps {
  contact: ContactDetail;
  opened: boolean;
  onClose: () => void;
}

/** A person changes employer: the history stays, and the old account knows that they left. */
export function MoveDialog({ contact, opened, onClose }: MoveDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={t('page.move title', { name: contact.name })}>
      {opened && <MoveForm contact={contact} onClose={onClose} />}
    </Modal>
  );
}

function MoveForm({ contact, onClose }: Omit<MoveDialogProps, 'opened'>) {
  const queries = useQueryClient();
  const [account, setAccount] = useState<Pick | null>(null);
  const [title, setTitle] = useState('');
  const [on, setOn] = useState<string | null>(() => new Date().toISOString().slice(0, 10));
  const [why, setWhy] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const moved = await ask(
        peopleContract.moveContact,
        {
          params: { id: contact.id },
          body: { accountId: account?.id ?? null, title: title.trim() || null, ...(on ? { on } : {}) },
        },
        { ifMatch: contact.version },
      );
      await refreshContact(queries, moved);
      notify(t('page.moved toast'));
      onClose();
    } catch (error) {
      setWhy(sentenceOf(error));
    }
  };
  return (
    <form className={css.stack} onSubmit={(event) => void submit(event)}>
      <RecordPicker label={t('field.account')} value={account} onChange={setAccount} search={searchAccounts} />
      <p className={css.quiet}>{t('page.no employer')}</p>
      <TextInput
        label={t('field.title')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={200}
      />
      <DateField label={t('page.move on')} value={on} onChange={setOn} required />
      {why !== undefined && (
        <p role="alert" className={css.why}>
          {why}
        </p>
      )}
      <Button type="submit">{t('page.move')}</Button>
    </form>
  );
}
