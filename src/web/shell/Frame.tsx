import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { workspaceContract } from '../../workspace/contract.ts';
import { leaveWhenSignedOut, signOut } from '../../workspace/web/entering.ts';
import { useAct, useAnswer } from '../api.ts';
import { useLive } from '../live.ts';
import { useSession } from '../session.ts';
import type { Hit, ShellData } from './destinations.ts';
import type { LogAbout } from './log.ts';
import { Shell } from './Shell.tsx';

/** Puts the shell around the screens and gives it its data. */
export function Frame() {
  const { workspace, member } = useSession();
  const workspaces = useAnswer(workspaceContract.listMyWorkspaces).data?.items ?? [];
  const switchTo = useAct(workspaceContract.switchWorkspace);
  useLive();
  useEffect(leaveWhenSignedOut, []);
  const data: ShellData = { workspace, workspaces, person: member, counts: {}, alarms: 0 };
  return (
    <Shell
      data={data}
      searchRecords={noRecords}
      LogDialog={NoLog}
      // Nothing read in the one workspace may show in the other, so the page begins anew.
      onSwitchWorkspace={(id) =>
        switchTo.mutate({ input: { body: { id } } }, { onSuccess: () => location.assign('/today') })
      }
      onSignOut={() => void signOut()}
    >
      <Outlet />
    </Shell>
  );
}

async function noRecords(): Promise<readonly Hit[]> {
  return [];
}

function NoLog(_props: { about: LogAbout; onClose: () => void }) {
  return null;
}
