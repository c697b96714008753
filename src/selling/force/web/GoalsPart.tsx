import { Button, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { periodOf, type Span } from '../../team/period.ts';
import { Part, Table } from '../../web/parts.tsx';
import { useQuarter } from '../../web/QuarterPicker.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { goalScopes, type Goal } from '../records.ts';
import { t } from './messages.ts';

/** Goals with what is won, open and missing, and where the plan itself has a gap. */
export function GoalsPart() {
  const quarter = useQuarter();
  const [view] = useView();
  const [shown, setShown] = useState('quarter');
  const month = /^month[0-2]$/.test(shown) ? Number(shown.slice(5)) : undefined;
  const span = month !== undefined ? 'month' : shown === 'year' ? 'year' : 'quarter';
  const period = month === undefined ? periodOf(span, quarter) : monthOf(quarter, month);
  const { data, error, refetch } = useAnswer(api.listGoals, { query: { period, span } }, { meta: { hears: ['forecast', 'opportunity'] } });
  const [open, setOpen] = useState<{ goal: Goal | null }>();
  const mayChange = useMay('team:write');
  const add = mayChange && (
    <Button size="xs" variant="default" onClick={() => setOpen({ goal: null })}>
      {t('goals.set')}
    </Button>
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  const choice = (
    <Tabs
      look="switch"
      label={t('goals.span')}
      tabs={[...[0, 1, 2].map((nth) => ({ id: `month${nth}`, label: format.date(monthOf(quarter, nth), 'monthYear') })), { id: 'quarter', label: t('goals.quarter whole') }, { id: 'year', label: quarter.slice(0, 4) }]}
      value={shown}
      onChange={setShown}
    />
  );
  if (!data) return <Part title={t('goals.title')} detail={t('goals.detail')} actions={choice}><RowsSkeleton rows={4} /></Part>;
  const money = (value: number) => format.moneyShort(value, data.currency);
  const sharedOut = (goal: Goal, into: string | null) => {
    const gap = into === null ? 0 : Number(goal.amount) - Number(into);
    return (
      <td>
        {into === null ? '' : money(Number(into))}
        {gap !== 0 && <span className={`${css.second} ${gap > 0 ? css.bad : ''}`}>{t(gap > 0 ? 'goals.gap' : 'goals.over', { amount: money(Math.abs(gap)) })}</span>}
      </td>
    );
  };
  return (
    <Part title={t('goals.title')} detail={t('goals.detail')} actions={<>{choice}{add}</>} report={{ report: 'force-goals', search: { quarter: view['quarter'], span: span === 'quarter' ? undefined : span, month: span === 'month' ? period : undefined } }}>
      {data.items.length === 0 ? (
        <EmptyState sentence={t('goals.empty')} action={add} />
      ) : (
        <Table label={t('goals.title')} head={[t('goals.of'), t('goals.goal'), t('goals.won'), t('goals.open'), t('goals.missing'), t('goals.below'), ...(span === 'month' ? [] : [t(`goals.parts.${span}`)])]}>
          {inTree(data.items).map(({ goal, depth }) => {
            const missing = Number(goal.amount) - Number(goal.won);
            return (
              <tr key={goal.id}>
                <th scope="row">
                  <span style={{ display: 'block', paddingInlineStart: depth * 16 }}>
                    <button type="button" className={css.link} onClick={() => setOpen({ goal })}>
                      {goal.scopeName}
                    </button>
                    <span className={css.second}>
                      {[t(`goals.scope.${goal.scope}`), goal.saleType ? t('goals.only', { what: t(`type.${goal.saleType}`) }) : null, goal.offering ? t('goals.only', { what: goal.offering }) : null].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                </th>
                <td>{money(Number(goal.amount))}</td>
                <td>
                  {money(Number(goal.won))}
                  {Number(goal.amount) > 0 && <span className={css.second}>{format.percent(Number(goal.won) / Number(goal.amount))}</span>}
                </td>
                <td>{money(Number(goal.open))}</td>
                <td className={missing > Number(goal.open) ? css.bad : undefined}>{missing <= 0 ? t('goals.reached') : money(missing)}</td>
                {sharedOut(goal, goal.below)}
                {span !== 'month' && sharedOut(goal, goal.parts)}
              </tr>
            );
          })}
        </Table>
      )}
      {open && <GoalDialog goal={open.goal} span={span} period={period} currency={data.currency} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

/** Each goal under that in which it counts: people in their team, teams and territories in what they lie in; a whole before its parts. */
function inTree(goals: readonly Goal[]): { goal: Goal; depth: number }[] {
  const scopes = [...new Map(goals.map((goal) => [goal.scopeId, { id: goal.scopeId, parentId: goal.withinId }])).values()];
  return treeOrder(scopes).flatMap(({ team: { id }, depth }) => goals.filter((goal) => goal.scopeId === id).map((goal) => ({ goal, depth })));
}

const monthOf = (quarter: string, nth: number) => periodOf('month', quarter, nth);
const lastMonthOf = (span: Span, period: string) => periodOf('month', periodOf(span, period, 1), -1);

function GoalDialog({ goal, span, period, currency, onClose }: { goal: Goal | null; span: Span; period: string; currency: string; onClose: () => void }) {
  const members = useMembers();
  const mayChange = useMay('team:write');
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];
  const territories = useAnswer(api.listTerritories).data?.items ?? [];
  const [scope, setScope] = useState(goal?.scope ?? 'team');
  const [scopeId, setScopeId] = useState<string | null>(goal?.scopeId ?? null);
  const [amount, setAmount] = useState<number | string>(Number(goal?.amount ?? 0));
  const [saleType, setSaleType] = useState<string | null>(goal?.saleType ?? null);
  const [offering, setOffering] = useState(goal?.offering ?? '');
  const set = useAct(api.setGoal, { touches: [api.listGoals, api.readForce] });
  const choices = { member: members.list, team: teams, territory: territories }[scope];
  const send = (to: string | null) =>
    set.mutate(
      { input: { body: { scope, scopeId: scopeId ?? '', span, period, saleType: saleTypes.find((each) => each === saleType) ?? null, offering: offering.trim() || null, amount: to } } },
      { onSuccess: onClose },
    );
  return (
    <Modal opened onClose={onClose} title={t('goals.for', { what: goal?.scopeName ?? t('goals.set'), from: format.date(period, 'monthYear'), until: format.date(lastMonthOf(span, period), 'monthYear') })}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          send(Number(amount).toFixed(2));
        }}
      >
        {!goal && (
          <>
            <div className={css.row}>
              <Select
                allowDeselect={false}
                label={t('goals.scope')}
                data={goalScopes.map((value) => ({ value, label: t(`goals.scope.${value}`) }))}
                value={scope}
                onChange={(value) => {
                  setScope(goalScopes.find((each) => each === value) ?? scope);
                  setScopeId(null);
                }}
              />
              <Select searchable required label={t(`goals.scope.${scope}`)} data={choices.map(({ id, name }) => ({ value: id, label: name }))} value={scopeId} onChange={setScopeId} />
            </div>
            <div className={css.row}>
              <Select clearable label={t('goals.type')} placeholder={t('goals.all')} data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))} value={saleType} onChange={setSaleType} />
              <TextInput label={t('goals.offering')} maxLength={300} value={offering} onChange={(event) => setOffering(event.currentTarget.value)} />
            </div>
          </>
        )}
        {mayChange && <NumberInput data-autofocus required min={0} thousandSeparator="," label={t('goals.amount', { currency })} value={amount} onChange={setAmount} />}
        {mayChange && <div className={css.buttons}>
          <Button type="submit" loading={set.isPending} disabled={scopeId === null}>
            {t('goals.save')}
          </Button>
          {goal && (
            <Button variant="default" onClick={() => send(null)}>
              {t('goals.take away')}
            </Button>
          )}
        </div>}
        {goal && <History goal={goal} currency={currency} />}
      </form>
    </Modal>
  );
}

