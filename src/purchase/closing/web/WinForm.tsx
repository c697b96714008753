import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { today } from '../../../web/kit/days.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { purchaseContract } from '../../contract.ts';
import { readSalesAgain, saleQuery } from '../../web/data.ts';
import { closingContract, verdicts } from '../contract.ts';
import { firmOn } from '../coolingOff.ts';
import css from './closing.module.css';
import { t } from './messages.ts';
import { winText } from './words.ts';

interface Draft {
  key: string;
  expects: string;
  verdict: (typeof verdicts)[number];
  answer: string;
}
const fresh = (): Draft => ({ key: crypto.randomUUID(), expects: '', verdict: 'as sold', answer: '' });

/** The expectation check: what they expect, against what was sold, and how a difference was answered. */
export function WinForm({
  sale,
  onClose,
}: {
  sale: { id: string; name: string; version: number };
  onClose: () => void;
}) {
  const { data: whole } = useQuery(saleQuery(sale.id));
  const { data: known } = useAnswer(closingContract.readClosing, { params: { id: sale.id } });
  const rules = useAnswer(closingContract.readSellingRules).data;
  const [on, setOn] = useState<string | null>(today());
  const [drafts, setDrafts] = useState<Draft[]>(() => [fresh()]);
  const [because, setBecause] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(
        purchaseContract.winOpportunity,
        {
          params: { id: sale.id },
          body: {
            ...(on ? { on } : {}),
            ...(because ? { because } : {}),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
            expectations: drafts
              .filter((draft) => draft.expects.trim() !== '')
              .map(({ expects, verdict, answer }) => ({
                expects: expects.trim(),
                verdict,
                answer: answer.trim() || null,
              })),
          },
        },
        { ifMatch: sale.version },
      ),
    onSuccess: async () => {
      notify(t('win.done', { name: sale.name }));
      onClose();
      await Promise.all([readSalesAgain(), readAgain(closingContract.readClosing, closingContract.whyDecided)]);
    },
  });
  const days = known?.coolingOffDays ?? 0;
  const firm = on && days > 0 ? firmOn(on, days) : null;
  return (
    <Form onSend={() => save.mutate()}>
      <fieldset className={css.set}>
        <legend>{t('win.check')}</legend>
        <p className={css.hint}>{t('win.check hint')}</p>
        {whole && (
          <p className={css.hint}>
            {whole.lines.length === 0
              ? t('win.sold nothing')
              : t('win.sold', {
                  lines: whole.lines
                    .map((line) => `${format.number(Number(line.quantity), 4, 0)} × ${line.name}`)
                    .join(', '),
                })}
          </p>
        )}
        {drafts.map((draft, i) => (
          <ExpectationFields
            key={draft.key}
            draft={draft}
            first={i === 0}
            onChange={(part) => setDrafts(drafts.map((each) => (each.key === draft.key ? { ...each, ...part } : each)))}
            onRemove={() => setDrafts(drafts.filter((each) => each.key !== draft.key))}
          />
        ))}
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          style={{ alignSelf: 'start' }}
          onClick={() => setDrafts([...drafts, fresh()])}
        >
          {t('win.add')}
        </Button>
      </fieldset>
      <Select
        clearable
        label={t('win.because')}
        data={(rules?.wonReasons ?? []).map((value) => ({ value, label: winText(value) }))}
        value={because}
        onChange={setBecause}
      />
      <TextInput
        label={t('win.reason')}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <DateField label={t('win.on')} value={on} onChange={setOn} latest={today()} required />
      {firm !== null && (
        <p className={css.hint}>{t('win.cooling', { count: days, when: format.date(firm, 'full') })}</p>
      )}
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('win.go')}
      </Button>
    </Form>
  );
}

interface ExpectationFieldsProps {
  draft: Draft;
  first: boolean;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
}

function ExpectationFields({ draft, first, onChange, onRemove }: ExpectationFieldsProps) {
  return (
    <div className={css.expectation} data-open={draft.verdict !== 'as sold'}>
      <TextInput
        {...(first ? { 'data-autofocus': true } : {})}
        label={t('win.expects')}
        maxLength={1000}
        value={draft.expects}
        onChange={(event) => onChange({ expects: event.currentTarget.value })}
      />
      <Select
        allowDeselect={false}
        label={t('win.verdict')}
        data={verdicts.map((value) => ({ value, label: t(`verdict.${value}`) }))}
        value={draft.verdict}
        onChange={(value) => onChange({ verdict: verdicts.find((each) => each === value) ?? draft.verdict })}
      />
      <button type="button" className={css.remove} aria-label={t('win.remove')} onClick={onRemove}>
        <X size={14} aria-hidden="true" />
      </button>
      {draft.verdict !== 'as sold' && (
        <div data-wide="true">
          <TextInput
            required={draft.expects.trim() !== ''}
            label={t('win.answer')}
            maxLength={1000}
            value={draft.answer}
            onChange={(event) => onChange({ answer: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  );
}
