import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { workspaceContract } from '../contract.ts';
import { Door } from './Door.tsx';
import { DoorForm } from './DoorForm.tsx';
import { t } from './doorMessages.ts';
import { innerAddress, useEnter } from './entering.ts';

export function SignIn() {
  const enter = useEnter();
  const letters =
    useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => ask(workspaceContract.getSetup, undefined, { signal }) })
      .data?.letters ?? false;
  const { to = '/' } = innerAddress(useSearch({ strict: false }));
  return (
    <Door title={t('sign in.title')}>
      <DoorForm
        fields={[
          { name: 'email', label: t('email'), type: 'email', autoComplete: 'username' },
          { name: 'password', label: t('password'), type: 'password', autoComplete: 'current-password' },
        ]}
        submit={t('sign in.do')}
        onSubmit={async (values) => enter(await ask(workspaceContract.signIn, { body: values }), to)}
        note={letters ? <Link to="/forgotten">{t('sign in.forgotten ask')}</Link> : t('sign in.forgotten')}
      />
    </Door>
  );
}

/** Has a link for a new password sent. What is said is the same for everybody. */
export function Forgotten() {
  const [sentTo, setSentTo] = useState<string>();
  const back = <Link to="/sign-in">{t('forgotten.back')}</Link>;
  if (sentTo !== undefined)
    return (
      <Door title={t('forgotten.sent')} intro={t('forgotten.sent text', { email: sentTo })}>
        {back}
      </Door>
    );
  return (
    <Door title={t('forgotten.title')} intro={t('forgotten.intro')}>
      <DoorForm
        fields={[{ name: 'email', label: t('email'), type: 'email', autoComplete: 'username' }]}
        submit={t('forgotten.do')}
        onSubmit={async ({ email }) => {
          await ask(workspaceContract.askForPassword, { body: { email } });
          setSentTo(email);
        }}
        note={back}
      />
    </Door>
  );
}
