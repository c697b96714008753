import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { readAgain, useAct } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { Field } from '../../web/kit/Field.tsx';
import { Form } from '../../web/kit/Form.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { queries } from '../../web/queries.ts';
import { sessionQuery, useSession } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

export default function ProfileSettings() {
  const { member } = useSession();
  const leave = useAct(workspaceContract.signOutEverywhere);
  return (
    <>
      <Part title={t('profile')} intro={t('profile.intro')}>
        <div className={css.fields}>
          <Field label={t('profile.name')} value={member.name} onSave={rename} />
          <Fact label={t('profile.email')} value={member.email ?? ''} />
          <Fact label={t('profile.role')} value={t(`role.${member.role}`)} />
        </div>
      </Part>
      <Part title={t('profile.password')} intro={t('profile.password intro')}>
        <PasswordForm email={member.email ?? ''} />
      </Part>
      <Part
        title={t('profile.everywhere')}
        intro={t('profile.everywhere intro')}
        action={
          <ConfirmButton
            label={t('profile.everywhere')}
            confirm={t('profile.everywhere confirm')}
            onConfirm={() => leave.mutate({}, { onSuccess: () => location.assign('/sign-in') })}
          />
        }
      />
    </>
  );
}

async function rename(name: string) {
  queries.setQueryData(sessionQuery.queryKey, await ask(workspaceContract.changeProfile, { body: { name } }));
  await readAgain(workspaceContract.listMembers);
  return { saved: true as const };
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <div className={css.second}>{label}</div>
      <div>{value}</div>
    </div>
  );
}

function PasswordForm({ email }: { email: string }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useAct(workspaceContract.changePassword, { quiet: true });
  const save = () =>
    change.mutate(
      { input: { body: { current, password } } },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
          notify(t('profile.changed'));
        },
      },
    );
  return (
    <Form className={css.fields} onSend={save}>
      {/* Password managers need to know whose password it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <TextInput
        type="password"
        label={t('profile.current')}
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <TextInput
        type="password"
        label={t('profile.new')}
        description={t('profile.new hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
        required
        minLength={10}
        value={password}
        error={change.error && problemText(change.error)}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={change.isPending}>
          {t('profile.change')}
        </Button>
      </div>
    </Form>
  );
}
