import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, useEffect } from 'react';
import { searchRecords } from '../../people/web/find.ts';
import { boardQuery, todayQuery } from '../../relationship/web/data.ts';
import { phases } from '../../relationship/vocabulary.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { Bell } from '../../workspace/notifications/web/Bell.tsx';
import { leaveWhenSignedOut, signOut } from '../../workspace/web/entering.ts';
import { useAct, useAnswer } from '../api.ts';
import { useLive } from '../live.ts';
import { useMay, useSession } from '../session.ts';
import type { SearchRecords, ShellData } from './destinations.ts';
import { Shell } from './Shell.tsx';

const LogDialog = lazy(() =>
  import('../../relationship/web/LogDialog.tsx').then((module) => ({ default: module.LogDialog })),
);

const SpotDialog = lazy(() =>
  import('../../usage/spotted/web/SpotDialog.tsx').then((module) => ({ default: module.SpotDialog })),
);

const InfluenceDialog = lazy(() =>
  import('../../usage/circle/web/InfluenceDialog.tsx').then((module) => ({ default: module.InfluenceDialog })),
);

/** Puts the shell around the screens and gives it its data. */
export function Frame() {
  const { workspace, member } = useSession();
  const workspaces = useAnswer(workspaceContract.listMyWorkspaces).data?.items ?? [];
  const switchTo = useAct(workspaceContract.switchWorkspace);
  const away = useLive();
  const seesCases = useMay('case:read');
  useEffect(leaveWhenSignedOut, []);
  const data: ShellData = { workspace, workspaces, person: member, ...useCounts() };
  return (
    <Shell
      data={data}
      away={away}
      bell={<Bell />}
      searchRecords={seesCases ? searchWithCases : searchRecords}
      LogDialog={LogDialog}
      InfluenceDialog={InfluenceDialog}
      SpotDialog={useMay('spotted:write') ? SpotDialog : undefined}
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

/** Cases are found by another question, which the first screen need not know. */
const searchWithCases: SearchRecords = async (text, signal) => {
  const { searchCases } = await import('../../usage/cases/web/find.ts');
  return (await Promise.all([searchRecords(text, signal), searchCases(text, signal)])).flat();
};

/** What the rail counts: the person's list of today, every account, and the accounts in each phase. */
function useCounts(): Pick<ShellData, 'counts' | 'alarms'> {
  const today = useQuery(todayQuery('mine')).data;
  const board = useQuery(boardQuery({})).data;
  const inPhase = phases.map((phase) => [
    phase,
    board?.cells.filter((cell) => cell.phase === phase).reduce((sum, cell) => sum + cell.accounts, 0) ?? 0,
  ]);
  return {
    counts: {
      today: today?.rows.length ?? 0,
      relationships: board?.accounts ?? 0,
      ...Object.fromEntries(inPhase),
    },
    alarms: today?.counts['alarm'] ?? 0,
  };
}
