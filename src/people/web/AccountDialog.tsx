import { Button, Modal, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { phases, type Phase } from '../../relationship/vocabulary.ts';
import { ask } from '../../web/connection.ts';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { useMembers } from './data.ts';
import { refreshAccount, sentenceOf } from './edits.ts';
import { useSession } from '../../web/session.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { Similar } from './Similar.tsx';
import { useDraft } from './useDraft.ts';

const nothing = {
  name: '',
  website: '',
  phone: '',
  city: '',
  country: '',
  industry: '',
  contactName: '',
  contactEmail: '',
  contactTitle: '',
};

/** Adds an account, with the person we talk with there. What was typed survives closing and reloading. */
export function AccountDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={t('new account')}>
      {opened && <AccountForm onClose={onClose} />}
    </Modal>
  );
}

function AccountForm({ onClose }: { onClose: () => void }) {
  const members = useMembers();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, write, forget] = useDraft('new account', nothing);
  const [kind, setKind] = useState<'organization' | 'household'>('organization');
  const [phase, setPhase] = useState<Phase>('shopping');
  const [owner, setOwner] = useState<Pick | null>();
  const [tags, setTags] = useState<string[]>([]);
  const [why, setWhy] = useState<string>();
  const [busy, setBusy] = useState(false);
  const chosenOwner = owner === undefined ? session.member : owner;
  const input = (field: keyof typeof nothing) => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => write({ [field]: event.currentTarget.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await ask(peopleContract.createAccount, {
        body: {
          name: draft.name,
          kind,
          phase,
          tags,
          ownerId: chosenOwner?.id ?? null,
          website: some(draft.website),
          phone: some(draft.phone),
          city: some(draft.city),
          country: some(draft.country),
          industry: some(draft.industry),
          ...(draft.contactName.trim()
            ? {
                contact: {
                  name: draft.contactName,
                  title: some(draft.contactTitle),
                  emails: draft.contactEmail.trim() ? [draft.contactEmail.trim()] : [],
                },
              }
            : {}),
        },
      });
      forget();
      await refreshAccount(queries, made);
      notify(t('dialog.added', { name: made.name }));
      onClose();
      void navigate({ to: `/accounts/${made.id}` });
    } catch (error) {
      setWhy(sentenceOf(error));
      setBusy(false);
    }
  };

  return (
    <form className={css.stack} onSubmit={(event) => void submit(event)}>
      <TextInput data-autofocus label={t('field.name')} required maxLength={300} {...input('name')} />
      <Similar
        kind="account"
        draft={{ name: draft.name, website: draft.website, phone: draft.phone, city: draft.city }}
      />
      <SegmentedControl
        aria-label={t('field.kind')}
        data={(['organization', 'household'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <div className={css.row}>
        <TextInput label={t('field.website')} {...input('website')} />
        <TextInput label={t('field.phone')} type="tel" {...input('phone')} />
        <TextInput label={t('field.city')} {...input('city')} />
        <TextInput label={t('field.country')} {...input('country')} />
        <TextInput label={t('field.industry')} {...input('industry')} />
        <PersonPicker
          label={t('field.owner')}
          value={chosenOwner}
          onChange={setOwner}
          search={searchMembers(members)}
        />
      </div>
      <SegmentedControl
        aria-label={t('field.phase')}
        fullWidth
        data={phases.map((value) => ({ value, label: web(`phase.${value}`) }))}
        value={phase}
        onChange={setPhase}
      />
      <TagsInput label={t('field.tags')} placeholder={t('edit.add tag')} value={tags} onChange={setTags} />
      <fieldset className={css.plain}>
        <legend>{t('dialog.first contact')}</legend>
        <div className={css.row}>
          <TextInput label={t('dialog.contact name')} {...input('contactName')} />
          <TextInput label={t('field.title')} {...input('contactTitle')} />
          <TextInput label={t('field.emails')} type="email" {...input('contactEmail')} />
        </div>
      </fieldset>
      {why !== undefined && (
        <p role="alert" className={css.why}>
          {why} {t('dialog.kept')}
        </p>
      )}
      <Button type="submit" loading={busy}>
        {t('add account')}
      </Button>
    </form>
  );
}

const some = (value: string): string | null => value.trim() || null;
