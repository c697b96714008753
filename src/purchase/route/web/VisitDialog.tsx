import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { notify, notifyUndo } from '../../../web/shell/toasts.ts';
import { routeContract as api, type RouteVisit } from '../contract.ts';
import { readRouteAgain } from './data.ts';
import { t } from './messages.ts';

type Visited = Pick<RouteVisit, 'accountId' | 'accountName'> & Partial<Pick<RouteVisit, 'contact'>>;
const moods = ['-2', '-1', '0', '1', '2'] as const;

/** What happened at a visit, with two taps; the next one is set by the rhythm or by what was agreed. */
export function VisitDialog({ visit, onClose }: { visit: Visited; onClose: () => void }) {
  const [note, setNote] = useState('');
  const [learnt, setLearnt] = useState('');
  const [how, setHow] = useState<(typeof moods)[number]>('0');
  const [next, setNext] = useState<string | null>(null);
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: async (_order: boolean) =>
      ask(api.logVisit, {
        params: { id: visit.accountId },
        body: {
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(learnt.trim() ? { learnt: learnt.trim() } : {}),
          ...(how === '0' ? {} : { expectation: expectationOf(how) }),
          ...(visit.contact ? { contactId: visit.contact.id } : {}),
          ...(next ? { nextVisitOn: next } : {}),
        },
      }),
    onSuccess: async ({ nextVisitOn }, order) => {
      notify(t('made.done', { name: visit.accountName, when: nextVisitOn ? format.date(nextVisitOn, 'weekday') : '' }));
      onClose();
      if (order) void navigate({ to: '/basket', search: { account: visit.accountId } });
      await readRouteAgain();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t('made.title', { name: visit.accountName })}
      onSend={() => save.mutate(false)}
    >
      <TextInput
        data-autofocus
        label={t('made.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('made.how')}
        data={moods.map((value) => ({ value, label: t(`how.${value}`) }))}
        value={how}
        onChange={setHow}
      />
      <Textarea
        autosize
        label={t('made.learnt')}
        value={learnt}
        onChange={(event) => setLearnt(event.currentTarget.value)}
      />
      <DateField
        label={`${t('made.next')} (${t('made.next hint')})`}
        value={next}
        onChange={setNext}
        earliest={inDays(1)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('made.go')}
      </Button>
      <Button variant="default" disabled={save.isPending} onClick={() => save.mutate(true)}>
        {t('made.order')}
      </Button>
    </FormDialog>
  );
}

const expectationOf = (mood: (typeof moods)[number]): -2 | -1 | 0 | 1 | 2 =>
  mood === '-2' ? -2 : mood === '-1' ? -1 : mood === '1' ? 1 : mood === '2' ? 2 : 0;

/** Passing over a visit asks why, and when instead. */
export function SkipDialog({ visit, onClose }: { visit: RouteVisit; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async () =>
      ask(api.skipVisit, { params: { id: visit.accountId }, body: { reason, ...(next ? { nextVisitOn: next } : {}) } }),
    onSuccess: async (stop) => {
      notifyUndo(t('skip.done', { name: visit.accountName }), async () => {
        await ask(api.saveStop, {
          params: { id: visit.accountId },
          body: {
            everyDays: stop.everyDays,
            weekday: stop.weekday,
            note: stop.note,
            nextVisitOn: visit.nextVisitOn,
            basedOn: stop.version,
          },
        });
        await readRouteAgain();
      });
      onClose();
      await readRouteAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('skip.title', { name: visit.accountName })} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        minLength={3}
        maxLength={500}
        label={t('skip.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <DateField
        label={`${t('skip.next')} (${t('made.next hint')})`}
        value={next}
        onChange={setNext}
        earliest={inDays(0)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('skip.go')}
      </Button>
    </FormDialog>
  );
}
