import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api } from '../contract.ts';
import { lossReasons } from '../records.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';
import { today } from './words.ts';

export interface Closing {
  sale: { id: string; name: string; version: number };
  outcome: 'won' | 'lost';
}

/** Won asks what the customer expects; lost asks why, and what the next approach will be. */
export function CloseDialog({ sale, outcome, onClose }: Closing & { onClose: () => void }) {
  const title = t(outcome === 'won' ? 'win.title' : 'lose.title', { name: sale.name });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': web('app.close') }}>
      {outcome === 'won' ? <Win sale={sale} onClose={onClose} /> : <Lose sale={sale} onClose={onClose} />}
    </Modal>
  );
}

type FormProps = Pick<Closing, 'sale'> & { onClose: () => void };

function Win({ sale, onClose }: FormProps) {
  const [on, setOn] = useState<string | null>(today());
  const [expectation, setExpectation] = useState('');
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.winOpportunity,
        {
          params: { id: sale.id },
          body: {
            ...(on ? { on } : {}),
            ...(expectation.trim() ? { expectation: expectation.trim() } : {}),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
        },
        { ifMatch: sale.version },
      ),
    onSuccess: async () => {
      notify(t('win.done', { name: sale.name }));
      onClose();
      await readSalesAgain();
    },
  });
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Textarea
        data-autofocus
        autosize
        minRows={2}
        label={t('win.expects')}
        description={t('win.expects hint')}
        value={expectation}
        onChange={(event) => setExpectation(event.currentTarget.value)}
      />
      <TextInput label={t('win.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <DateField label={t('win.on')} value={on} onChange={setOn} latest={today()} required />
      {save.error && <Refused error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {t('win.go')}
      </Button>
    </form>
  );
}

function Lose({ sale, onClose }: FormProps) {
  const [reason, setReason] = useState<(typeof lossReasons)[number]>();
  const [note, setNote] = useState('');
  const [lostTo, setLostTo] = useState('');
  const [what, setWhat] = useState('');
  const [on, setOn] = useState<string | null>(inMonths(6));
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.loseOpportunity,
        {
          params: { id: sale.id },
          body: {
            reason: reason ?? 'other',
            ...(note.trim() ? { note: note.trim() } : {}),
            ...(lostTo.trim() ? { lostTo: lostTo.trim() } : {}),
            approach: what.trim() && on ? { what: what.trim(), on } : null,
          },
        },
        { ifMatch: sale.version },
      ),
    onSuccess: async () => {
      notify(t('lose.done', { name: sale.name }));
      onClose();
      await readSalesAgain();
    },
  });
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Select
        required
        data-autofocus
        label={t('lose.reason')}
        data={lossReasons.map((value) => ({ value, label: t(`loss.${value}`) }))}
        value={reason ?? null}
        onChange={(value) => setReason(lossReasons.find((each) => each === value))}
      />
      <TextInput label={t('lose.to')} value={lostTo} onChange={(event) => setLostTo(event.currentTarget.value)} />
      <Textarea autosize label={t('lose.note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <TextInput
        label={t('lose.approach')}
        description={t('lose.approach hint')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      {what.trim() !== '' && <DateField label={t('lose.on')} value={on} onChange={setOn} earliest={today()} required />}
      {save.error && <Refused error={save.error} />}
      <Button type="submit" loading={save.isPending} disabled={reason === undefined}>
        {t('lose.go')}
      </Button>
    </form>
  );
}

function Refused({ error }: { error: Error }) {
  return (
    <p role="alert" className={css.why}>
      {problemText(error)}
    </p>
  );
}

function inMonths(months: number): string {
  const at = new Date();
  at.setMonth(at.getMonth() + months);
  return at.toISOString().slice(0, 10);
}
