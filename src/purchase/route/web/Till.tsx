import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Minus, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { peopleContract } from '../../../people/contract.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Refusal } from '../../../web/kit/Form.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useSession } from '../../../web/session.ts';
import { notify, notifyUndo } from '../../../web/shell/toasts.ts';
import { purchaseContract } from '../../contract.ts';
import { readSalesAgain } from '../../web/data.ts';
import { routeContract } from '../contract.ts';
import { sumOfItems, totalOf, type Item } from './basketItems.ts';
import { readRouteAgain } from './data.ts';
import { t } from './messages.ts';
import css from './route.module.css';

interface TillProps {
  items: readonly Item[];
  onItems: (items: readonly Item[]) => void;
  onSold: () => void;
}

/** Who buys, what they take, and the sale. */
export function Till({ items, onItems, onSold }: TillProps) {
  const { workspace } = useSession();
  const [view] = useView();
  const [whom, setWhom] = useState<Pick | null>(null);
  const asked = view['account'];
  useEffect(() => {
    if (asked === undefined) return;
    void ask(peopleContract.readAccount, { params: { id: asked } }).then((account) =>
      setWhom({ id: account.id, name: account.name }),
    );
  }, [asked]);
  const sell = useMutation({
    mutationFn: async () =>
      ask(purchaseContract.sell, {
        body: {
          accountId: whom?.id ?? null,
          currency: workspace.currency,
          lines: items.map(({ quantity, ...item }) => ({ ...item, quantity: String(quantity) })),
        },
      }),
    onSuccess: async (sale) => {
      const before = items;
      onSold();
      notifyUndo(t('basket.paid', { amount: format.money(Number(sale.amount), sale.currency) }), async () => {
        await ask(purchaseContract.deleteOpportunity, { params: { id: sale.id } });
        onItems(before);
        await readSalesAgain();
      });
      await readRouteAgain();
    },
  });
  const repeat = useMutation({
    mutationFn: async (id: string) => ask(routeContract.readLastBasket, { params: { id } }),
    onSuccess: ({ on, lines }) => {
      if (on === null) return notify(t('basket.nothing'));
      onItems(
        lines.map((line) => ({
          offeringId: line.offeringId,
          name: line.name,
          price: line.price,
          quantity: Number(line.quantity),
        })),
      );
      return notify(t('basket.repeated', { when: format.date(on, 'dayYear') }));
    },
  });
  const total = format.money(Number(sumOfItems(items)), workspace.currency);
  return (
    <section className={css.till} aria-label={t('basket.title')}>
      <RecordPicker
        key={whom?.id ?? 'none'}
        label={t('basket.account')}
        value={whom}
        onChange={setWhom}
        search={searchAccounts}
      />
      {whom !== null && (
        <Button size="xs" variant="default" loading={repeat.isPending} onClick={() => repeat.mutate(whom.id)}>
          {t('basket.repeat')}
        </Button>
      )}
      {items.length === 0 ? (
        <p className={css.quiet}>{t('basket.empty')}</p>
      ) : (
        <ul>
          {items.map((item, i) => (
            <ItemRow
              key={`${item.offeringId ?? ''}${item.name}`}
              item={item}
              currency={workspace.currency}
              onQuantity={(quantity) => onItems(items.with(i, { ...item, quantity }))}
            />
          ))}
        </ul>
      )}
      <p className={css.total}>
        <span>{t('basket.total')}</span>
        <span>{total}</span>
      </p>
      <Refusal error={sell.error} />
      <Button size="md" disabled={items.length === 0} loading={sell.isPending} onClick={() => sell.mutate()}>
        {t('basket.pay', { amount: total })}
      </Button>
      {items.length > 0 && (
        <Button variant="subtle" onClick={() => onItems([])}>
          {t('basket.clear')}
        </Button>
      )}
    </section>
  );
}

interface ItemRowProps {
  item: Item;
  currency: string;
  onQuantity: (quantity: number) => void;
}

function ItemRow({ item, currency, onQuantity }: ItemRowProps) {
  return (
    <li className={css.item}>
      <span>{item.name}</span>
      <span className={css.count}>
        <button
          type="button"
          className={css.step}
          aria-label={t('basket.less', { name: item.name })}
          onClick={() => onQuantity(item.quantity - 1)}
        >
          <Minus size={14} aria-hidden="true" />
        </button>
        <input
          inputMode="numeric"
          aria-label={t('basket.quantity', { name: item.name })}
          value={item.quantity}
          onChange={(event) =>
            onQuantity(Math.min(99_999, Math.max(1, Math.round(Number(event.currentTarget.value)) || 1)))
          }
        />
        <button
          type="button"
          className={css.step}
          aria-label={t('basket.more', { name: item.name })}
          onClick={() => onQuantity(item.quantity + 1)}
        >
          <Plus size={14} aria-hidden="true" />
        </button>
      </span>
      <output>{format.money(Number(totalOf(item)), currency)}</output>
    </li>
  );
}
