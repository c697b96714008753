import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
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
    <FormDialog
      onClose={onClose}
      title={t('hand over.title', { name: row.name })}
      onSend={() => {
        if (who) give.mutate(who);
      }}
    >
      <PersonPicker label={t('hand over.who')} value={who} onChange={setWho} search={findMembers} required />
      <p className={css.note}>{t('hand over.what', { what: todoText(row.todo, now) })}</p>
      <FormButtons send={t('hand over.do')} busy={give.isPending} disabled={who === null} onCancel={onClose} />
    </FormDialog>
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
