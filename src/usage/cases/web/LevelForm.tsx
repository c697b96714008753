import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { caseContract as api } from '../contract.ts';
import type { ServiceLevel, ServiceTarget } from '../serviceLevel.ts';
import { caseKinds, severities } from '../words.ts';
import css from './cases.module.css';
import { t } from './messages.ts';

/** The hours of service, the days without it, and how fast is answered and solved. */
export function LevelForm({ stored, version, shipped }: { stored: ServiceLevel; version: number; shipped: boolean }) {
  const mayChange = useMay('team:write');
  const [level, setLevel] = useState(stored);
  const save = useMutation({
    mutationFn: () => ask(api.saveServiceLevel, { body: { level, basedOn: version } }),
    onSuccess: async () => {
      notify(t('level.saved'));
      await readAgain(api.readServiceLevel);
    },
  });
  const part = { level, mayChange, onLevel: setLevel };
  return (
    <Form onSend={() => save.mutate()}>
      <div>
        <h2>{t('level.title')}</h2>
        <p className={css.small}>
          {t('level.intro')} {shipped && t('level.shipped')}
        </p>
      </div>
      <Select
        label={t('level.zone')}
        data={Intl.supportedValuesOf('timeZone').concat('UTC')}
        value={level.timeZone}
        searchable
        allowDeselect={false}
        disabled={!mayChange}
        w={260}
        onChange={(timeZone) => timeZone && setLevel({ ...level, timeZone })}
      />
      <Hours {...part} />
      <Holidays {...part} />
      <Targets {...part} />
      <Refusal error={save.error} />
      {mayChange && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {t('level.save')}
          </Button>
        </div>
      )}
    </Form>
  );
}

interface PartProps {
  level: ServiceLevel;
  mayChange: boolean;
  onLevel: (level: ServiceLevel) => void;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
/** Monday 5 January 2026. */
const weekdayName = (weekday: number) =>
  new Intl.DateTimeFormat(format.locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 4 + weekday));

function Hours({ level, mayChange, onLevel }: PartProps) {
  return (
    <fieldset disabled={!mayChange}>
      <legend>{t('level.hours')}</legend>
      {weekdays.map((weekday) => {
        const span = level.hours.find((each) => each.weekday === weekday);
        const others = level.hours.filter((each) => each !== span);
        const set = (from: string, to: string) =>
          onLevel({ ...level, hours: [...others, { weekday, from, to }].toSorted((a, b) => a.weekday - b.weekday) });
        return (
          <div key={weekday} className={css.levelRow}>
            <Checkbox
              label={weekdayName(weekday)}
              checked={span !== undefined}
              onChange={(event) =>
                event.currentTarget.checked
                  ? set('08:00', '17:00')
                  : onLevel({ ...level, hours: level.hours.filter((each) => each.weekday !== weekday) })
              }
            />
            {span ? (
              <>
                <TextInput
                  type="time"
                  aria-label={`${weekdayName(weekday)} ${t('level.from')}`}
                  value={span.from}
                  onChange={(event) => set(event.currentTarget.value, span.to)}
                />
                <TextInput
                  type="time"
                  aria-label={`${weekdayName(weekday)} ${t('level.to')}`}
                  value={span.to === '24:00' ? '23:59' : span.to}
                  onChange={(event) => set(span.from, event.currentTarget.value)}
                />
              </>
            ) : (
              <span className={css.quiet}>{t('level.closed')}</span>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

function Holidays({ level, mayChange, onLevel }: PartProps) {
  return (
    <fieldset disabled={!mayChange}>
      <legend>{t('level.holidays')}</legend>
      {level.holidays.map((each, at) => {
        const set = (change: Partial<typeof each>) =>
          onLevel({
            ...level,
            holidays: level.holidays.map((other, i) => (i === at ? { ...other, ...change } : other)),
          });
        return (
          <div key={at} className={css.levelRow}>
            <TextInput
              aria-label={t('level.holiday on')}
              placeholder={t('level.holiday on hint')}
              value={each.on}
              onChange={(event) => set({ on: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('level.holiday name')}
              placeholder={t('level.holiday name')}
              value={each.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Button
              variant="subtle"
              aria-label={t('level.holiday remove', { name: each.name })}
              onClick={() => onLevel({ ...level, holidays: level.holidays.filter((_, i) => i !== at) })}
            >
              {t('canned.remove')}
            </Button>
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          disabled={!mayChange}
          onClick={() => onLevel({ ...level, holidays: [...level.holidays, { on: '', name: '' }] })}
        >
          {t('level.holiday add')}
        </Button>
      </div>
    </fieldset>
  );
}

function Targets({ level, mayChange, onLevel }: PartProps) {
  const target = (at: number, change: Partial<ServiceTarget>) =>
    onLevel({ ...level, targets: level.targets.map((each, i) => (i === at ? { ...each, ...change } : each)) });
  return (
    <fieldset disabled={!mayChange}>
      <legend>{t('level.targets')}</legend>
      {level.targets.map((each, at) => (
        <div key={at} className={css.targetRow}>
          <b>{t(`severity.${each.severity}`)}</b>
          <Select
            label={t('level.for kind')}
            disabled={!mayChange || each.kind === null}
            data={[
              { value: '', label: t('level.every kind') },
              ...caseKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
            ]}
            value={each.kind ?? ''}
            allowDeselect={false}
            onChange={(value) => target(at, { kind: caseKinds.find((kind) => kind === value) ?? null })}
          />
          <NumberInput
            label={t('level.answer within')}
            min={1}
            value={each.firstResponseMinutes}
            onChange={(value) => typeof value === 'number' && target(at, { firstResponseMinutes: Math.round(value) })}
          />
          <NumberInput
            label={t('level.solve within')}
            min={0.1}
            decimalScale={1}
            value={each.resolutionMinutes / 60}
            onChange={(value) =>
              typeof value === 'number' && target(at, { resolutionMinutes: Math.max(1, Math.round(value * 60)) })
            }
          />
          <Checkbox
            label={t('level.always')}
            checked={each.aroundTheClock}
            onChange={(event) => target(at, { aroundTheClock: event.currentTarget.checked })}
          />
          {each.kind !== null && (
            <Button
              variant="subtle"
              aria-label={t('level.target remove')}
              onClick={() => onLevel({ ...level, targets: level.targets.filter((_, i) => i !== at) })}
            >
              {t('canned.remove')}
            </Button>
          )}
        </div>
      ))}
      <div>
        <Button
          variant="default"
          disabled={!mayChange || level.targets.length >= 16}
          onClick={() =>
            onLevel({
              ...level,
              targets: [
                ...level.targets,
                { ...level.targets.find((each) => each.severity === severities[1])!, kind: 'complaint' },
              ],
            })
          }
        >
          {t('level.target add')}
        </Button>
      </div>
    </fieldset>
  );
}
