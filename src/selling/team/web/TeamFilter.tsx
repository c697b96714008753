import { Select } from '@mantine/core';
import { useAnswer } from '../../../web/api.ts';
import { useView } from '../../../web/kit/view.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { t } from './messages.ts';

/** Whose week is shown, in the address. */
export function TeamFilter({ size = 'sm', label = true }: { size?: 'xs' | 'sm'; label?: boolean }) {
  const [view, setView] = useView();
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];
  return (
    <Select
      size={size}
      {...(label ? { label: t('filter.team') } : { 'aria-label': t('filter.team') })}
      placeholder={t('filter.all teams')}
      clearable
      data={treeOrder(teams).map(({ team, depth }) => ({
        value: team.id,
        label: `${'\u2003'.repeat(depth)}${team.name}`,
      }))}
      value={view['team'] ?? null}
      onChange={(team) => setView({ team: team ?? undefined })}
    />
  );
}
