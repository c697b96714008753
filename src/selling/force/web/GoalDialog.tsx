import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { periodOf, type Span } from '../../team/period.ts';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { goalScopes, type Goal } from '../records.ts';
import { t } from './messages.ts';

const lastMonthOf = (span: Span, period: string) => periodOf('month', periodOf(span, period, 1), -1);

/** Sets a goal; of one that is there also the sales that count for it, and how it came to be. */
export function GoalDialog({
  goal,
  span,
  period,
  currency,
  onClose,
}: {
  goal: Goal | null;
  span: Span;
  period: string;
  currency: string;
  onClose: () => void;
}) {
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
      {
        input: {
          body: {
            scope,
            scopeId: scopeId ?? '',
            span,
            period,
            saleType: saleTypes.find((each) => each === saleType) ?? null,
            offering: offering.trim() || null,
            amount: to,
          },
        },
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      size={goal ? 'lg' : 'md'}
      onClose={onClose}
      title={t('goals.for', {
        what: goal?.scopeName ?? t('goals.set'),
        from: format.date(period, 'monthYear'),
        until: format.date(lastMonthOf(span, period), 'monthYear'),
      })}
      onSend={() => send(Number(amount).toFixed(2))}
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
            <Select
              searchable
              required
              label={t(`goals.scope.${scope}`)}
              data={choices.map(({ id, name }) => ({ value: id, label: name }))}
              value={scopeId}
              onChange={setScopeId}
            />
          </div>
          <div className={css.row}>
            <Select
              clearable
              label={t('goals.type')}
              placeholder={t('goals.all')}
              data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
              value={saleType}
              onChange={setSaleType}
            />
            <TextInput
              label={t('goals.offering')}
              maxLength={300}
              value={offering}
              onChange={(event) => setOffering(event.currentTarget.value)}
            />
          </div>
        </>
      )}
      {mayChange && (
        <NumberInput
          data-autofocus
          required
          min={0}
          thousandSeparator=","
          label={t('goals.amount', { currency })}
          value={amount}
          onChange={setAmount}
        />
      )}
      {mayChange && (
        <div className={css.buttons}>
          <Button type="submit" loading={set.isPending} disabled={scopeId === null}>
            {t('goals.save')}
          </Button>
          {goal && (
            <Button variant="default" onClick={() => send(null)}>
              {t('goals.take away')}
            </Button>
          )}
        </div>
      )}
      {goal && <Sales goal={goal} />}
      {goal && <History goal={goal} currency={currency} />}
    </FormDialog>
  );
}

function History({ goal, currency }: { goal: Goal; currency: string }) {
  const { data } = useAnswer(api.readGoalHistory, { params: { id: goal.id } });
  if (!data) return null;
  const money = (value: string | null) => (value === null ? '–' : format.moneyShort(Number(value), currency));
  return (
    <div>
      {data.former.length > 0 && (
        <Table
          label={t('goals.former')}
          head={[t('goals.former'), t('goals.goal'), t('goals.won'), t('goals.reached share')]}
        >
          {data.former.map((former) => (
            <tr key={former.period}>
              <th scope="row">{t('goals.from', { from: format.date(former.period, 'monthYear') })}</th>
              <td>{money(former.amount)}</td>
              <td>{money(former.won)}</td>
              <td className={Number(former.won) < Number(former.amount) ? css.bad : css.good}>
                {Number(former.amount) > 0 ? format.percent(Number(former.won) / Number(former.amount)) : '–'}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {data.items.length > 0 && (
        <p className={css.quiet} style={{ marginTop: 10 }}>
          {t('goals.history')}
        </p>
      )}
      <ul className={css.notes}>
        {data.items.map((each) => (
          <li key={each.at}>
            {t('goals.changed', {
              before: money(each.before),
              after: money(each.after),
              who: each.memberName ?? '',
              day: format.date(each.at, 'full'),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sales({ goal }: { goal: Goal }) {
  const { data, error } = useAnswer(api.listGoalSales, { params: { id: goal.id } });
  if (error) return <QueryProblem error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  if (data.items.length === 0) return <p className={css.quiet}>{t('goals.no sales')}</p>;
  return (
    <div style={{ maxHeight: 320, overflowY: 'auto' }}>
      <Table
        label={t('goals.sales')}
        words={[1]}
        head={[t('goals.sales'), t('goals.outcome'), t('goals.day'), t('goals.worth')]}
      >
        {data.items.map((sale) => (
          <tr key={sale.id}>
            <th scope="row" data-words>
              <Link to="/opportunities/$id" params={{ id: sale.id }}>
                {sale.name}
              </Link>
              <span className={css.second}>{[sale.accountName, sale.ownerName].filter(Boolean).join(' · ')}</span>
            </th>
            <td>{t(`goals.outcome.${sale.outcome}`)}</td>
            <td>{sale.on ? format.date(sale.on) : '–'}</td>
            <td>{format.moneyShort(sale.amount, data.currency)}</td>
          </tr>
        ))}
      </Table>
      {data.more && <p className={css.quiet}>{t('goals.more sales', { count: data.items.length })}</p>}
    </div>
  );
}
