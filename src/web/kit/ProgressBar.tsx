import { format } from '../format.ts';
import { t } from '../messages/en.ts';
import css from './ProgressBar.module.css';

interface ProgressBarProps {
  label: string;
  done: number;
  /** Absent while it is not known. */
  total?: number | undefined;
  /** Things per second, measured over the last seconds. */
  rate?: number | undefined;
  unit?: 'things' | 'bytes' | 'percent';
}

/** Long work with its count, rate and time left. */
export function ProgressBar({ label, done, total, rate, unit = 'things' }: ProgressBarProps) {
  const count = unit === 'bytes' ? format.bytes : (value: number) => format.number(value);
  const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
  const finished = total !== undefined && done >= total;
  const facts = [
    unit === 'percent'
      ? format.percent(done / 100)
      : total === undefined
        ? count(done)
        : t('progress.of', { done: count(done), total: count(total) }),
    rate === undefined || finished ? '' : t('progress.rate', { rate: count(rate) }),
    rate === undefined || total === undefined || finished || rate <= 0
      ? ''
      : t('progress.left', { time: format.duration(((total - done) / rate) * 1000) }),
    finished ? t('progress.finished') : '',
  ];
  return (
    <div>
      <div className={css.words}>
        <span>{label}</span>
        <span className={css.facts}>{facts.filter((fact) => fact !== '').join(' · ')}</span>
      </div>
      <div
        className={css.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        aria-valuetext={facts[0]}
      >
        <div className={css.bar} data-unknown={share === undefined} style={{ width: `${(share ?? 0.3) * 100}%` }} />
      </div>
    </div>
  );
}
