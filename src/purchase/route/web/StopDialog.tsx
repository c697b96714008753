import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { routeContract as api, type RouteStop } from '../contract.ts';
import { readRouteAgain } from './data.ts';
import { t } from './messages.ts';
import css from './route.module.css';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** Puts an account on the route, or changes its rhythm. */
export function StopDialog({ account, onClose }: { account: Pick | null; onClose: () => void }) {
  const [whom, setWhom] = useState<Pick | null>(account);
  const title = whom ? t('stop.title', { name: whom.name }) : t('add');
  return (
    <Dialog onClose={onClose} title={title}>
      <div className={css.stack}>
        {account === null && (
          <RecordPicker required label={t('add.account')} value={whom} onChange={setWhom} search={searchAccounts} />
        )}
        {whom && <Known key={whom.id} account={whom} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function Known({ account, onClose }: { account: Pick; onClose: () => void }) {
  const { data, error } = useAnswer(api.readLoop, { params: { id: account.id } });
  if (error && !data) return <p className={css.why}>{problemText(error)}</p>;
  if (!data) return <RowsSkeleton rows={3} />;
  return <StopForm account={account} stop={data.stop} onClose={onClose} />;
}

function StopForm({ account, stop, onClose }: { account: Pick; stop: RouteStop | null; onClose: () => void }) {
  const [every, setEvery] = useState<number | string>(stop?.everyDays ?? 14);
  const [weekday, setWeekday] = useState<string | null>(stop?.weekday ? String(stop.weekday) : null);
  const [next, setNext] = useState<string | null>(stop?.nextVisitOn ?? null);
  const [member, setMember] = useState<string | null>(stop?.memberId ?? null);
  const [note, setNote] = useState(stop?.note ?? '');
  const members = useMembers();
  const done = async (text: string) => {
    notify(text);
    onClose();
    await readRouteAgain();
  };
  const save = useMutation({
    mutationFn: async () =>
      ask(api.saveStop, {
        params: { id: account.id },
        body: {
          everyDays: Number(every) || 14,
          weekday: weekday === null ? null : Number(weekday),
          note: note.trim() || null,
          basedOn: stop?.version ?? 0,
          ...(next ? { nextVisitOn: next } : {}),
          ...(member ? { memberId: member } : {}),
        },
      }),
    onSuccess: () => done(t('stop.saved', { name: account.name })),
  });
  const remove = useMutation({
    mutationFn: async () => ask(api.removeStop, { params: { id: account.id } }),
    onSuccess: () => done(t('stop.removed', { name: account.name })),
  });
  return (
    <Form onSend={() => save.mutate()}>
      <div className={css.row}>
        <NumberInput
          required
          label={t('stop.every')}
          min={1}
          max={730}
          allowDecimal={false}
          value={every}
          onChange={setEvery}
        />
        <Select
          clearable
          label={t('stop.weekday')}
          placeholder={t('stop.any')}
          data={weekdays.map((value) => ({ value, label: t(`weekday.${value}`) }))}
          value={weekday}
          onChange={setWeekday}
        />
        <DateField label={t('stop.next')} value={next} onChange={setNext} earliest={inDays(-30)} />
        <Select
          searchable
          label={t('stop.member')}
          data={members.list.map((each) => ({ value: each.id, label: each.name }))}
          value={member}
          onChange={setMember}
        />
      </div>
      <TextInput
        label={t('stop.note')}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <div className={css.acts}>
        <Button type="submit" loading={save.isPending}>
          {t('stop.save')}
        </Button>
        {stop && (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('stop.remove')}
          </Button>
        )}
      </div>
    </Form>
  );
}
