import { Clock } from 'lucide-react';
import { useState } from 'react';
import { inDays } from '../../web/kit/days.ts';
import { t } from './mapMessages.ts';
import css from './relationships.module.css';

/** The day whose knowledge is shown: today unless another one was chosen. */
export function AsKnown({ day, onDay }: { day: string | undefined; onDay: (day: string | undefined) => void }) {
  const [today] = useState(() => inDays(0));
  return (
    <span className={css.known} data-past={day !== undefined}>
      <Clock size={13} aria-hidden="true" />
      <label>
        {t('as known')}{' '}
        <input
          type="date"
          value={day ?? today}
          max={today}
          required
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (/^\d{4}-\d{2}-\d{2}$/.test(chosen)) onDay(chosen < today ? chosen : undefined);
          }}
        />
      </label>
      {day !== undefined && (
        <button type="button" className={css.back} onClick={() => onDay(undefined)}>
          {t('as known today')}
        </button>
      )}
    </span>
  );
}
