import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { morningOf } from '../../../relationship/web/logDraft.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useMay } from '../../../web/session.ts';
import { notify, notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { spottedContract as api, type SpottedRecord } from '../contract.ts';
import { declineReasons } from '../spotted.ts';
import { t } from './messages.ts';
import { readSpottedAgain } from './saveSpot.ts';
import css from './spotted.module.css';
import { reasonText } from './words.ts';

export interface Answering {
  note: SpottedRecord;
  how: 'accept' | 'decline';
}

/** Sales answers: it becomes a prospect or a sale, or it is declined with a reason. The originator is told either way. */
export function AnswerDialog({ note, how, onClose }: Answering & { onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title={t(how === 'accept' ? 'accept.title' : 'decline.title', { what: note.what })}>
      {how === 'accept' ? <Accept note={note} onClose={onClose} /> : <Decline note={note} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps {
  note: SpottedRecord;
  onClose: () => void;
}

function Accept({ note, onClose }: FormProps) {
  const maySell = useMay('opportunity:write');
  const isProspect = note.state === 'accepted';
  const [becomes, setBecomes] = useState<'opportunity' | 'prospect'>(maySell ? 'opportunity' : 'prospect');
  const [name, setName] = useState(note.what);
  const [amount, setAmount] = useState('');
  const [callBy, setCallBy] = useState<string | null>(null);
  const [word, setWord] = useState('');
  const who = note.originatorName;
  const save = useMutation({
    mutationFn: () =>
      ask(api.acceptSpotted, {
        params: { id: note.id },
        body: {
          becomes,
          ...(becomes === 'opportunity' && name.trim() ? { name: name.trim() } : {}),
          ...(becomes === 'opportunity' && amount.trim() ? { amount: amount.trim().replace(',', '.') } : {}),
          ...(callBy ? { callBy: morningOf(callBy) } : {}),
          ...(word.trim() ? { note: word.trim() } : {}),
        },
      }),
    onSuccess: async () => {
      notify(t('accept.done', { who }));
      onClose();
      await readSpottedAgain();
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      {maySell && !isProspect && (
        <Tabs
          label={t('accept.as')}
          look="switch"
          tabs={[
            { id: 'opportunity', label: t('accept.opportunity') },
            { id: 'prospect', label: t('accept.prospect') },
          ]}
          value={becomes}
          onChange={setBecomes}
        />
      )}
      <p className={css.quiet}>{t(`accept.hint.${becomes}`, { who })}</p>
      {becomes === 'opportunity' && (
        <>
          <TextInput
            label={t('accept.name')}
            value={name}
            maxLength={300}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('accept.amount')}
            value={amount}
            inputMode="decimal"
            onChange={(event) => setAmount(event.currentTarget.value)}
          />
        </>
      )}
      <DateField label={t('accept.call by')} value={callBy} onChange={setCallBy} />
      <Textarea
        label={t('accept.note', { who })}
        value={word}
        maxLength={1000}
        autosize
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('accept.go')}
      </Button>
    </Form>
  );
}

function Decline({ note, onClose }: FormProps) {
  const [reason, setReason] = useState<(typeof declineReasons)[number]>();
  const [word, setWord] = useState('');
  const who = note.originatorName;
  const save = useMutation({
    mutationFn: async () => {
      if (reason === undefined) return;
      await ask(api.declineSpotted, {
        params: { id: note.id },
        body: { reason, ...(word.trim() ? { note: word.trim() } : {}) },
      });
      notifyUndo(t('decline.done', { who }), () =>
        ask(api.reopenSpotted, { params: { id: note.id } })
          .then(readSpottedAgain)
          .catch((error: unknown) => notifyProblem(problemText(error))),
      );
    },
    onSuccess: async () => {
      onClose();
      await readSpottedAgain();
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <Select
        required
        data-autofocus
        label={t('decline.reason')}
        data={declineReasons.map((value) => ({ value, label: reasonText(value) }))}
        value={reason ?? null}
        onChange={(value) => setReason(declineReasons.find((each) => each === value))}
      />
      <Textarea
        label={t('decline.note', { who })}
        value={word}
        maxLength={1000}
        autosize
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={reason === undefined}>
        {t('decline.go')}
      </Button>
    </Form>
  );
}
