import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import type { TodayRecord } from '../contract.ts';
import { useHandOver } from './actions.ts';
import { todoText } from './phrases.ts';
import css from './today.module.css';
import { t } from './todayMessages.ts';

/** Gives what is due to a colleague. */
export function HandOver({ row, now, onClose }: { row: TodayRecord; now: string; onClose: () => void }) {
  const [who, setWho] = useState<Pick | null>(null);
  const give = useHandOver(row, now, onClose);
  return (
    <Modal opened onClose={onClose} title={t('hand over.title', { name: row.name })}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (who) give.mutate(who);
        }}
      >
        <PersonPicker label={t('hand over.who')} value={who} onChange={setWho} search={findMembers} required />
        <p className={css.note}>{t('hand over.what', { what: todoText(row.todo, now) })}</p>
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {web('app.cancel')}
          </Button>
          <Button type="submit" disabled={who === null} loading={give.isPending}>
            {t('hand over.do')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Colleagues by part of their name. */
export async function findMembers(text: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { items } = await ask(
    workspaceContract.listMembers,
    { query: { limit: 20, ...(text === '' ? {} : { search: text }) } },
    { signal },
  );
  return items.filter((member) => member.disabledAt === null).map(({ id, name }) => ({ id, name }));
}
