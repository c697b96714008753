import { Button, TagsInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { relationshipContract } from '../../relationship/contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { Form, Refusal } from '../../web/kit/Form.tsx';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { notify } from '../../web/shell/toasts.ts';
import type { Account, AccountItem } from '../contract.ts';
import { CellPopover } from './CellPopover.tsx';
import type { Members } from './data.ts';
import { Deciding } from './Deciding.tsx';
import { refreshAccount, useAccountEdit, type AccountChange } from './edits.ts';
import { t } from './messages.ts';
import css from './people.module.css';

/** The cells of the accounts table that are edited where they stand. */

interface CellProps {
  account: AccountItem;
  members: Members;
}

export function OwnerCell({ account, members }: CellProps) {
  return (
    <CellPopover
      label={t('edit.owner of', { name: account.name })}
      renderEditor={(close) => <OwnerEditor account={account} members={members} close={close} />}
    >
      {members.nameOf(account.ownerId) ?? (account.ownerId ? t('no longer here') : t('nobody'))}
    </CellPopover>
  );
}

function OwnerEditor({ account, members, close }: CellProps & { close: () => void }) {
  const save = useAccountEdit();
  const owner = members.list.find((member) => member.id === account.ownerId) ?? null;
  return (
    <Deciding
      close={close}
      send={(body: AccountChange, overwrite) => save(account, body, t('field.owner'), overwrite)}
      words={(current: Account) => members.nameOf(current.ownerId) ?? t('nobody')}
    >
      {(go) => (
        <PersonPicker
          label={t('field.owner')}
          value={owner}
          onChange={(pick) => go({ ownerId: pick?.id ?? null })}
          search={searchMembers(members)}
        />
      )}
    </Deciding>
  );
}

export function TagsCell({ account }: { account: AccountItem }) {
  return (
    <CellPopover
      label={t('edit.tags of', { name: account.name })}
      renderEditor={(close) => <TagsEditor account={account} close={close} />}
    >
      {account.tags.length === 0 ? (
        <span className={css.quiet}>{t('none')}</span>
      ) : (
        <span className={css.tags}>
          {account.tags.map((tag) => (
            <span key={tag} className={css.tag}>
              {tag}
            </span>
          ))}
        </span>
      )}
    </CellPopover>
  );
}

function TagsEditor({ account, close }: { account: AccountItem; close: () => void }) {
  const save = useAccountEdit();
  const [tags, setTags] = useState(account.tags);
  return (
    <Deciding
      close={close}
      send={(body: AccountChange, overwrite) => save(account, body, t('field.tags'), overwrite)}
      words={(current: Account) => format.list(current.tags)}
    >
      {(go) => (
        <EditForm onSend={() => go({ tags })}>
          <TagsInput
            label={t('field.tags')}
            placeholder={t('edit.add tag')}
            value={tags}
            onChange={setTags}
            comboboxProps={{ withinPortal: false }}
          />
        </EditForm>
      )}
    </Deciding>
  );
}

export function NameEditor({ account, close }: { account: AccountItem; close: () => void }) {
  const save = useAccountEdit();
  const [name, setName] = useState(account.name);
  return (
    <Deciding
      close={close}
      send={(body: AccountChange, overwrite) => save(account, body, t('field.name'), overwrite)}
      words={(current: Account) => current.name}
    >
      {(go) => (
        <EditForm onSend={() => go({ name })}>
          <TextInput
            data-autofocus
            label={t('field.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            maxLength={300}
          />
        </EditForm>
      )}
    </Deciding>
  );
}

export function NextStepCell({ account, members, now }: CellProps & { now: Date }) {
  const step = account.nextStep;
  const overdue = step !== null && new Date(step.dueAt) < now;
  return (
    <CellPopover
      label={t('edit.next step of', { name: account.name })}
      renderEditor={(close) => <NextStepEditor account={account} members={members} close={close} />}
    >
      {step === null ? (
        <span className={css.quiet}>{t('none')}</span>
      ) : (
        <span className={css.two}>
          <span>{step.what}</span>
          <span className={css.under} data-overdue={overdue}>
            {format.day(step.dueAt, now)}
          </span>
        </span>
      )}
    </CellPopover>
  );
}

function NextStepEditor({ account, members, close }: CellProps & { close: () => void }) {
  const queries = useQueryClient();
  const step = account.nextStep;
  const [what, setWhat] = useState(step?.what ?? '');
  const [day, setDay] = useState<string | null>(step?.dueAt.slice(0, 10) ?? null);
  const [who, setWho] = useState<Pick | null>(
    members.list.find((member) => member.id === (step?.memberId ?? account.ownerId)) ?? null,
  );
  const [problem, setProblem] = useState<unknown>();
  const save = async () => {
    if (day === null) return;
    const fields = {
      what,
      dueAt: new Date(`${day}T${step?.dueAt.slice(11) ?? '09:00:00Z'}`).toISOString(),
      ...(who ? { memberId: who.id } : {}),
    };
    try {
      if (step)
        await ask(
          relationshipContract.changeNextStep,
          { params: { id: step.id }, body: fields },
          { ifMatch: step.version },
        );
      else await ask(relationshipContract.setNextStep, { body: { accountId: account.id, ...fields } });
      await refreshAccount(queries, account);
      notify(t('edit.saved', { field: t('field.due') }));
      close();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <EditForm onSend={() => void save()} error={problem}>
      <TextInput
        data-autofocus
        label={t('field.what')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
        required
        maxLength={300}
      />
      <DateField label={t('field.due by')} value={day} onChange={setDay} required />
      <PersonPicker label={t('field.owner')} value={who} onChange={setWho} search={searchMembers(members)} />
    </EditForm>
  );
}

function EditForm({ children, error, onSend }: { children: ReactNode; error?: unknown; onSend: () => void }) {
  return (
    <Form onSend={onSend}>
      {children}
      <Refusal error={error} />
      <Button type="submit">{t('save')}</Button>
    </Form>
  );
}

/** Members whose name holds the text. */
export const searchMembers =
  (members: Members) =>
  async (text: string): Promise<readonly Pick[]> =>
    members.list.filter((member) => member.name.toLocaleLowerCase().includes(text.toLocaleLowerCase())).slice(0, 20);
