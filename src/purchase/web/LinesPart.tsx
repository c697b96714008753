import { Button, NumberInput, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

/** What is sold, line by line; the amount of the sale follows. */
export function LinesPart({ sale }: { sale: SaleDetail }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <LinesForm sale={sale} onClose={() => setEditing(false)} />;
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('lines.title')}</h2>
        {sale.mayChange && sale.outcome === 'open' && (
          <button type="button" className={css.link} onClick={() => setEditing(true)}>
            {t(sale.lines.length === 0 ? 'lines.add' : 'matrix.edit')}
          </button>
        )}
      </div>
      {sale.lines.length === 0 ? (
        <p className={css.quiet}>{t('lines.empty')}</p>
      ) : (
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('lines.name')}</th>
              <th scope="col">{t('lines.quantity')}</th>
              <th scope="col">{t('lines.price')}</th>
              <th scope="col">{t('lines.discount')}</th>
              <th scope="col">{t('lines.total')}</th>
            </tr>
          </thead>
          <tbody>
            {sale.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{line.name}</th>
                <td>{format.number(Number(line.quantity), 4, 0)}</td>
                <td>{format.money(Number(line.price), sale.currency)}</td>
                <td>{line.discount > 0 ? format.percent(line.discount / 100, 2) : ''}</td>
                <td>{format.money(Number(line.total), sale.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface Draft {
  key: string;
  offeringId: string | null;
  name: string;
  quantity: string;
  price: string;
  discount: number;
  recurring: 'month' | 'year' | null;
}

function LinesForm({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const [lines, setLines] = useState<Draft[]>(() =>
    sale.lines.length > 0 ? sale.lines.map(({ id, total: _total, ...line }) => ({ key: id, ...line })) : [fresh()],
  );
  const save = useAct(api.saveLines);
  const change = (key: string, part: Partial<Draft>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        const body = {
          lines: lines.filter((line) => line.name.trim() !== '').map(({ key: _key, ...line }) => line),
        };
        save.mutate(
          { input: { params: { id: sale.id }, body }, options: { ifMatch: sale.version } },
          {
            onSuccess: () => {
              onClose();
              void readSalesAgain();
            },
          },
        );
      }}
    >
      {lines.map((line) => (
        <div key={line.key} className={css.line}>
          <TextInput
            size="xs"
            label={t('lines.name')}
            value={line.name}
            onChange={(event) => change(line.key, { name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            inputMode="decimal"
            label={t('lines.quantity')}
            value={line.quantity}
            onChange={(event) => change(line.key, { quantity: event.currentTarget.value.trim().replace(',', '.') })}
          />
          <TextInput
            size="xs"
            inputMode="decimal"
            label={t('lines.price')}
            value={line.price}
            onChange={(event) => change(line.key, { price: event.currentTarget.value.trim().replace(',', '.') })}
          />
          <NumberInput
            size="xs"
            hideControls
            label={t('lines.discount')}
            min={0}
            max={100}
            value={line.discount}
            onChange={(discount) => change(line.key, { discount: Number(discount) || 0 })}
          />
          <button
            type="button"
            className={css.add}
            aria-label={t('matrix.remove', { name: line.name })}
            onClick={() => setLines(lines.filter((each) => each.key !== line.key))}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          onClick={() => setLines([...lines, fresh()])}
        >
          {t('lines.add')}
        </Button>
        <Button size="xs" type="submit" loading={save.isPending}>
          {t('lines.save')}
        </Button>
      </div>
    </form>
  );
}

const fresh = (): Draft => ({
  key: crypto.randomUUID(),
  offeringId: null,
  name: '',
  quantity: '1',
  price: '0',
  discount: 0,
  recurring: null,
});
