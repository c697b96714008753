import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { ask } from '../../web/connection.ts';
import { useMay } from '../../web/session.ts';
import { notify, notifyUndo } from '../../web/shell/toasts.ts';
import { peopleContract } from '../contract.ts';
import { refreshAccount, refreshContact, sayProblem } from './edits.ts';
import { t } from './messages.ts';
import css from './people.module.css';

interface DeletedProps {
  kind: 'account' | 'contact';
  record: { id: string; name: string };
}

/** Deletes a record; the message takes it back, and so does its page later on. */
export function DeleteButton({ kind, record }: DeletedProps) {
  const { may, remove, restore } = useMarks(kind, record);
  if (!may) return null;
  const go = async () => {
    await remove();
    notifyUndo(t('page.deleted toast', { name: record.name }), restore);
  };
  return (
    <Button
      variant="default"
      leftSection={<Trash2 size={14} aria-hidden="true" />}
      onClick={() => void go().catch(sayProblem)}
    >
      {t('page.delete')}
    </Button>
  );
}

/** Says on its page that a record is deleted, and brings it back. */
export function DeletedBanner({ kind, record }: DeletedProps) {
  const { may, restore } = useMarks(kind, record);
  const go = async () => {
    await restore();
    notify(t('page.restored toast', { name: record.name }));
  };
  return (
    <div className={css.banner} role="status">
      {t('page.deleted')}
      {may && (
        <Button variant="default" onClick={() => void go().catch(sayProblem)}>
          {t('page.restore')}
        </Button>
      )}
    </div>
  );
}

function useMarks(kind: 'account' | 'contact', { id }: { id: string }) {
  const queries = useQueryClient();
  const mark = async (how: 'delete' | 'restore') =>
    kind === 'account'
      ? refreshAccount(queries, await ask(peopleContract[`${how}Account`], { params: { id } }))
      : refreshContact(queries, await ask(peopleContract[`${how}Contact`], { params: { id } }));
  return { may: useMay(`${kind}:delete`), remove: () => mark('delete'), restore: () => mark('restore') };
}
