import { Button, CloseButton, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleContract } from '../../../people/contract.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { segmentContract } from '../../../shopping/segments/contract.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { RecordPicker } from '../../../web/kit/RecordPicker.tsx';
import { workspaceContract } from '../../../workspace/contract.ts';
import { wouldCircle } from '../../../workspace/teamTree.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import type { TerritoryRecord } from '../records.ts';
import { t } from './messages.ts';

const lists = ['countries', 'cities', 'industries', 'tags'] as const;

/** A territory with its place in the tree, who covers it, and the rule by which customers lie in it. */
export function TerritoryDialog({
  territory,
  all,
  onClose,
}: {
  territory: TerritoryRecord | null;
  all: readonly TerritoryRecord[];
  onClose: () => void;
}) {
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];
  const segments = useAnswer(segmentContract.listSegments, { query: { limit: '200' } }).data?.items ?? [];
  const [name, setName] = useState(territory?.name ?? '');
  const [parentId, setParentId] = useState(territory?.parentId ?? null);
  const [teamId, setTeamId] = useState(territory?.teamId ?? null);
  const [rule, setRule] = useState(territory?.rule ?? {});
  const done = async () => {
    onClose();
    await readAgain(api.listTerritories);
  };
  const save = useMutation({
    mutationFn: async () => {
      const body = { name: name.trim(), parentId, teamId, rule };
      return territory
        ? ask(api.changeTerritory, { params: { id: territory.id }, body }, { ifMatch: territory.version })
        : ask(api.createTerritory, { body });
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: async (of: TerritoryRecord) => ask(api.removeTerritory, { params: { id: of.id } }),
    onSuccess: done,
  });
  const problem = save.error ?? remove.error;
  const size = (part: 'minEmployees' | 'maxEmployees', value: number | string) => {
    const { [part]: _, ...rest } = rule;
    setRule(value === '' ? rest : { ...rest, [part]: Number(value) });
  };
  const mayHold = all.filter((each) => !territory || !wouldCircle(all, territory.id, each.id));
  return (
    <FormDialog onClose={onClose} title={territory?.name ?? t('territories.add')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        maxLength={200}
        label={t('territories.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={css.row}>
        <Select
          clearable
          label={t('territories.parent')}
          data={mayHold.map((each) => ({ value: each.id, label: each.name }))}
          value={parentId}
          onChange={setParentId}
        />
        <Select
          clearable
          label={t('territories.team')}
          data={teams.map((each) => ({ value: each.id, label: each.name }))}
          value={teamId}
          onChange={setTeamId}
        />
      </div>
      <p className={css.quiet}>
        {t('territories.rule')}. {t('territories.none')}
      </p>
      {lists.map((part) => (
        <TagsInput
          key={part}
          label={t(`territories.${part}`)}
          value={rule[part] ?? []}
          onChange={(values) => setRule({ ...rule, [part]: values })}
        />
      ))}
      <MultiSelect
        searchable
        label={t('territories.segments')}
        data={segments.map((each) => ({ value: each.id, label: each.name }))}
        value={rule.segmentIds ?? []}
        onChange={(segmentIds) => setRule({ ...rule, segmentIds })}
      />
      <Named ids={rule.accountIds ?? []} onChange={(accountIds) => setRule({ ...rule, accountIds })} />
      <div className={css.row}>
        <NumberInput
          min={0}
          label={t('territories.from')}
          value={rule.minEmployees ?? ''}
          onChange={(value) => size('minEmployees', value)}
        />
        <NumberInput
          min={0}
          label={t('territories.to')}
          value={rule.maxEmployees ?? ''}
          onChange={(value) => size('maxEmployees', value)}
        />
      </div>
      <Refusal error={problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
          {t('territories.save')}
        </Button>
        {territory && <HistoryButton of={{ kind: 'territory', id: territory.id }} name={territory.name} />}
        {territory && (
          <ConfirmButton
            label={t('territories.remove')}
            confirm={t('territories.remove')}
            onConfirm={() => remove.mutate(territory)}
          />
        )}
      </div>
    </FormDialog>
  );
}

/** Customers that lie in it by their name, whatever else they meet. */
function Named({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const known = useQueries({
    queries: ids.slice(0, 20).map((id) => ({
      queryKey: [peopleContract.readAccount.path, id],
      queryFn: () => ask(peopleContract.readAccount, { params: { id } }),
    })),
  });
  return (
    <div>
      <RecordPicker
        label={t('territories.named')}
        placeholder={t('territories.name one')}
        value={null}
        onChange={(pick) => pick && !ids.includes(pick.id) && onChange([...ids, pick.id])}
        search={searchAccounts}
      />
      <ul className={css.list}>
        {ids.map((id, i) => {
          const name = known[i]?.data?.name ?? id.slice(0, 8);
          return (
            <li key={id}>
              <span>{name}</span>
              <CloseButton
                size="sm"
                aria-label={t('territories.leave out', { name })}
                onClick={() => onChange(ids.filter((each) => each !== id))}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
