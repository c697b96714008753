import { DateInput } from '@mantine/dates';
import { format } from '../format.ts';
import { t } from '../messages/en.ts';
import { today } from './days.ts';
import { useInsidePopover } from './insidePopover.ts';

interface DateFieldProps {
  label: string;
  /** `2026-06-11`, or null for none. */
  value: string | null;
  onChange: (value: string | null) => void;
  earliest?: string;
  latest?: string;
  required?: boolean;
  error?: string;
  /** In a row of filters. */
  size?: 'xs';
}

/** A day, typed or chosen from a calendar. */
export function DateField({ label, value, onChange, earliest, latest, required = false, error, size }: DateFieldProps) {
  const thisYear = today().slice(0, 4);
  const { ref, inside } = useInsidePopover();
  return (
    <DateInput
      ref={ref}
      popoverProps={{ withinPortal: !inside }}
      label={label}
      {...(size ? { size } : {})}
      value={value}
      onChange={onChange}
      placeholder={t('field.choose date')}
      valueFormat={(day) => format.date(day, day.slice(0, 4) === thisYear ? 'weekday' : 'dayYear')}
      firstDayOfWeek={1}
      weekendDays={[]}
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('app.clear') }}
      required={required}
      minDate={earliest}
      maxDate={latest}
      error={error}
      ariaLabels={{
        nextMonth: t('field.next month'),
        previousMonth: t('field.previous month'),
        nextYear: t('field.next year'),
        previousYear: t('field.previous year'),
        nextDecade: t('field.next decade'),
        previousDecade: t('field.previous decade'),
      }}
      highlightToday
    />
  );
}
