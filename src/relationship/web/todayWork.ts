import { useNavigate } from '@tanstack/react-router';
import { settle } from '../../ownership/promises/web/data.ts';
import { keepTrail } from '../../people/web/trail.ts';
import { openLog } from '../../web/shell/log.ts';
import type { TodayRecord } from '../contract.ts';
import { finishStep, snooze, snoozeUntil, takeChampion, takeOff } from './actions.ts';
import { t } from './todayMessages.ts';

/** What a row of today lends itself to: most are finished without leaving the list. */
export function useTodayWork(rows: readonly TodayRecord[], now: string) {
  const navigate = useNavigate();
  const toHandoff = (id: string) => void navigate({ to: `/handoffs/${id}` });
  return {
    open: (row: TodayRecord): void => {
      keepTrail({ list: t('title'), base: '/accounts/', ids: rows.map((each) => each.accountId) });
      if (row.group === 'handoff' && row.handoffId) toHandoff(row.handoffId);
      else void navigate({ to: `/accounts/${row.accountId}` });
    },
    finish: (row: TodayRecord): void => {
      if (row.group === 'spotted')
        void navigate({ to: '/spotted', search: { view: 'answer', note: String(row.todo['note']) } });
      else if (row.group === 'champion moved' && typeof row.todo['suggestion'] === 'string')
        void takeChampion(row, row.todo['suggestion']);
      else if (row.group === 'ask now') void navigate({ to: `/accounts/${row.accountId}`, search: { tab: 'circle' } });
      // A row that is about a promise is done when the promise is kept, whatever step is planned beside it.
      else if (row.group === 'promise' && row.promise) settlePromise(row, 'kept');
      else if (row.group === 'handoff' && row.handoffId) toHandoff(row.handoffId);
      else if (row.nextStepId !== null) void finishStep(row, now);
      // What only evidence can settle is finished by telling what happened.
      else openLog({ accountId: row.accountId, ...(row.contact ? { contactId: row.contact.id } : {}) });
    },
    breakPromise: (row: TodayRecord): void => settlePromise(row, 'broken'),
    putOff: (row: TodayRecord): void => void snooze(row, snoozeUntil('tomorrow', now), now),
  };
}

function settlePromise(row: TodayRecord, outcome: 'kept' | 'broken'): void {
  if (row.promise === null) return;
  const putBack = takeOff(row.accountId);
  void settle(row.promise, outcome).then((taken) => {
    if (!taken) putBack();
  });
}
