import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Form } from '../../../web/kit/Form.tsx';
import { today } from '../../../web/kit/days.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { purchaseContract, type SaleDetail } from '../../contract.ts';
import { entryWindows } from '../../records.ts';
import { readSalesAgain } from '../../web/data.ts';
import { t } from './messages.ts';
import css from './message.module.css';

/** Who lets us in first: those who invest in results, or those who know the standard; until when, and who opened it. */
export function EntryWindow({ sale }: { sale: SaleDetail }) {
  const [open, setOpen] = useState(false);
  const shut = sale.windowUntil !== null && sale.windowUntil < today();
  const said =
    sale.entryWindow === null
      ? t('window.none')
      : [
          t(`window.${sale.entryWindow}`),
          sale.windowUntil === null
            ? null
            : t(shut ? 'window.closed' : 'window.until', { when: format.date(sale.windowUntil) }),
          sale.windowOpenedBy === null ? null : t('window.by', { who: sale.windowOpenedBy }),
        ]
          .filter((part) => part !== null)
          .join(', ');
  if (!sale.mayChange) return sale.entryWindow === null ? null : <p className={css.window}>{said}</p>;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={css.window}
          data-shut={shut}
          data-empty={sale.entryWindow === null}
          onClick={() => setOpen(!open)}
        >
          {said}
        </button>
      </Popover.Target>
      <Popover.Dropdown>{open && <WindowForm sale={sale} onDone={() => setOpen(false)} />}</Popover.Dropdown>
    </Popover>
  );
}

function WindowForm({ sale, onDone }: { sale: SaleDetail; onDone: () => void }) {
  const [kind, setKind] = useState(sale.entryWindow ?? (sale.subType === 'system' ? 'expert' : 'investor'));
  const [until, setUntil] = useState(sale.windowUntil);
  const [by, setBy] = useState(sale.windowOpenedBy ?? '');
  const change = useAct(purchaseContract.changeOpportunity);
  return (
    <Form
      onSend={() => {
        const body = { entryWindow: kind, windowUntil: until, windowOpenedBy: by.trim() || null };
        change.mutate(
          { input: { params: { id: sale.id }, body }, options: { ifMatch: sale.version } },
          {
            onSuccess: () => {
              notify(t('window.saved'));
              onDone();
              void readSalesAgain();
            },
          },
        );
      }}
    >
      <NativeSelect
        label={t('window.kind')}
        data={entryWindows.map((value) => ({ value, label: t(`window.${value}`) }))}
        value={kind}
        onChange={(event) => setKind(entryWindows.find((each) => each === event.currentTarget.value) ?? kind)}
      />
      <TextInput
        label={t('window.by field')}
        maxLength={200}
        value={by}
        onChange={(event) => setBy(event.currentTarget.value)}
      />
      <DateField label={t('window.until field')} value={until} onChange={setUntil} />
      <Button type="submit" size="xs" loading={change.isPending}>
        {t('window.save')}
      </Button>
    </Form>
  );
}
