import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useDraft } from '../../../people/web/useDraft.ts';
import { offeringsContract, type Offering } from '../../../offerings/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Form } from '../../../web/kit/Form.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useSession } from '../../../web/session.ts';
import { itemsIn, type Item } from './basketItems.ts';
import { t } from './messages.ts';
import css from './route.module.css';
import { Till } from './Till.tsx';

/** One screen for the shop: tap what they take, and it is sold. */
export function Basket() {
  const { workspace } = useSession();
  const [draft, write, forget] = useDraft('basket', { items: '[]' });
  const items = itemsIn(draft.items);
  const setItems = (next: readonly Item[]) =>
    write({ items: JSON.stringify(next.filter((item) => item.quantity > 0)) });
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

  const add = (offering: Offering) => {
    const at = items.findIndex((item) => item.offeringId === offering.id);
    const known = items[at];
    setItems(
      known
        ? items.with(at, { ...known, quantity: known.quantity + 1 })
        : [...items, { offeringId: offering.id, name: offering.name, price: offering.price ?? '0', quantity: 1 }],
    );
  };
  const sold = () => {
    forget();
    setItems([]);
    find.current?.focus();
  };

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
        <Till items={items} onItems={setItems} onSold={sold} />
      </div>
    </Page>
  );
}
