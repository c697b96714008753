import { Button } from '@mantine/core';
import { playsContract } from '../../ownership/plays/contract.ts';
import { useAct } from '../../web/api.ts';
import { useMay } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { t } from './momentMessages.ts';

/** Begins a play for an account from any list: its steps come on the list of today. */
export function StartPlay({ accountId, play }: { accountId: string; play: string }) {
  const start = useAct(playsContract.startPlay, { touches: [playsContract.listRuns] });
  if (!useMay('alarm:write')) return null;
  return (
    <Button
      size="compact-xs"
      maw="100%"
      title={t('begin play', { name: play })}
      variant="default"
      loading={start.isPending}
      onClick={(event) => {
        // The row opens the account.
        event.stopPropagation();
        start.mutate(
          { input: { body: { accountId, play } } },
          { onSuccess: (run) => notify(t('play begun', { name: run.name })) },
        );
      }}
    >
      {play.charAt(0).toUpperCase() + play.slice(1)}
    </Button>
  );
}
