import { t } from '../messages/en.ts';
import { format } from '../format.ts';

interface SparklineProps {
  /** Levels 0 to 100, oldest first, evenly spaced. */
  trust: readonly number[];
  interest: readonly number[];
  width?: number;
  height?: number;
}

/** Trust and interest in one small picture, on the true scale from 0 to 100. Numbers and period stand beside it. */
export function Sparkline({ trust, interest, width = 62, height = 27 }: SparklineProps) {
  const last = { trust: trust.at(-1) ?? 0, interest: interest.at(-1) ?? 0 };
  const x = (i: number, count: number) => (count < 2 ? width - 3 : (i / (count - 1)) * (width - 3));
  const y = (level: number) => 2 + (1 - level / 100) * (height - 3);
  const path = (levels: readonly number[]) =>
    levels.map((level, i) => `${i === 0 ? 'M' : 'L'}${x(i, levels.length).toFixed(1)} ${y(level).toFixed(1)}`).join('');
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('line.sparkline', { trust: format.number(last.trust), interest: format.number(last.interest) })}
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line-strong)" strokeWidth="0.75" />
      <path d={path(interest)} fill="none" stroke="var(--interest)" strokeWidth="1.3" strokeLinejoin="round" />
      <path d={path(trust)} fill="none" stroke="var(--trust)" strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx={width - 3} cy={y(last.interest)} r="1.8" fill="var(--interest)" />
      <circle cx={width - 3} cy={y(last.trust)} r="1.8" fill="var(--trust)" />
    </svg>
  );
}
