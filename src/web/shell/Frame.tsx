import { Outlet } from '@tanstack/react-router';
import type { Hit, ShellData } from './destinations.ts';
import type { LogAbout } from './log.ts';
import { Shell } from './Shell.tsx';

const nobody: ShellData = {
  workspace: { id: '', name: '' },
  workspaces: [],
  person: { name: '' },
  counts: {},
  alarms: 0,
};

/** Puts the shell around the screens and gives it its data. */
export function Frame() {
  return (
    <Shell
      data={nobody}
      searchRecords={noRecords}
      LogDialog={NoLog}
      onSwitchWorkspace={() => undefined}
      onSignOut={() => undefined}
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
