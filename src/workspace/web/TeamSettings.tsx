import { Button, Select, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Answer } from '../../platform/contract.ts';
import { changedMeanwhile, readAgain, useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { problemText, QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { t as web } from '../../web/messages/en.ts';
import { useMay } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import { treeOrder, wouldCircle } from '../teamTree.ts';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';
import { HistoryButton } from './HistoryButton.tsx';

type Team = Answer<typeof workspaceContract.createTeam>;
type Named = { id: string; name: string };

export default function TeamSettings() {
  const mayChange = useMay('team:write');
  const [open, setOpen] = useState<{ team: Team | null }>();
  const teams = useAnswer(
    workspaceContract.listTeams,
    { query: { limit: '200' } },
    { meta: { hears: ['team', 'member'] } },
  );
  const members =
    useAnswer(workspaceContract.listMembers, { query: { limit: '200', disabled: 'false' } }).data?.items ?? [];
  const create = mayChange && (
    <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setOpen({ team: null })}>
      {t('teams.new')}
    </Button>
  );
  return (
    <Part title={t('teams')} intro={t('teams.intro')} action={create}>
      {teams.isPending && <RowsSkeleton rows={3} />}
      {teams.isError && <QueryProblem error={teams.error} />}
      {teams.data?.items.length === 0 && <EmptyState sentence={t('teams.empty')} />}
      {teams.data && teams.data.items.length > 0 && (
        <ul className={css.list}>
          {treeOrder(teams.data.items).map(({ team, depth }) => (
            <li key={team.id} style={{ paddingInlineStart: depth * 24 }}>
              <TeamRow
                team={team}
                leader={members.find((member) => member.id === team.leaderId)?.name}
                onOpen={mayChange ? () => setOpen({ team }) : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      {open && (
        <TeamDialog
          team={open.team}
          teams={teams.data?.items ?? []}
          members={members}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Part>
  );
}

function TeamRow({
  team,
  leader,
  onOpen,
}: {
  team: Team;
  leader: string | undefined;
  onOpen?: (() => void) | undefined;
}) {
  const face = (
    <>
      <span className={css.main}>
        <span className={css.first}>{team.name}</span>
        <span className={css.second}>{leader ?? t('teams.no leader')}</span>
      </span>
      <span className={css.quiet}>{t('teams.count', { count: team.members })}</span>
    </>
  );
  return onOpen === undefined ? (
    <div className={css.row}>{face}</div>
  ) : (
    <button type="button" className={css.row} onClick={onOpen}>
      {face}
    </button>
  );
}

function TeamDialog({
  team,
  teams,
  members,
  onClose,
}: {
  team: Team | null;
  teams: readonly Team[];
  members: readonly Named[];
  onClose: () => void;
}) {
  const [draft, setDraft] = useState({
    name: team?.name ?? '',
    leaderId: team?.leaderId ?? null,
    parentId: team?.parentId ?? null,
  });
  const [why, setWhy] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (deed: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await deed();
      onClose();
    } catch (error) {
      setWhy(changedMeanwhile(error) ? t('changed meanwhile') : problemText(error));
      setBusy(false);
    }
    await readAgain(workspaceContract.listTeams, workspaceContract.listMembers);
  };
  const save = () =>
    run(() =>
      team === null
        ? ask(workspaceContract.createTeam, { body: draft })
        : ask(workspaceContract.changeTeam, { params: { id: team.id }, body: draft }, { ifMatch: team.version }),
    );
  const named = (list: readonly Named[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  const select = {
    placeholder: t('none'),
    clearable: true,
    searchable: true,
    clearButtonProps: { 'aria-label': web('app.clear') },
  };
  return (
    <FormDialog onClose={onClose} title={team?.name ?? t('teams.new')} onSend={save}>
      <TextInput
        label={t('teams.name')}
        required
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Select
        {...select}
        label={t('teams.leader')}
        data={named(members)}
        value={draft.leaderId}
        onChange={(leaderId) => setDraft({ ...draft, leaderId })}
      />
      <Select
        {...select}
        label={t('teams.parent')}
        data={named(teams.filter((other) => team === null || !wouldCircle(teams, team.id, other.id)))}
        value={draft.parentId}
        onChange={(parentId) => setDraft({ ...draft, parentId })}
      />
      {why !== undefined && <p role="alert">{why}</p>}
      <FormButtons send={t('save')} busy={busy} onCancel={onClose}>
        {team !== null && <HistoryButton of={{ kind: 'team', id: team.id }} name={team.name} />}
        {team !== null && (
          <ConfirmButton
            label={t('teams.remove')}
            confirm={t('teams.remove confirm', { name: team.name })}
            onConfirm={() =>
              void run(async () => {
                await ask(workspaceContract.removeTeam, { params: { id: team.id } });
                notify(t('teams.removed', { name: team.name }));
              })
            }
          />
        )}
      </FormButtons>
    </FormDialog>
  );
}
