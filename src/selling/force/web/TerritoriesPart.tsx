import { Button, Modal, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { treeOrder, wouldCircle } from '../../../workspace/teamTree.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api, type TerritoryRecord } from '../contract.ts';
import { t } from './messages.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

const lists = ['countries', 'cities', 'industries', 'tags'] as const;

/** The tree of territories with what lies in each. */
export function TerritoriesPart() {
  const { data, error, refetch } = useAnswer(api.listTerritories, undefined, { meta: { hears: ['territory'] } });
  const [open, setOpen] = useState<{ territory: TerritoryRecord | null }>();
  const mayChange = useMay('team:write');
  const add = mayChange && (
    <Button size="xs" variant="default" onClick={() => setOpen({ territory: null })}>
      {t('territories.add')}
    </Button>
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const counted = data.items.find((each) => each.countedAt)?.countedAt;
  return (
    <Part title={t('territories.title')} detail={t('territories.detail')} actions={add}>
      {data.items.length === 0 ? (
        <EmptyState sentence={t('territories.empty')} action={add} />
      ) : (
        <>
          <Table
            label={t('territories.title')}
            head={[t('territories.name'), t('territories.accounts'), t('territories.customers'), t('territories.revenue'), t('territories.open'), t('territories.without')]}
          >
            {treeOrder(data.items).map(({ team: territory, depth }) => (
              <tr key={territory.id}>
                <th scope="row">
                  <span style={{ display: 'block', paddingInlineStart: depth * 18 }}>
                    {mayChange ? (
                      <button type="button" className={css.link} onClick={() => setOpen({ territory })}>
                        {territory.name}
                      </button>
                    ) : (
                      territory.name
                    )}
                    <span className={css.second}>{ruleText(territory)}</span>
                  </span>
                </th>
                {territory.standing ? (
                  <>
                    <td>{format.number(territory.standing.accounts)}</td>
                    <td>{format.number(territory.standing.customers)}</td>
                    <td>{format.moneyShort(territory.standing.revenue, data.currency)}</td>
                    <td>
                      {format.number(territory.standing.openSales)} · {format.moneyShort(territory.standing.openAmount, data.currency)}
                    </td>
                    <td className={territory.standing.withoutOwner > 0 ? css.bad : undefined}>
                      {format.number(territory.standing.withoutOwner)} / {format.number(territory.standing.withoutStep)}
                    </td>
                  </>
                ) : (
                  <td colSpan={5} className={css.quiet}>
                    {t('territories.counting')}
                  </td>
                )}
              </tr>
            ))}
          </Table>
          {counted && <p className={css.quiet}>{t('territories.counted', { when: format.date(counted, 'moment') })}</p>}
        </>
      )}
      {open && <TerritoryDialog territory={open.territory} all={data.items} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function ruleText({ rule }: TerritoryRecord): string {
  const parts = [
    ...lists.flatMap((name) => (rule[name]?.length ? [rule[name].join(', ')] : [])),
    rule.minEmployees === undefined ? '' : `≥ ${format.number(rule.minEmployees)}`,
    rule.maxEmployees === undefined ? '' : `≤ ${format.number(rule.maxEmployees)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('territories.any') : parts.join(' · ');
}

function TerritoryDialog({ territory, all, onClose }: { territory: TerritoryRecord | null; all: readonly TerritoryRecord[]; onClose: () => void }) {
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];
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
      return territory ? ask(api.changeTerritory, { params: { id: territory.id }, body }, { ifMatch: territory.version }) : ask(api.createTerritory, { body });
    },
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: async (of: TerritoryRecord) => ask(api.removeTerritory, { params: { id: of.id } }), onSuccess: done });
  const problem = save.error ?? remove.error;
  const size = (part: 'minEmployees' | 'maxEmployees', value: number | string) => {
    const { [part]: _, ...rest } = rule;
    setRule(value === '' ? rest : { ...rest, [part]: Number(value) });
  };
  const mayHold = all.filter((each) => !territory || !wouldCircle(all, territory.id, each.id));
  return (
    <Modal opened onClose={onClose} title={territory?.name ?? t('territories.add')} closeButtonProps={{ 'aria-label': web('app.close') }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput data-autofocus required maxLength={200} label={t('territories.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <div className={css.row}>
          <Select clearable label={t('territories.parent')} data={mayHold.map((each) => ({ value: each.id, label: each.name }))} value={parentId} onChange={setParentId} />
          <Select clearable label={t('territories.team')} data={teams.map((each) => ({ value: each.id, label: each.name }))} value={teamId} onChange={setTeamId} />
        </div>
        <p className={css.quiet}>
          {t('territories.rule')}. {t('territories.none')}
        </p>
        {lists.map((part) => (
          <TagsInput key={part} label={t(`territories.${part}`)} value={rule[part] ?? []} onChange={(values) => setRule({ ...rule, [part]: values })} />
        ))}
        <div className={css.row}>
          <NumberInput min={0} label={t('territories.from')} value={rule.minEmployees ?? ''} onChange={(value) => size('minEmployees', value)} />
          <NumberInput min={0} label={t('territories.to')} value={rule.maxEmployees ?? ''} onChange={(value) => size('maxEmployees', value)} />
        </div>
        {problem && (
          <p role="alert" className={css.bad}>
            {problemText(problem)}
          </p>
        )}
        <div className={css.buttons}>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {t('territories.save')}
          </Button>
          {territory && <HistoryButton of={{ kind: 'territory', id: territory.id }} name={territory.name} />}
          {territory && <ConfirmButton label={t('territories.remove')} confirm={t('territories.remove')} onConfirm={() => remove.mutate(territory)} />}
        </div>
      </form>
    </Modal>
  );
}