function History({ goal, currency }: { goal: Goal; currency: string }) {
  const { data } = useAnswer(api.readGoalHistory, { params: { id: goal.id } });
  if (!data) return null;
  const money = (value: string | null) => (value === null ? '–' : format.moneyShort(Number(value), currency));
  return (
    <div>
      {data.former.length > 0 && (
        <Table label={t('goals.former')} head={[t('goals.former'), t('goals.goal'), t('goals.won'), t('goals.reached share')]}>
          {data.former.map((former) => (
            <tr key={former.period}>
              <th scope="row">{t('goals.from', { from: format.date(former.period, 'monthYear') })}</th>
              <td>{money(former.amount)}</td>
              <td>{money(former.won)}</td>
              <td className={Number(former.won) < Number(former.amount) ? css.bad : css.good}>{Number(former.amount) > 0 ? format.percent(Number(former.won) / Number(former.amount)) : '–'}</td>
            </tr>
          ))}
        </Table>
      )}
      {data.items.length > 0 && <p className={css.quiet} style={{ marginTop: 10 }}>{t('goals.history')}</p>}
      <ul className={css.notes}>
        {data.items.map((each) => (
          <li key={each.at}>{t('goals.changed', { before: money(each.before), after: money(each.after), who: each.memberName ?? '', day: format.date(each.at, 'full') })}</li>
        ))}
      </ul>
    </div>
  );
}
