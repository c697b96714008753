import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountPeopleQuery } from '../../../relationship/web/data.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Form } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { promisesContract as api } from '../contract.ts';
import { readPromisesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './promises.module.css';

/** One line: what, to whom, by when. */
export function AddPromise({ accountId }: { accountId: string }) {
  const people = useQuery(accountPeopleQuery(accountId)).data?.items ?? [];
  const [what, setWhat] = useState('');
  const [contactId, setContactId] = useState('');
  const [dueOn, setDueOn] = useState<string | null>(null);
  const save = async () => {
    try {
      const made = await ask(api.makePromise, {
        body: { accountId, what: what.trim(), contactId: contactId || null, dueOn },
      });
      setWhat('');
      setDueOn(null);
      notifyUndo(t('done.made', { what: made.what }), () =>
        ask(api.takeBackPromise, { params: { id: made.id } }).then(readPromisesAgain, (error: unknown) =>
          notifyProblem(problemText(error)),
        ),
      );
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readPromisesAgain();
  };
  return (
    <Form
      className={css.add}
      onSend={() => {
        if (what.trim() !== '') void save();
      }}
    >
      <TextInput
        className={css.addWhat ?? ''}
        label={t('add.what')}
        value={what}
        maxLength={500}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('add.to')}
        value={contactId}
        data={[
          { value: '', label: t('add.anybody') },
          ...people.map(({ contact }) => ({ value: contact.id, label: contact.name })),
        ]}
        onChange={(event) => setContactId(event.currentTarget.value)}
      />
      <DateField label={t('add.due')} value={dueOn} onChange={setDueOn} />
      <Button type="submit" variant="default" size="md" disabled={what.trim() === ''}>
        {t('add.go')}
      </Button>
    </Form>
  );
}
