import { Button } from '@mantine/core';
import { useState } from 'react';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { periodOf } from '../../team/period.ts';
import { Part, Table } from '../../web/parts.tsx';
import { useQuarter } from '../../web/QuarterPicker.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import type { Goal } from '../records.ts';
import { GoalDialog } from './GoalDialog.tsx';
import { t } from './messages.ts';

/** Goals with what is won, open and missing, and where the plan itself has a gap. */
export function GoalsPart() {
  const quarter = useQuarter();
  const [view] = useView();
  const [shown, setShown] = useState('quarter');
  const month = /^month[0-2]$/.test(shown) ? Number(shown.slice(5)) : undefined;
  const span = month !== undefined ? 'month' : shown === 'year' ? 'year' : 'quarter';
  const period = month === undefined ? periodOf(span, quarter) : monthOf(quarter, month);
  const { data, error, refetch } = useAnswer(
    api.listGoals,
    { query: { period, span } },
    { meta: { hears: ['forecast', 'opportunity'] } },
  );
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
      tabs={[
        ...[0, 1, 2].map((nth) => ({ id: `month${nth}`, label: format.date(monthOf(quarter, nth), 'monthYear') })),
        { id: 'quarter', label: t('goals.quarter whole') },
        { id: 'year', label: quarter.slice(0, 4) },
      ]}
      value={shown}
      onChange={setShown}
    />
  );
  if (!data)
    return (
      <Part title={t('goals.title')} detail={t('goals.detail')} actions={choice} report="nothing there">
        <RowsSkeleton rows={4} />
      </Part>
    );
  const money = (value: number) => format.moneyShort(value, data.currency);
  const sharedOut = (goal: Goal, into: string | null) => {
    const gap = into === null ? 0 : Number(goal.amount) - Number(into);
    return (
      <td>
        {into === null ? '' : money(Number(into))}
        {gap !== 0 && (
          <span className={`${css.second} ${gap > 0 ? css.bad : ''}`}>
            {t(gap > 0 ? 'goals.gap' : 'goals.over', { amount: money(Math.abs(gap)) })}
          </span>
        )}
      </td>
    );
  };
  return (
    <Part
      title={t('goals.title')}
      detail={t('goals.detail')}
      actions={
        <>
          {choice}
          {add}
        </>
      }
      report={{
        report: 'force-goals',
        search: {
          quarter: view['quarter'],
          span: span === 'quarter' ? undefined : span,
          month: span === 'month' ? period : undefined,
        },
      }}
    >
      {data.items.length === 0 ? (
        <EmptyState sentence={t('goals.empty')} action={add} />
      ) : (
        <Table
          label={t('goals.title')}
          head={[
            t('goals.of'),
            t('goals.goal'),
            t('goals.won'),
            t('goals.open'),
            t('goals.missing'),
            t('goals.below'),
            ...(span === 'month' ? [] : [t(`goals.parts.${span}`)]),
          ]}
        >
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
                      {[
                        t(`goals.scope.${goal.scope}`),
                        goal.saleType ? t('goals.only', { what: t(`type.${goal.saleType}`) }) : null,
                        goal.offering ? t('goals.only', { what: goal.offering }) : null,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                </th>
                <td>{money(Number(goal.amount))}</td>
                <td>
                  <button
                    type="button"
                    className={css.link}
                    aria-label={t('goals.show', { what: goal.scopeName, amount: money(Number(goal.won)) })}
                    onClick={() => setOpen({ goal })}
                  >
                    {money(Number(goal.won))}
                  </button>
                  {Number(goal.amount) > 0 && (
                    <span className={css.second}>{format.percent(Number(goal.won) / Number(goal.amount))}</span>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className={css.link}
                    aria-label={t('goals.show open', { what: goal.scopeName, amount: money(Number(goal.open)) })}
                    onClick={() => setOpen({ goal })}
                  >
                    {money(Number(goal.open))}
                  </button>
                  {goal.unrated.count > 0 && (
                    <span className={css.second}>
                      <WithoutRate of={goal.unrated} />
                    </span>
                  )}
                </td>
                <td className={missing > Number(goal.open) ? css.bad : undefined}>
                  {missing <= 0 ? t('goals.reached') : money(missing)}
                </td>
                {sharedOut(goal, goal.below)}
                {span !== 'month' && sharedOut(goal, goal.parts)}
              </tr>
            );
          })}
        </Table>
      )}
      {open && (
        <GoalDialog
          goal={open.goal}
          span={span}
          period={period}
          currency={data.currency}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Part>
  );
}

/** Each goal under that in which it counts: people in their team, teams and territories in what they lie in; a whole before its parts. */
function inTree(goals: readonly Goal[]): { goal: Goal; depth: number }[] {
  const scopes = [
    ...new Map(goals.map((goal) => [goal.scopeId, { id: goal.scopeId, parentId: goal.withinId }])).values(),
  ];
  return treeOrder(scopes).flatMap(({ team: { id }, depth }) =>
    goals.filter((goal) => goal.scopeId === id).map((goal) => ({ goal, depth })),
  );
}

const monthOf = (quarter: string, nth: number) => periodOf('month', quarter, nth);
