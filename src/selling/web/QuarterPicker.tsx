import { ActionIcon, Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { format } from '../../web/format.ts';
import { today } from '../../web/kit/days.ts';
import { useView } from '../../web/kit/view.ts';
import { quarterOf } from '../team/period.ts';
import { dayBefore } from './days.ts';
import { t } from './messages.ts';
import css from './space.module.css';

/** The quarter that the page is about, in the address; this one unless another is named. */
export function useQuarter(): string {
  const [view] = useView();
  const named = view['quarter'];
  return quarterOf(named !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(named) ? named : today());
}

const spanOf = (quarter: string) =>
  t('quarter.span', {
    from: format.date(quarter, 'monthYear'),
    until: format.date(dayBefore(quarterOf(quarter, 1)), 'monthYear'),
  });

/** On paper there is nothing to pick, but the quarter must stand there. */
export const QuarterOnPaper = () => <p className={css.paper}>{spanOf(useQuarter())}</p>;

export function QuarterPicker() {
  const [, setView] = useView();
  const quarter = useQuarter();
  const now = quarterOf(today());
  const go = (to: string) => setView({ quarter: to === now ? undefined : to });
  return (
    <div className={css.quarter} role="group" aria-label={t('quarter')}>
      {quarter !== now && (
        <Button size="xs" variant="subtle" onClick={() => go(now)}>
          {t('quarter.this')}
        </Button>
      )}
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('quarter.before')}
        onClick={() => go(quarterOf(quarter, -1))}
      >
        <ChevronLeft size={15} aria-hidden="true" />
      </ActionIcon>
      <span aria-live="polite">{spanOf(quarter)}</span>
      <ActionIcon variant="default" size={30} aria-label={t('quarter.after')} onClick={() => go(quarterOf(quarter, 1))}>
        <ChevronRight size={15} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
