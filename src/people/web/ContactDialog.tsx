import { Button, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ask } from '../../web/connection.ts';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract } from '../contract.ts';
import { refreshContact, sentenceOf } from './edits.ts';
import { searchAccounts } from './find.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { Similar } from './Similar.tsx';
import { useDraft } from './useDraft.ts';

interface ContactDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Where the person works, when that is known. */
  account?: Pick | undefined;
  onAdded?: ((id: string) => void) | undefined;
}

/** Adds a person. */
export function ContactDialog(props: ContactDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('new contact')}>
      {props.opened && <ContactForm {...props} />}
    </Modal>
  );
}

const nothing = { name: '', title: '', email: '', phone: '' };

function ContactForm({ onClose, account: known, onAdded }: ContactDialogProps) {
  const queries = useQueryClient();
  const [draft, write, forget] = useDraft(`new contact ${known?.id ?? ''}`, nothing);
  const [account, setAccount] = useState<Pick | null>(known ?? null);
  const [why, setWhy] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = (field: keyof typeof nothing) => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => write({ [field]: event.currentTarget.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await ask(peopleContract.createContact, {
        body: {
          name: draft.name,
          title: draft.title.trim() || null,
          emails: draft.email.trim() ? [draft.email.trim()] : [],
          phones: draft.phone.trim() ? [draft.phone.trim()] : [],
          accountId: account?.id ?? null,
        },
      });
      forget();
      await refreshContact(queries, made);
      notify(t('dialog.added', { name: made.name }));
      onClose();
      onAdded?.(made.id);
    } catch (error) {
      setWhy(sentenceOf(error));
      setBusy(false);
    }
  };

  return (
    <form className={css.stack} onSubmit={(event) => void submit(event)}>
      <TextInput data-autofocus label={t('field.name')} required maxLength={300} {...input('name')} />
      <Similar kind="contact" draft={{ name: draft.name, email: draft.email, phone: draft.phone }} />
      <RecordPicker label={t('field.account')} value={account} onChange={setAccount} search={searchAccounts} />
      <TextInput label={t('field.title')} {...input('title')} />
      <div className={css.row}>
        <TextInput label={t('field.emails')} type="email" {...input('email')} />
        <TextInput label={t('field.phone')} type="tel" {...input('phone')} />
      </div>
      {why !== undefined && (
        <p role="alert" className={css.why}>
          {why} {t('dialog.kept')}
        </p>
      )}
      <Button type="submit" loading={busy}>
        {t('add contact')}
      </Button>
    </form>
  );
}
