import { useSearch } from '@tanstack/react-router';
import { ask } from '../../web/connection.ts';
import { workspaceContract } from '../contract.ts';
import { Door } from './Door.tsx';
import { DoorForm } from './DoorForm.tsx';
import { t } from './doorMessages.ts';
import { innerAddress, useEnter } from './entering.ts';

export function SignIn() {
  const enter = useEnter();
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
        note={t('sign in.forgotten')}
      />
    </Door>
  );
}
