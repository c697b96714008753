import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Minus, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { peopleContract } from '../../../people/contract.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { useDraft } from '../../../people/web/useDraft.ts';
import { offeringsContract, type Offering } from '../../../offerings/contract.ts';
import { sumOf } from '../../../offerings/money.ts';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useSession } from '../../../web/session.ts';
import { notify, notifyUndo } from '../../../web/shell/toasts.ts';
import { purchaseContract } from '../../contract.ts';
import { lineTotal } from '../../lineTotal.ts';
import { readSalesAgain } from '../../web/data.ts';
import { routeContract } from '../contract.ts';
import { readRouteAgain } from './data.ts';
import { t } from './messages.ts';
import css from './route.module.css';

interface Item {
  offeringId: string | null;
  name: string;
  price: string;
  quantity: number;
}

/** One screen for the shop: tap what they take, and it is sold. */
export function Basket() {
  const { workspace } = useSession();
  const [view] = useView();
  const [draft, write, forget] = useDraft('basket', { items: '[]' });
  const items = itemsIn(draft.items);
  const setItems = (next: readonly Item[]) =>
    write({ items: JSON.stringify(next.filter((item) => item.quantity > 0)) });
  const [whom, setWhom] = useState<Pick | null>(null);
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 120);
  const [line, setLine] = useState('all');
  const lines = useAnswer(offeringsContract.listOfferingLines).data?.items ?? [];
  const find = useRef<HTMLInputElement>(null);
  const { data } = useAnswer(
    offeringsContract.listOfferings,
    {
      query: { active: 'true', limit: 60, ...(settled ? { text: settled } : {}), ...(line === 'all' ? {} : { line }) },
    },
    { meta: { hears: ['offering'] } },
  );
  const offers =
    data?.items.filter((offering) => offering.price !== null && offering.currency === workspace.currency) ?? [];
  const asked = view['account'];
  useEffect(() => {
    if (asked === undefined) return;
    void ask(peopleContract.readAccount, { params: { id: asked } }).then((account) =>
      setWhom({ id: account.id, name: account.name }),
    );
  }, [asked]);

  const add = (offering: Offering) => {
    const at = items.findIndex((item) => item.offeringId === offering.id);
    const known = items[at];
    setItems(
      known
        ? items.with(at, { ...known, quantity: known.quantity + 1 })
        : [...items, { offeringId: offering.id, name: offering.name, price: offering.price ?? '0', quantity: 1 }],
    );
  };
  const total = sumOf(
    items.map((item) => lineTotal({ quantity: String(item.quantity), price: item.price, discount: 0 })),
  );
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
      forget();
      setItems([]);
      notifyUndo(t('basket.paid', { amount: format.money(Number(sale.amount), sale.currency) }), async () => {
        await ask(purchaseContract.deleteOpportunity, { params: { id: sale.id } });
        setItems(before);
        await readSalesAgain();
      });
      find.current?.focus();
      await readRouteAgain();
    },
  });
  const repeat = useMutation({
    mutationFn: async (id: string) => ask(routeContract.readLastBasket, { params: { id } }),
    onSuccess: ({ on, lines }) => {
      if (on === null) return notify(t('basket.nothing'));
      setItems(
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

  return (
    <Page title={t('basket.title')} crumbs={[{ label: t('purchase'), to: '/purchase' }]}>
      <PageHeader title={t('basket.title')} />
      <div className={css.basket}>
        <div>
          <Form
            role="search"
            onSend={() => {
              const [first] = offers;
              if (first === undefined) return;
              add(first);
              setText('');
            }}
          >
            <TextInput
              ref={find}
              autoFocus
              label={t('basket.find')}
              description={t('basket.find hint')}
              value={text}
              maxLength={100}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Form>
          {lines.length > 1 && (
            <div className={css.lines}>
              <Tabs
                label={t('basket.lines')}
                look="chips"
                tabs={[
                  { id: 'all', label: t('basket.all') },
                  ...lines.map((each) => ({ id: each.line, label: each.line })),
                ]}
                value={line}
                onChange={setLine}
              />
            </div>
          )}
          {!data && <RowsSkeleton rows={4} height={76} />}
          {data && offers.length === 0 && settled === '' && (
            <EmptyState
              sentence={t('basket.none')}
              action={
                <Button component={Link} to="/offerings">
                  {t('basket.go')}
                </Button>
              }
            />
          )}
          <div className={css.offers}>
            {offers.map((offering) => (
              <button
                key={offering.id}
                type="button"
                className={css.offer}
                data-in={items.some((item) => item.offeringId === offering.id)}
                onClick={() => add(offering)}
              >
                {offering.name}
                <span>{format.money(Number(offering.price), offering.currency)}</span>
              </button>
            ))}
          </div>
        </div>
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
                <li key={`${item.offeringId ?? ''}${item.name}`} className={css.item}>
                  <span>{item.name}</span>
                  <span className={css.count}>
                    <button
                      type="button"
                      className={css.step}
                      aria-label={t('basket.less', { name: item.name })}
                      onClick={() => setItems(items.with(i, { ...item, quantity: item.quantity - 1 }))}
                    >
                      <Minus size={14} aria-hidden="true" />
                    </button>
                    <input
                      inputMode="numeric"
                      aria-label={t('basket.quantity', { name: item.name })}
                      value={item.quantity}
                      onChange={(event) =>
                        setItems(
                          items.with(i, {
                            ...item,
                            quantity: Math.min(99_999, Math.max(1, Math.round(Number(event.currentTarget.value)) || 1)),
                          }),
                        )
                      }
                    />
                    <button
                      type="button"
                      className={css.step}
                      aria-label={t('basket.more', { name: item.name })}
                      onClick={() => setItems(items.with(i, { ...item, quantity: item.quantity + 1 }))}
                    >
                      <Plus size={14} aria-hidden="true" />
                    </button>
                  </span>
                  <output>
                    {format.money(
                      Number(lineTotal({ quantity: String(item.quantity), price: item.price, discount: 0 })),
                      workspace.currency,
                    )}
                  </output>
                </li>
              ))}
            </ul>
          )}
          <p className={css.total}>
            <span>{t('basket.total')}</span>
            <span>{format.money(Number(total), workspace.currency)}</span>
          </p>
          <Refusal error={sell.error} />
          <Button size="md" disabled={items.length === 0} loading={sell.isPending} onClick={() => sell.mutate()}>
            {t('basket.pay', { amount: format.money(Number(total), workspace.currency) })}
          </Button>
          {items.length > 0 && (
            <Button variant="subtle" onClick={() => setItems([])}>
              {t('basket.clear')}
            </Button>
          )}
        </section>
      </div>
    </Page>
  );
}

function itemsIn(stored: string): readonly Item[] {
  try {
    const read: unknown = JSON.parse(stored);
    return Array.isArray(read) ? read.filter(isItem) : [];
  } catch {
    return [];
  }
}

function isItem(value: unknown): value is Item {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'price' in value &&
    'quantity' in value &&
    typeof value.quantity === 'number' &&
    typeof value.price === 'string'
  );
}
