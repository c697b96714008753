import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { BlockSkeleton } from '../../web/kit/Skeletons.tsx';
import { workspaceContract } from '../contract.ts';
import { Door } from './Door.tsx';
import css from './Door.module.css';
import { DoorForm } from './DoorForm.tsx';
import { t } from './doorMessages.ts';
import { useEnter } from './entering.ts';

/** Accepting an invitation. */
export function Join() {
  const secret = useSecret();
  const enter = useEnter();
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: ({ signal }) => ask(workspaceContract.seeInvitation, { body: { secret } }, { signal }),
    retry: false,
    staleTime: Infinity,
  });
  if (invitation.isPending)
    return (
      <Door title=" ">
        <BlockSkeleton height={240} />
      </Door>
    );
  if (invitation.isError) return <LinkOver detail={invitation.error.message} />;
  const { workspace, name, email } = invitation.data;
  return (
    <Door title={t('join.title', { workspace })} intro={t('join.intro', { name, email })}>
      <DoorForm
        fields={[
          { name: 'email', label: t('email'), type: 'email', autoComplete: 'username', fixed: email },
          {
            name: 'password',
            label: t('password'),
            type: 'password',
            autoComplete: 'new-password',
            hint: `${t('password known')} ${t('password hint')}`,
          },
        ]}
        submit={t('join.do')}
        onSubmit={async ({ password }) =>
          enter(await ask(workspaceContract.acceptInvitation, { body: { secret, password } }), '/today')
        }
      />
    </Door>
  );
}

/** Choosing a new password with a link that an owner made. */
export function NewPassword() {
  const secret = useSecret();
  const enter = useEnter();
  return (
    <Door title={t('reset.title')} intro={t('reset.intro')}>
      <DoorForm
        fields={[
          {
            name: 'password',
            label: t('password new'),
            type: 'password',
            autoComplete: 'new-password',
            hint: t('password hint'),
          },
        ]}
        submit={t('reset.do')}
        onSubmit={async ({ password }) =>
          enter(await ask(workspaceContract.resetPassword, { body: { secret, password } }), '/today')
        }
      />
    </Door>
  );
}

function LinkOver({ detail }: { detail: string }) {
  return (
    <Door title={t('link.over')} intro={detail}>
      <Link to="/sign-in" className={css.show}>
        {t('link.over do')}
      </Link>
    </Door>
  );
}

/** The secret behind the #, taken out of the address so that it stays in no history. */
function useSecret(): string {
  const [secret] = useState(() => location.hash.slice(1));
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  // The server answers the same to a link without its secret as to one that was used.
  return secret.length >= 20 && secret.length <= 100 ? secret : '-'.repeat(20);
}
