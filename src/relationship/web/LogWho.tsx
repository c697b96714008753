import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { peopleContract } from '../../people/contract.ts';
import { searchAccounts } from '../../people/web/find.ts';
import { ask } from '../../web/connection.ts';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { RecordPicker } from '../../web/kit/RecordPicker.tsx';
import { queries } from '../../web/queries.ts';
import { notifyProblem } from '../../web/shell/toasts.ts';
import { relationshipContract as api } from '../contract.ts';
import { accountPeopleQuery, accountQuery } from './data.ts';
import css from './log.module.css';
import { t } from './logMessages.ts';

interface LogWhoProps {
  accountId: string | null;
  contactIds: readonly string[];
  onAccount: (id: string | null) => void;
  onContacts: (ids: readonly string[]) => void;
}

/** With whom: the account at hand or one of the latest, and its people as chips. */
export function LogWho({ accountId, contactIds, onAccount, onContacts }: LogWhoProps) {
  const [choosing, setChoosing] = useState(false);
  const account = useQuery({ ...accountQuery(accountId ?? ''), enabled: accountId !== null }).data;
  if (accountId === null || choosing)
    return (
      <section className={css.part}>
        <h3>{t('who')}</h3>
        <RecordPicker
          label={t('who.account')}
          value={null}
          search={searchAccounts}
          onChange={(pick) => {
            if (pick) onAccount(pick.id);
            setChoosing(false);
          }}
          required
        />
        <Lately
          onAccount={(id) => {
            onAccount(id);
            setChoosing(false);
          }}
        />
      </section>
    );
  return (
    <section className={css.part}>
      <h3>{t('who')}</h3>
      <div className={css.account}>
        {account?.relationship && <PositionMiniature position={account.relationship.position} />}
        <b>{account?.name}</b>
        <button type="button" className={css.link} onClick={() => setChoosing(true)}>
          {t('who.change')}
        </button>
      </div>
      <People accountId={accountId} contactIds={contactIds} onContacts={onContacts} />
    </section>
  );
}

/** The accounts of the latest touchpoints: most logs go on with one of them. */
function Lately({ onAccount }: { onAccount: (id: string) => void }) {
  const { data } = useQuery({
    queryKey: [api.listTouchpoints.path, 'lately'],
    queryFn: ({ signal }) => ask(api.listTouchpoints, { query: { limit: 30 } }, { signal }),
    meta: { hears: ['touchpoint'] },
  });
  const accounts = new Map(data?.items.map((entry) => [entry.accountId, entry.accountName ?? '']));
  if (accounts.size === 0) return null;
  return (
    <div className={css.chips} role="group" aria-label={t('who.lately')}>
      {[...accounts].slice(0, 5).map(([id, name]) => (
        <button key={id} type="button" className={css.chip} onClick={() => onAccount(id)}>
          {name}
        </button>
      ))}
    </div>
  );
}

function People({
  accountId,
  contactIds,
  onContacts,
}: Pick<LogWhoProps, 'contactIds' | 'onContacts'> & { accountId: string }) {
  const people = useQuery(accountPeopleQuery(accountId)).data?.items;
  const [adding, setAdding] = useState(false);
  const toggle = (id: string) =>
    onContacts(contactIds.includes(id) ? contactIds.filter((each) => each !== id) : [...contactIds, id]);
  return (
    <>
      {people?.length === 0 && !adding && <p className={css.quiet}>{t('who.none')}</p>}
      <div className={css.chips} role="group" aria-label={t('who')}>
        {people?.map(({ contact }) => {
          const chosen = contactIds.includes(contact.id);
          return (
            <button
              key={contact.id}
              type="button"
              className={css.chip}
              aria-pressed={chosen}
              onClick={() => toggle(contact.id)}
            >
              {chosen && <Check size={15} aria-hidden="true" />}
              {contact.name}
            </button>
          );
        })}
        {!adding && (
          <button type="button" className={css.chip} onClick={() => setAdding(true)}>
            <Plus size={15} aria-hidden="true" />
            {t('who.else')}
          </button>
        )}
      </div>
      {adding && (
        <SomeoneElse
          accountId={accountId}
          onAdded={(id) => {
            setAdding(false);
            onContacts([...contactIds, id]);
          }}
        />
      )}
    </>
  );
}

/** A name is enough: the person is added to the account and chosen. */
function SomeoneElse({ accountId, onAdded }: { accountId: string; onAdded: (id: string) => void }) {
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => ask(peopleContract.createContact, { body: { name: name.trim(), accountId } }),
    onSuccess: async (contact) => {
      await queries.invalidateQueries({ queryKey: [peopleContract.listAccountContacts.path] });
      onAdded(contact.id);
    },
    onError: (error) => notifyProblem(problemText(error)),
  });
  const submit = () => {
    if (name.trim() !== '') add.mutate();
  };
  return (
    <div className={css.someone}>
      <TextInput
        aria-label={t('who.name')}
        placeholder={t('who.name')}
        value={name}
        maxLength={300}
        ref={(input) => input?.focus()}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          submit();
        }}
      />
      <Button variant="default" loading={add.isPending} onClick={submit}>
        {t('who.add')}
      </Button>
    </div>
  );
}
