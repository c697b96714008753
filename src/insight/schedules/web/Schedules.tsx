import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { UnderWay } from '../../../web/Working.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { scheduleContract as api, type ScheduleRecord } from '../contract.ts';
import { t } from './messages.ts';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import kit from '../../../web/kit/Report.module.css';
import css from './schedules.module.css';
import { rhythmText } from './words.ts';

/** What goes out by itself, when next, and how it went last. */
export function Schedules() {
  const { data, error, refetch } = useAnswer(api.listSchedules);
  const offered = useAnswer(api.listSchedulable).data;
  const [changing, setChanging] = useState<ScheduleRecord>();
  if (error && data === undefined) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={4} height={60} />;
  const titles = new Map(offered?.items.map(({ id, title }) => [id, title]));
  return (
    <>
      <h2 className={kit.heading}>{t('title')}</h2>
      <p className={kit.intro}>{t('about')}</p>
      {offered && !offered.letters && <p className={kit.warn}>{t('no letters')}</p>}
      <UnderWay kind="reports" label={(who) => t('under way', { who: who ?? t('clock') })} />
      {data.items.length === 0 ? (
        <EmptyState sentence={t('none')} />
      ) : (
        <ul className={css.list}>
          {data.items.map((schedule) => (
            <Row key={schedule.id} schedule={schedule} titles={titles} onChange={() => setChanging(schedule)} />
          ))}
        </ul>
      )}
      {changing && (
        <ScheduleDialog
          key={changing.id}
          schedule={changing}
          reports={[]}
          search={{}}
          name=""
          onClose={() => setChanging(undefined)}
        />
      )}
    </>
  );
}

function Row({
  schedule,
  titles,
  onChange,
}: {
  schedule: ScheduleRecord;
  titles: ReadonlyMap<string, string>;
  onChange: () => void;
}) {
  const sees = useMay('member:write');
  const touches = { touches: [api.listSchedules] };
  const change = useAct(api.changeSchedule, touches);
  const remove = useAct(api.removeSchedule, touches);
  const send = useAct(api.sendNow, {});
  const mine = useAct(api.stopForMe, touches);
  const { id, name, version, paused } = schedule;
  const last =
    schedule.lastAt === null
      ? t('never')
      : t('last.sent', { when: format.date(schedule.lastAt, 'moment'), count: schedule.lastSent ?? 0 });
  return (
    <li>
      <div>
        <p>
          <b>{name}</b> <span className={kit.quiet}>{schedule.mine ? '' : t('by', { name: schedule.by.name })}</span>
        </p>
        <p className={kit.quiet}>{format.list(schedule.reports.map((report) => titles.get(report) ?? report))}</p>
        <p className={kit.quiet}>
          {t('people')}:{' '}
          {format.list(
            schedule.recipients.map((each) => (each.stopped ? t('stopped', { name: each.name }) : each.name)),
          )}
        </p>
      </div>
      <div>
        <p>{rhythmText(schedule)}</p>
        <p className={kit.quiet}>
          {t('next')}: {paused ? t('paused') : format.date(schedule.nextAt, 'moment')}
        </p>
        <p className={kit.quiet}>
          {t('last')}: {last}
        </p>
        {schedule.lastError && <p className={kit.warn}>{t('last.error', { error: schedule.lastError })}</p>}
      </div>
      <div className={css.actions}>
        <Button
          size="xs"
          variant="default"
          loading={send.isPending}
          onClick={() => send.mutate({ input: { params: { id } } }, { onSuccess: () => notify(t('sent me')) })}
        >
          {t('send me')}
        </Button>
        {schedule.toMe !== null && (
          <Button
            size="xs"
            variant="default"
            onClick={() => mine.mutate({ input: { params: { id }, body: { wanted: !schedule.toMe } } })}
          >
            {t(schedule.toMe ? 'stop me' : 'want me')}
          </Button>
        )}
        {(schedule.mine || sees) && (
          <>
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                change.mutate({ input: { params: { id }, body: { paused: !paused } }, options: { ifMatch: version } })
              }
            >
              {t(paused ? 'go on' : 'pause')}
            </Button>
            <Button size="xs" variant="default" onClick={onChange}>
              {t('change')}
            </Button>
            <ConfirmButton
              size="xs"
              label={t('remove')}
              confirm={t('remove.sure', { name })}
              onConfirm={() =>
                remove.mutate({ input: { params: { id } } }, { onSuccess: () => notify(t('removed', { name })) })
              }
            />
          </>
        )}
      </div>
    </li>
  );
}
