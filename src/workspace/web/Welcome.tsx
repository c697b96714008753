import { ask } from '../../web/connection.ts';
import { workspaceContract } from '../contract.ts';
import { Door } from './Door.tsx';
import { DoorForm } from './DoorForm.tsx';
import { t } from './doorMessages.ts';
import { useEnter } from './entering.ts';
import { likelyPlace } from './place.ts';

/** The first visit: nobody is here yet. */
export function Welcome() {
  const enter = useEnter();
  const place = likelyPlace(new Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language);
  return (
    <Door title={t('welcome.title')} intro={t('welcome.intro')}>
      <DoorForm
        fields={[
          { name: 'name', label: t('name'), autoComplete: 'name' },
          { name: 'email', label: t('email'), type: 'email', autoComplete: 'username' },
          {
            name: 'password',
            label: t('password'),
            type: 'password',
            autoComplete: 'new-password',
            hint: t('password hint'),
          },
          {
            name: 'workspace',
            label: t('welcome.workspace'),
            autoComplete: 'organization',
            hint: t('welcome.workspace hint'),
          },
        ]}
        submit={t('welcome.do')}
        onSubmit={async ({ workspace, ...owner }) =>
          enter(
            await ask(workspaceContract.setUp, { body: { ...owner, workspace: { name: workspace, ...place } } }),
            '/start',
          )
        }
        note={t('welcome.place', { zone: place.timeZone.replaceAll('_', ' '), currency: place.currency })}
      />
    </Door>
  );
}
