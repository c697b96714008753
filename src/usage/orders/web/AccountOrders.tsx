import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import type { Answer } from '../../../platform/contract.ts';
import { useAnswer, useRows } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useMay } from '../../../web/session.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { orderContract as api, type Order } from '../contract.ts';
import { readOrdersAgain } from './data.ts';
import { fitText, termsText } from './FitCard.tsx';
import { t } from './messages.ts';
import { NewOrder } from './NewOrder.tsx';
import css from './orders.module.css';
import { Alive, band, money } from './OrdersPart.tsx';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** What an account ordered, and what it is expected to order and to be worth. */
export function AccountOrders({ account }: { account: AccountDetail }) {
  const worth = useAnswer(
    api.readCustomerValue,
    { params: { id: account.id } },
    { meta: { hears: ['purchase fit'] } },
  ).data;
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listOrders,
    { query: { account: account.id, limit: 50 } },
    { meta: { hears: ['order'], accountId: account.id } },
  );
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay('opportunity:write') && account.mayChange;
  const add = mayAdd && (
    <Button variant="default" onClick={() => setAdding(true)}>
      {t('new')}
    </Button>
  );
  if (problem && rows.length === 0) return <QueryProblem error={problem} />;
  if (loading && rows.length === 0) return <RowsSkeleton rows={3} height={32} />;
  return (
    <>
      <Worth worth={worth} ordered={rows.length > 0} />
      {rows.length === 0 ? (
        <EmptyState sentence={t('empty.orders')} action={add} />
      ) : (
        <div className={css.scroll} role="region" aria-label={t('title')} tabIndex={0}>
          <OrderTable orders={rows} mayChange={mayAdd} />
          <div className={css.buttons}>
            {hasMore && (
              <Button variant="subtle" onClick={onMore}>
                {t('title')}
              </Button>
            )}
            {add}
          </div>
        </div>
      )}
      {adding && <NewOrder account={{ id: account.id, name: account.name }} onClose={() => setAdding(false)} />}
    </>
  );
}

/** What the account is expected to order and to be worth. */
function Worth({ worth, ordered }: { worth: Answer<typeof api.readCustomerValue> | undefined; ordered: boolean }) {
  const value = worth?.value;
  if (!worth || !value) return ordered && <p className={css.quiet}>{t('account.none')}</p>;
  return (
    <>
      <dl className={css.facts}>
        <Fact label={t('account.alive')}>
          <Alive share={value.alive} />
          <span className={css.quiet} title={t('account.default')}>
            {Object.entries(value.others)
              .map(([model, alive]) => t('account.by others', { model, percent: format.percent(alive) }))
              .join(', ')}
          </span>
        </Fact>
        <Fact label={t('account.expected')}>
          <b>{format.number(value.expected, 1)}</b>
        </Fact>
        {value.value !== null && (
          <>
            <Fact label={t('account.spend')}>
              <b>{money(value.spend, worth.currency)}</b>
            </Fact>
            <Fact label={t('account.value')}>
              <b>{money(value.value, worth.currency)}</b>
              <span className={css.quiet}>{band(value, worth.currency)}</span>
            </Fact>
          </>
        )}
      </dl>
      {worth.fit && (
        <p className={css.quiet}>
          {fitText(worth.fit)} {termsText(worth.fit)}
        </p>
      )}
    </>
  );
}

function OrderTable({ orders, mayChange }: { orders: readonly Order[]; mayChange: boolean }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('column.on')}</th>
          <th scope="col">{t('column.what')}</th>
          <th scope="col">{t('column.number')}</th>
          <th scope="col">{t('column.amount')}</th>
          <th scope="col">{t('column.payment')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('order.delete')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {orders.map((row) => (
          <tr key={row.id}>
            <td>{format.date(row.orderedOn, 'dayYear')}</td>
            <td>{row.subject ?? row.offering ?? ''}</td>
            <td>{row.number ?? ''}</td>
            <td>{row.amount === null ? '' : format.money(Number(row.amount), row.currency)}</td>
            <td>
              <Payment order={row} mayChange={mayChange} />
            </td>
            <td>
              <HistoryButton of={{ kind: 'order', id: row.id }} name={row.subject ?? row.number ?? ''} inRow />
              {mayChange && (
                <Button size="xs" variant="subtle" onClick={() => void remove(row)}>
                  {t('order.delete')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** When it is due, and whether it was paid; an order that nobody watches says nothing. */
function Payment({ order, mayChange }: { order: Order; mayChange: boolean }) {
  const [today] = useState(() => inDays(0));
  if (order.dueOn === null) return order.status;
  if (order.status?.toLowerCase() === 'paid') return order.status;
  const late = order.dueOn < today;
  return (
    <span className={css.payment} data-late={late}>
      {t(late ? 'payment.overdue' : 'payment.due', { when: format.date(order.dueOn, 'dayYear') })}
      {mayChange && (
        <Button size="xs" variant="subtle" onClick={() => void settle(order)}>
          {t('payment.paid')}
        </Button>
      )}
    </span>
  );
}

async function settle(order: Order): Promise<void> {
  try {
    const after = await ask(
      api.changeOrder,
      { params: { id: order.id }, body: { status: 'paid' } },
      { ifMatch: order.version },
    );
    notifyUndo(t('payment.said'), async () => {
      await ask(
        api.changeOrder,
        { params: { id: order.id }, body: { status: order.status } },
        { ifMatch: after.version },
      );
      await readOrdersAgain();
    });
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readOrdersAgain();
}

async function remove(row: Order): Promise<void> {
  try {
    await ask(api.deleteOrder, { params: { id: row.id } });
    notifyUndo(t('order.deleted'), async () => {
      await ask(api.restoreOrder, { params: { id: row.id } });
      await readOrdersAgain();
    });
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readOrdersAgain();
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
