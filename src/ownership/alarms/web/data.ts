import { queryOptions } from '@tanstack/react-query';
import { readRelationshipsAgain } from '../../../relationship/web/actions.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import { playsContract } from '../../plays/contract.ts';
import { alarmsContract as api, type AlarmRecord } from '../contract.ts';
import { t } from './messages.ts';

export const watchQuery = (accountId: string) =>
  queryOptions({
    queryKey: [api.readWatch.path, accountId],
    queryFn: ({ signal }) => ask(api.readWatch, { params: { id: accountId } }, { signal }),
    meta: { hears: ['alarm', 'touchpoint', 'promise', 'case', 'next step', 'play'], accountId },
  });

export async function readAlarmsAgain(): Promise<void> {
  await Promise.all([
    readAgain(
      api.readWatch,
      api.listAlarms,
      api.listMild,
      api.alarmQuality,
      playsContract.listPlays,
      playsContract.listRuns,
    ),
    readRelationshipsAgain(),
  ]);
}

type To = 'acknowledged' | 'in recovery' | 'recovered' | 'lost' | 'false alarm';

/** Moves an alarm on and says so; answers whether it was taken. */
export async function move(alarm: Pick<AlarmRecord, 'id' | 'version'>, to: To, note?: string): Promise<boolean> {
  try {
    await ask(
      api.moveAlarm,
      { params: { id: alarm.id }, body: { to, ...(note ? { note } : {}) } },
      { ifMatch: alarm.version },
    );
    notify(t(`said.${to}`));
    return true;
  } catch (error) {
    notifyProblem(problemText(error));
    return false;
  } finally {
    void readAlarmsAgain();
  }
}
