import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Merge } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { peopleContract } from '../../contract.ts';
import { searchAccounts } from '../../web/find.ts';
import css from './merging.module.css';
import { t } from './messages.ts';

interface MergeButtonProps {
  kind: 'account' | 'contact';
  record: { id: string; name: string };
}

/** In a record's actions: chooses what it is the same as, then both are compared. */
export function MergeButton({ kind, record }: MergeButtonProps) {
  const [opened, setOpened] = useState(false);
  const navigate = useNavigate();
  const search = async (text: string, signal: AbortSignal): Promise<readonly Pick[]> => {
    const found = kind === 'account' ? await searchAccounts(text, signal) : await searchContacts(text, signal);
    return found.filter((each) => each.id !== record.id);
  };
  return (
    <>
      <Button variant="default" leftSection={<Merge size={14} aria-hidden="true" />} onClick={() => setOpened(true)}>
        {t('merge')}
      </Button>
      {opened && (
        <Dialog onClose={() => setOpened(false)} title={t('merge title', { name: record.name })}>
          <div className={css.choose}>
            <p>{t('merge lead')}</p>
            <RecordPicker
              label={t('other')}
              value={null}
              search={search}
              onChange={(pick) => pick && void navigate({ to: `/merge/${kind}/${record.id}/${pick.id}` })}
            />
          </div>
        </Dialog>
      )}
    </>
  );
}

async function searchContacts(text: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { items } = await ask(
    peopleContract.listContacts,
    { query: { ...(text ? { text } : {}), limit: 20 } },
    { signal },
  );
  return items.map((contact) => ({
    id: contact.id,
    name: contact.name,
    ...(contact.account ? { detail: contact.account.name } : {}),
  }));
}
