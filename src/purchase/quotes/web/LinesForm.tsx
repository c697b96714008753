import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { offeringsContract, type Offering } from '../../../offerings/contract.ts';
import { plainAmount, priceIn, searchOfferings, type OfferingPick } from '../../../offerings/web/words.ts';
import { readAgain, useAct, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useSession } from '../../../web/session.ts';
import { purchaseContract as api, type SaleDetail } from '../../contract.ts';
import { lineTotal } from '../../lineTotal.ts';
import { readSalesAgain } from '../../web/data.ts';
import { quotesContract } from '../contract.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { perPeriod } from './words.ts';

interface Draft {
  key: string;
  offeringId: string | null;
  name: string;
  quantity: string;
  price: string;
  discount: number;
  recurring: 'month' | 'year' | null;
}

const periodChoices = ['once', 'month', 'year'] as const;

/** The lines being written, priced in the currency of the sale. */
export function LinesForm({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const { currency, lines, setLines, hint, fitting, added, add, priceAnew } = useLines(sale);
  const save = useAct(api.saveLines);
  const send = () =>
    save.mutate(
      {
        input: { params: { id: sale.id }, body: { currency, lines: toSave(lines) } },
        options: { ifMatch: sale.version },
      },
      {
        onSuccess: () => {
          onClose();
          void readSalesAgain();
          void readAgain(quotesContract.listQuotes);
        },
      },
    );
  return (
    <section aria-label={t('lines.title')}>
      <div className={css.head}>
        <h2>{t('lines.title')}</h2>
      </div>
      <Form onSend={send}>
        {lines.map((line) => (
          <LineFields
            key={line.key}
            line={line}
            currency={currency}
            onChange={(change) =>
              setLines(lines.map((each) => (each.key === line.key ? { ...each, ...change } : each)))
            }
            onRemove={() => setLines(lines.filter((each) => each.key !== line.key))}
          />
        ))}
        {fitting.length > 0 && (
          <div className={css.chips}>
            {t('lines.goes with')}
            {fitting.map((link) => (
              <button key={link.otherId} type="button" onClick={() => void readOffering(link.otherId).then(add)}>
                {link.otherName}
              </button>
            ))}
          </div>
        )}
        {hint !== undefined && <p className={css.quiet}>{hint}</p>}
        <div className={css.tools}>
          <div data-wide="true">
            <RecordPicker
              key={added}
              label={t('lines.catalogue')}
              value={null}
              search={searchOfferings}
              onChange={(pick) => isOffering(pick) && add(pick.offering)}
            />
          </div>
          <Button
            variant="default"
            leftSection={<Plus size={13} aria-hidden="true" />}
            onClick={() => setLines([...lines, { ...blank(), offeringId: null, name: '' }])}
          >
            {t('lines.free')}
          </Button>
          <Select
            searchable
            allowDeselect={false}
            w={120}
            label={t('lines.currency')}
            data={Intl.supportedValuesOf('currency')}
            value={currency}
            onChange={(value) => value && void priceAnew(value)}
          />
        </div>
        <div className={css.tools}>
          <Button type="submit" loading={save.isPending}>
            {t('lines.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('lines.cancel')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

/** The lines with what the catalogue says to them: its prices, and what goes with the offering added last. */
function useLines(sale: SaleDetail) {
  const { workspace } = useSession();
  const [currency, setCurrency] = useState(sale.currency);
  const [lines, setLines] = useState<Draft[]>(() =>
    sale.lines.map(({ id, total: _total, ...line }) => ({ key: id, ...line })),
  );
  const [hint, setHint] = useState<string>();
  const [fitting, setFitting] = useState<Offering['links']>([]);
  const [added, setAdded] = useState(0);
  const rates = useAnswer(offeringsContract.listExchangeRates, { query: { limit: 200 } }).data?.items ?? [];
  const priceOf = (offering: Offering, into: string) => priceIn(offering, into, workspace.currency, rates, inDays(0));
  return {
    currency,
    lines,
    setLines,
    hint,
    /** How many came from the catalogue: after each it is searched anew. */
    added,
    fitting: fitting.filter((link) => lines.every((line) => line.offeringId !== link.otherId)),
    add: (offering: Offering): void => {
      const found = priceOf(offering, currency);
      const { id: offeringId, name, recurring } = offering;
      setLines((before) => [...before, { ...blank(), offeringId, name, price: found?.price ?? '0', recurring }]);
      setHint(priceHint(offering, found, currency));
      setFitting(offering.links.filter((link) => link.kind === 'goes with'));
      setAdded((n) => n + 1);
    },
    /** Another currency asks for its own prices; a line without one keeps its figure, to be written anew. */
    priceAnew: async (into: string): Promise<void> => {
      setCurrency(into);
      const ids = [...new Set(lines.flatMap((line) => line.offeringId ?? []))];
      const offerings = await Promise.all(ids.map(readOffering));
      const found = new Map(offerings.map((each) => [each.id, priceOf(each, into)]));
      setLines((before) =>
        before.map((line) => ({
          ...line,
          price: (line.offeringId && found.get(line.offeringId)?.price) || line.price,
        })),
      );
      const without = offerings.find((each) => !found.get(each.id));
      setHint(without ? priceHint(without, null, into) : undefined);
    },
  };
}

const readOffering = async (id: string) => ask(offeringsContract.readOffering, { params: { id } });

const blank = () => ({ key: crypto.randomUUID(), quantity: '1', price: '0', discount: 0, recurring: null });

const toSave = (lines: readonly Draft[]) =>
  lines
    .filter((line) => line.name.trim() !== '')
    .map(({ key: _key, ...line }) => ({
      ...line,
      price: plainAmount(line.price),
      quantity: plainAmount(line.quantity),
    }));

/** What to know about a price that is not the catalogue's own in this currency. */
function priceHint({ name }: Offering, found: ReturnType<typeof priceIn>, currency: string): string | undefined {
  if (found === null) return t('lines.no price', { name, currency });
  if (found.rate === null) return undefined;
  const { currency: from, rate, from: since } = found.rate;
  return t('lines.converted', { name, currency: from, rate, into: currency, when: format.date(since, 'dayYear') });
}

interface LineFieldsProps {
  line: Draft;
  currency: string;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
}

function LineFields({ line, currency, onChange, onRemove }: LineFieldsProps) {
  return (
    <div className={css.line}>
      <TextInput
        size="xs"
        label={t('lines.name')}
        value={line.name}
        maxLength={300}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        inputMode="decimal"
        label={t('lines.quantity')}
        value={line.quantity}
        onChange={(event) => onChange({ quantity: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        inputMode="decimal"
        label={t('lines.price')}
        value={line.price}
        onChange={(event) => onChange({ price: event.currentTarget.value })}
      />
      <NumberInput
        size="xs"
        hideControls
        label={t('lines.discount')}
        min={0}
        max={100}
        decimalScale={2}
        value={line.discount}
        onChange={(discount) => onChange({ discount: Number(discount) || 0 })}
      />
      <Select
        size="xs"
        allowDeselect={false}
        label={t('lines.paid')}
        data={periodChoices.map((value) => ({ value, label: t(`paid.${value}`) }))}
        value={line.recurring ?? 'once'}
        onChange={(value) => onChange({ recurring: value === 'month' || value === 'year' ? value : null })}
      />
      <output>{totalOf(line, currency)}</output>
      <button
        type="button"
        className={css.remove}
        aria-label={t('lines.remove', { name: line.name })}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

const isOffering = (pick: Pick | null): pick is OfferingPick => pick !== null && 'offering' in pick;

function totalOf(line: Draft, currency: string): string {
  const [quantity, price] = [plainAmount(line.quantity), plainAmount(line.price)];
  if (!/^\d+(\.\d+)?$/.test(quantity) || !/^-?\d+(\.\d+)?$/.test(price)) return '';
  return perPeriod(lineTotal({ quantity, price, discount: line.discount }), currency, line.recurring);
}
