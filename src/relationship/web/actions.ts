import { useMutation } from '@tanstack/react-query';
import type { Answer } from '../../platform/contract.ts';
import { readAgain } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { queries } from '../../web/queries.ts';
import { notifyProblem, notifyUndo } from '../../web/shell/toasts.ts';
import { peopleContract } from '../../people/contract.ts';
import { circleContract } from '../../usage/circle/contract.ts';
import { relationshipContract as api, type TodayRecord } from '../contract.ts';
import { dayInSentence, todoText } from './phrases.ts';
import { t } from './todayMessages.ts';

/** What a person does from Today: at once on screen, with undo, and put back when the server refuses. */

type TodayAnswer = Answer<typeof api.today>;

/** Everything that a touchpoint or a next step can move. */
export async function readRelationshipsAgain(): Promise<void> {
  await Promise.all([
    readAgain(
      api.today,
      api.readRelationship,
      api.readPath,
      api.listTouchpoints,
      api.board,
      api.map,
      api.listNextSteps,
    ),
    queries.invalidateQueries({ queryKey: ['account'] }),
    queries.invalidateQueries({ queryKey: ['accounts'] }),
    readAgain(peopleContract.readAccount, peopleContract.listAccounts),
  ]);
}

/** Offers to take a change back; when that is refused, says why. */
export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  notifyUndo(message, () => undo().catch((error: unknown) => notifyProblem(problemText(error))));
}

/** Takes a row off every list of today at once; the answer puts it back. */
export function takeOff(accountId: string): () => void {
  const before = queries.getQueriesData<TodayAnswer>({ queryKey: [api.today.path] });
  queries.setQueriesData<TodayAnswer>({ queryKey: [api.today.path] }, (today) => {
    const gone = today?.rows.find((row) => row.accountId === accountId);
    if (today === undefined || gone === undefined) return today;
    return {
      ...today,
      rows: today.rows.filter((row) => row !== gone),
      counts: { ...today.counts, [gone.group]: (today.counts[gone.group] ?? 1) - 1 },
    };
  });
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}

/** Runs one change optimistically: off the list, then the server; what was refused comes back with its reason. */
async function change(accountId: string, work: () => Promise<unknown>): Promise<boolean> {
  await queries.cancelQueries({ queryKey: [api.today.path] });
  const putBack = takeOff(accountId);
  try {
    await work();
    return true;
  } catch (error) {
    putBack();
    notifyProblem(problemText(error));
    return false;
  } finally {
    void readRelationshipsAgain();
  }
}

/** Ticks off the planned step of a row. */
export async function finishStep(row: TodayRecord, now: string): Promise<void> {
  if (row.nextStepId === null || row.nextStepVersion === null) return;
  const id = row.nextStepId;
  const ifMatch = row.nextStepVersion;
  const worked = await change(row.accountId, () =>
    ask(api.finishNextStep, { params: { id }, body: { dropped: false } }, { ifMatch }),
  );
  if (!worked) return;
  notifyUndo(t('said.done', { what: todoText(row.todo, now) }), () =>
    change('', () => ask(api.reopenNextStep, { params: { id } }, { ifMatch: ifMatch + 1 })),
  );
}

/** Says that a person of ours who went there took us along. */
export async function takeChampion(row: TodayRecord, id: string): Promise<void> {
  const params = { id };
  const worked = await change(row.accountId, () => ask(circleContract.acceptSuggestion, { params }));
  if (!worked) return;
  notifyUndo(t('said.took us along', { name: row.name }), () =>
    change('', () => ask(circleContract.reopenSuggestion, { params })),
  );
}

/** Takes a touchpoint back; it stays in the ledger and no longer counts. */
export async function takeBack(id: string, reason?: string): Promise<boolean> {
  return change('', () =>
    ask(api.correctTouchpoint, { params: { id }, body: { retract: true, ...(reason ? { reason } : {}) } }),
  );
}

export async function snooze(row: Pick<TodayRecord, 'accountId' | 'name'>, until: Date, now: string): Promise<void> {
  const set = (moment: string | null) => ask(api.snooze, { params: { id: row.accountId }, body: { until: moment } });
  const worked = await change(row.accountId, () => set(until.toISOString()));
  if (!worked) return;
  notifyUndo(t('said.snoozed', { name: row.name, when: dayInSentence(until.toISOString(), now) }), () =>
    change('', () => set(null)),
  );
}

/** Gives a row to a colleague: the planned step changes hands, or what is advised becomes their next step. */
export function useHandOver(row: TodayRecord, now: string, onDone: () => void) {
  return useMutation({
    mutationFn: async (member: { id: string; name: string }) => {
      const what = todoText(row.todo, now);
      if (row.nextStepId !== null && row.nextStepVersion !== null) {
        const { id, version } = await ask(
          api.changeNextStep,
          { params: { id: row.nextStepId }, body: { memberId: member.id } },
          { ifMatch: row.nextStepVersion },
        );
        return async () =>
          ask(api.changeNextStep, { params: { id }, body: { memberId: row.memberId } }, { ifMatch: version });
      }
      const { id, version } = await ask(api.setNextStep, {
        body: {
          accountId: row.accountId,
          what: what.slice(0, 300),
          memberId: member.id,
          dueAt: row.dueAt ?? endOfDay(now).toISOString(),
          ...(row.contact ? { contactId: row.contact.id } : {}),
        },
      });
      return async () => ask(api.finishNextStep, { params: { id }, body: { dropped: true } }, { ifMatch: version });
    },
    onSuccess: (undo, member) => {
      notifyUndo(t('said.handed over', { name: row.name, who: member.name }), () => change('', undo));
      onDone();
    },
    onError: (error) => notifyProblem(problemText(error)),
    onSettled: () => readRelationshipsAgain(),
  });
}

/** When a snoozed row comes back: at eight in the morning of the person's own day. */
export function snoozeUntil(choice: 'tomorrow' | 'monday' | 'week' | 'month', now: string): Date {
  const at = new Date(now);
  at.setHours(8, 0, 0, 0);
  const weekday = at.getDay();
  const days = { tomorrow: 1, monday: (8 - weekday) % 7 || 7, week: 7, month: 30 }[choice];
  at.setDate(at.getDate() + days);
  return at;
}

function endOfDay(now: string): Date {
  const at = new Date(now);
  at.setHours(23, 59, 0, 0);
  return at;
}

/** Whether two moments are on the same day for the person who reads. */
export function sameDay(a: string, b: string): boolean {
  return format.date(a, 'dayYear') === format.date(b, 'dayYear');
}
