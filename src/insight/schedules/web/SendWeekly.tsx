import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { readAgain, useAct, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { useMay, useSession } from '../../../web/session.ts';
import { notifyUndo } from '../../../web/shell/toasts.ts';
import { scheduleContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './schedules.module.css';
import { ownTimeZone, rhythmText } from './words.ts';

interface SendWeeklyProps {
  report: string;
  /** What the letter is called. */
  name: string;
  /** The filter of the screen. */
  search: Record<string, string>;
}

/** One click: this report to me, every Monday at seven. Whoever has it already sees when it comes. */
export default function SendWeekly({ report, name, search }: SendWeeklyProps) {
  const { member } = useSession();
  const may = useMay('view:write');
  const kept = useAnswer(api.listSchedules, {}).data;
  const letters = useAnswer(api.listSchedulable).data?.letters;
  const create = useAct(api.createSchedule, { touches: [api.listSchedules] });
  if (!may || kept === undefined || letters === undefined) return null;
  const mine = kept.items.find(
    (each) => each.toMe && !each.paused && each.reports.includes(report) && each.search['whose'] === search['whose'],
  );
  if (mine)
    return (
      <p className={css.comes}>
        <Mail size={13} aria-hidden="true" />
        <Link to="/insight" search={{ report: 'schedules' }}>
          {t('comes', { rhythm: rhythmText(mine) })}
        </Link>
        {!letters && t('comes.no letters')}
      </p>
    );
  const draft = {
    name,
    reports: [report],
    search,
    every: 'week' as const,
    weekday: 1,
    monthday: 1,
    hour: 7,
    timeZone: ownTimeZone(),
    memberIds: [member.id],
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Mail size={13} aria-hidden="true" />}
      loading={create.isPending}
      onClick={() =>
        create.mutate(
          { input: { body: draft } },
          {
            onSuccess: (made) =>
              notifyUndo(t('saved', { name, when: format.date(made.nextAt, 'moment') }), async () => {
                await ask(api.removeSchedule, { params: { id: made.id } });
                await readAgain(api.listSchedules);
              }),
          },
        )
      }
    >
      {t('weekly')}
    </Button>
  );
}
