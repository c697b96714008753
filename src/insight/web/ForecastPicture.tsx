import { format } from '../../web/format.ts';
import { Mark } from '../../web/charts/Mark.tsx';
import type { ForecastAnswer } from '../contract.ts';
import css from './insight.module.css';
import { t } from './messages.ts';

const width = 900;
const height = 220;
const left = 84;
const bottom = 24;
const top = 12;

interface ForecastPictureProps {
  past: ForecastAnswer['past'];
  next: NonNullable<ForecastAnswer['next']>;
  currency: string;
  /** The first day of the month or quarter whose sales are shown. */
  open: string | undefined;
  onOpen: (month: string) => void;
}

/** Bars: what was won, and the sales behind each. Line: what had been forecast for it, with its interval as a band. Honest zero. */
export function ForecastPicture({ past, next, currency, open, onOpen }: ForecastPictureProps) {
  const months = [...past.slice(-18).map((month) => ({ ...month, known: true })), { ...next, actual: 0, known: false }];
  const most = Math.max(1, ...months.flatMap((month) => [month.actual, month.blend, month.interval?.high ?? 0]));
  const step = (width - left - 10) / months.length;
  const x = (i: number) => left + step * (i + 0.5);
  const y = (amount: number) => height - bottom - (amount / most) * (height - bottom - top);
  const band = months.flatMap((month, i) => (month.interval ? [{ i, ...month.interval }] : []));
  const every = Math.ceil(months.length / 9);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={css.picture} role="group" aria-label={t('forecast.chart')}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={width - 10} y1={y(most * share)} y2={y(most * share)} stroke="var(--grid)" />
          <text x={left - 8} y={y(most * share) + 4} textAnchor="end">
            {format.moneyShort(most * share, currency)}
          </text>
        </g>
      ))}
      {months.map((month, i) => (
        <g key={month.month}>
          {month.known && (
            <Mark
              label={t('evidence.open', {
                what: `${format.date(month.month, 'month')}: ${format.moneyShort(month.actual, currency)} (${t('method.blend')} ${format.moneyShort(month.blend, currency)})`,
              })}
              open={open === month.month}
              onOpen={() => onOpen(month.month)}
            >
              <rect x={x(i) - step * 0.5} width={step} y={top} height={height - bottom - top} data-catch />
              <rect
                x={x(i) - step * 0.3}
                width={step * 0.6}
                y={y(month.actual)}
                height={height - bottom - y(month.actual)}
                fill="var(--phase-purchase)"
              />
            </Mark>
          )}
          {(months.length - 1 - i) % every === 0 && (
            <text x={x(i)} y={height - 6} textAnchor="middle">
              {format.date(month.month, 'monthYear')}
            </text>
          )}
        </g>
      ))}
      {band.length > 1 && (
        <path
          d={`M${band.map((at) => `${x(at.i)},${y(at.high)}`).join('L')}L${band
            .toReversed()
            .map((at) => `${x(at.i)},${y(at.low)}`)
            .join('L')}Z`}
          fill="var(--accent)"
          opacity={0.12}
        />
      )}
      <polyline
        points={months.map((month, i) => `${x(i)},${y(month.blend)}`).join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth={1.8}
      />
      <circle cx={x(months.length - 1)} cy={y(next.blend)} r={4} fill="var(--accent)" />
    </svg>
  );
}
