import { Button, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { phases, type Phase } from '../../relationship/vocabulary.ts';
import { ask } from '../../web/connection.ts';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { peopleContract } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { useMembers } from './data.ts';
import { refreshAccount } from './edits.ts';
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
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const members = useMembers();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, write, forget] = useDraft('new account', nothing);
  const [kind, setKind] = useState<'organization' | 'household'>('organization');
  const [phase, setPhase] = useState<Phase>('shopping');
  const [owner, setOwner] = useState<Pick | null>();
  const [tags, setTags] = useState<string[]>([]);
  const chosenOwner = owner === undefined ? session.member : owner;
  const input = (field: keyof typeof nothing) => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => write({ [field]: event.currentTarget.value }),
  });

  const add = useMutation({
    mutationFn: () =>
      ask(peopleContract.createAccount, {
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
      }),
    onSuccess: async (made) => {
      forget();
      await refreshAccount(queries, made);
      notify(t('dialog.added', { name: made.name }));
      onClose();
      void navigate({ to: `/accounts/${made.id}` });
    },
  });

  return (
    <FormDialog title={t('new account')} onClose={onClose} onSend={() => add.mutate()}>
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
      <Refusal error={add.error} kept={t('dialog.kept')} />
      <Button type="submit" loading={add.isPending}>
        {t('add account')}
      </Button>
    </FormDialog>
  );
}

const some = (value: string): string | null => value.trim() || null;
