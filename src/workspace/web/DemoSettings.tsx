import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useAct, useAnswer } from '../../web/api.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { queries } from '../../web/queries.ts';
import { useMay } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { demoContract } from '../demo/contract.ts';
import { Part } from './Part.tsx';
import { t } from './settingsMessages.ts';

/** Load the invented company to look around in, or take it away again with everything attached to it. */
export default function DemoSettings() {
  const { history } = useRouter();
  const standing = useAnswer(demoContract.readDemo).data;
  const load = useAct(demoContract.loadDemo);
  const remove = useAct(demoContract.removeDemo);
  const mayRemove = useMay('workspace:delete');
  const mayLoad = useMay('workspace:write');
  return (
    <Part title={t('demo')} intro={t('demo.intro')}>
      {standing?.loaded === false && mayLoad && (
        <Button
          loading={load.isPending}
          onClick={() =>
            load.mutate(
              { input: {} },
              {
                onSuccess: () => {
                  void queries.invalidateQueries();
                  history.push('/today');
                },
              },
            )
          }
        >
          {t('demo.load')}
        </Button>
      )}
      {standing?.loaded === true && (
        <>
          <p>{t('demo.loaded', { count: standing.accounts })}</p>
          {mayRemove && (
            <ConfirmButton
              label={t('demo.remove')}
              confirm={t('demo.remove confirm', { count: standing.accounts })}
              loading={remove.isPending}
              onConfirm={() =>
                remove.mutate(
                  { input: {} },
                  {
                    onSuccess: () => {
                      void queries.invalidateQueries();
                      notify(t('demo.removed'));
                    },
                  },
                )
              }
            />
          )}
        </>
      )}
    </Part>
  );
}
