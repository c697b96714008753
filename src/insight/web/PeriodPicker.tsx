import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { daysAfter } from '../../platform/days.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { today } from '../../web/kit/days.ts';
import type { View } from '../../web/kit/view.ts';
import { earliestDay, latestDay, periodIn, usualDays } from '../period.ts';
import css from './insight.module.css';
import { t } from './messages.ts';
import { isFree, shortPeriods, usualPeriod } from './period.ts';

interface PeriodPickerProps {
  view: View;
  onView: (change: View) => void;
  /** A year is compared with a year: no number of days says anything there. */
  inYears?: boolean;
}

/** The period that reports look at: the last days, all there is, or from a day to a day. It stands in the address. */
export function PeriodPicker({ view, onView, inYears = false }: PeriodPickerProps) {
  const asked = periodIn(view);
  const usual = inYears && asked.days !== 'all' ? '' : String(asked.days);
  const short = inYears
    ? [{ value: '', label: t('period.two years') }]
    : [...new Set([...shortPeriods, ...(typeof asked.days === 'number' ? [asked.days] : [])])]
        .toSorted((a, b) => a - b)
        .map((days) => ({ value: String(days), label: t('days.some', { count: days }) }));
  const choose = (value: string) => {
    if (value === free)
      return onView({
        days: undefined,
        from: daysAfter(today(), typeof asked.days === 'number' && !inYears ? -asked.days : -365),
        to: today(),
      });
    onView({ ...usualPeriod, days: value === '' || value === String(usualDays) ? undefined : value });
  };
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('days')}
        value={isFree(asked) ? free : usual}
        data={[...short, { value: 'all', label: t('days.all') }, { value: free, label: t('days.free') }]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {isFree(asked) && (
        <FromTo key={`${asked.from} ${asked.to}`} from={asked.from ?? null} to={asked.to ?? null} onView={onView} />
      )}
    </>
  );
}

const free = 'free';

/** Both days; what cannot be a period stays here, with the reason, until it can. */
function FromTo({ from, to, onView }: { from: string | null; to: string | null; onView: (change: View) => void }) {
  const [typed, setTyped] = useState({ from, to });
  const set = (part: Partial<typeof typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    if (next.from === null || next.to === null || next.from <= next.to)
      onView({ days: undefined, from: next.from ?? undefined, to: next.to ?? undefined });
  };
  const wrong = typed.from !== null && typed.to !== null && typed.from > typed.to;
  return (
    <div className={css.fromTo} role="group" aria-label={t('days.free')}>
      <DateField
        size="xs"
        label={t('days.from')}
        value={typed.from}
        earliest={earliestDay}
        latest={latestDay}
        onChange={(day) => set({ from: day })}
      />
      <DateField
        size="xs"
        label={t('days.to')}
        value={typed.to}
        earliest={earliestDay}
        latest={latestDay}
        onChange={(day) => set({ to: day })}
        {...(wrong ? { error: t('days.wrong') } : {})}
      />
    </div>
  );
}
