import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { Form } from '../../web/kit/Form.tsx';
import { notifyProblem, notifyUndo } from '../../web/shell/toasts.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './shopping.module.css';

/** Puts the chosen accounts on a list of targeted consumers, one there is or a new one. */
export function AddToList({ accountIds, onDone }: { accountIds: readonly string[]; onDone: () => void }) {
  const [name, setName] = useState('');
  const lists = useAnswer(api.listSegments, { query: { kind: 'list', limit: '50' } }).data?.items;
  const again = () => readAgain(api.listSegments, api.listSegmentMembers, api.readSegmentFigures, api.listNeeds);
  const add = async (list: { id: string; name: string }) => {
    const { added } = await ask(api.addToSegment, { params: { id: list.id }, body: { accountIds: [...accountIds] } });
    onDone();
    await again();
    notifyUndo(t('add.done', { count: added.length, name: list.name }), async () => {
      if (added.length > 0) await ask(api.removeFromSegment, { params: { id: list.id }, body: { accountIds: added } });
      await again();
    });
  };
  const tell = (error: unknown) => notifyProblem(error instanceof Error ? error.message : String(error));
  return (
    <div className={css.stack}>
      {lists?.length === 0 && <p className={css.words}>{t('add.none')}</p>}
      {lists?.map((list) => (
        <Button key={list.id} variant="default" onClick={() => void add(list).catch(tell)}>
          {list.name}
        </Button>
      ))}
      <Form
        className={css.stack}
        onSend={() => {
          if (name.trim() !== '')
            void ask(api.createSegment, { body: { name: name.trim() } })
              .then(add)
              .catch(tell);
        }}
      >
        <TextInput
          label={t('add.new')}
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit">{t('add.make')}</Button>
      </Form>
    </div>
  );
}
