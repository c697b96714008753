import { MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { workspaceContract } from '../../../workspace/contract.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { FormButtons } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { useSession } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { scheduleContract as api, type ScheduleRecord } from '../contract.ts';
import { t } from './messages.ts';
import kit from '../../../web/kit/Report.module.css';
import css from './schedules.module.css';
import { clock, dayName, fixedPeriod } from './words.ts';

interface ScheduleDialogProps {
  /** One to change; a new one begins with what is on the screen. */
  schedule?: ScheduleRecord;
  reports: readonly string[];
  search: Record<string, string>;
  name: string;
  onClose: () => void;
}

const rhythms = ['day', 'week', 'month'] as const;

export function ScheduleDialog({ schedule, reports, search, name, onClose }: ScheduleDialogProps) {
  const me = useSession().member.id;
  const [draft, setDraft] = useState(() => ({
    name: schedule?.name ?? name,
    reports: [...(schedule?.reports ?? reports)],
    every: schedule?.every ?? 'week',
    weekday: schedule?.weekday ?? 1,
    monthday: schedule?.monthday ?? 1,
    hour: schedule?.hour ?? 7,
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    memberIds: schedule?.recipients.map((each) => each.id) ?? [me],
  }));
  const offered = useAnswer(api.listSchedulable).data;
  const members = useAnswer(workspaceContract.listMembers, { query: { limit: 200 } }).data?.items ?? [];
  const create = useAct(api.createSchedule, { touches: [api.listSchedules], quiet: true });
  const change = useAct(api.changeSchedule, { touches: [api.listSchedules], quiet: true });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const done = (saved: ScheduleRecord) => {
    notify(t('saved', { name: saved.name, when: format.date(saved.nextAt, 'moment') }));
    onClose();
  };
  const save = () =>
    schedule
      ? change.mutate(
          { input: { params: { id: schedule.id }, body: draft }, options: { ifMatch: schedule.version } },
          { onSuccess: done },
        )
      : create.mutate({ input: { body: { ...draft, search } } }, { onSuccess: done });
  const fixed = fixedPeriod(schedule?.search ?? search);
  const zones = [...new Set([draft.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <FormDialog
      onClose={onClose}
      size="lg"
      title={schedule ? t('change title', { name: schedule.name }) : t('new title')}
      onSend={() => save()}
    >
      {offered && !offered.letters && <p className={kit.warn}>{t('no letters')}</p>}
      <TextInput
        data-autofocus
        label={t('name')}
        value={draft.name}
        maxLength={100}
        required
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('reports')}
        description={t('filter')}
        required
        data={(offered?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={draft.reports}
        onChange={(chosen) => set({ reports: chosen })}
      />
      {fixed && <p className={kit.quiet}>{fixed}</p>}
      <MultiSelect
        label={t('to')}
        required
        searchable
        data={members.map((member) => ({ value: member.id, label: member.name }))}
        value={draft.memberIds}
        onChange={(chosen) => set({ memberIds: chosen })}
      />
      <div className={css.row}>
        <NativeSelect
          label={t('every')}
          value={draft.every}
          data={rhythms.map((value) => ({ value, label: t(`every.${value}`) }))}
          onChange={(event) => set({ every: rhythms.find((each) => each === event.currentTarget.value) ?? 'week' })}
        />
        {draft.every === 'week' && (
          <NativeSelect
            label={t('weekday')}
            value={String(draft.weekday)}
            data={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayName(day) }))}
            onChange={(event) => set({ weekday: Number(event.currentTarget.value) })}
          />
        )}
        {draft.every === 'month' && (
          <NativeSelect
            label={t('monthday')}
            title={t('monthday.hint')}
            value={String(draft.monthday)}
            data={Array.from({ length: 31 }, (_, i) => String(i + 1))}
            onChange={(event) => set({ monthday: Number(event.currentTarget.value) })}
          />
        )}
        <NativeSelect
          label={t('hour')}
          value={String(draft.hour)}
          data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: clock(hour) }))}
          onChange={(event) => set({ hour: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t('zone')}
          value={draft.timeZone}
          data={zones}
          onChange={(event) => set({ timeZone: event.currentTarget.value })}
        />
      </div>
      {(create.error ?? change.error) && <QueryProblem error={(create.error ?? change.error)!} />}
      <FormButtons
        send={t(schedule ? 'save change' : 'save')}
        busy={create.isPending || change.isPending}
        disabled={draft.name.trim() === '' || draft.reports.length === 0 || draft.memberIds.length === 0}
        onCancel={onClose}
      >
        {schedule && <HistoryButton of={{ kind: 'report schedule', id: schedule.id }} name={schedule.name} />}
      </FormButtons>
    </FormDialog>
  );
}
