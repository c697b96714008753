import { useState } from 'react';
import { Mark } from '../../../web/charts/Mark.tsx';
import { pathOf } from '../../../web/charts/plot.ts';
import { format } from '../../../web/format.ts';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import type { ReportResult } from '../contract.ts';
import { CountedList } from './Counted.tsx';
import { t } from './messages.ts';

const width = 560;
const height = 250;
const left = 52;
const right = 84;
const top = 14;
const bottom = 34;

/** Gain minus cost since the training, with its band, through the line at which the cost is covered. */
export function CostAndGain({
  payback,
  currency,
  programme,
}: {
  payback: NonNullable<ReportResult['payback']>;
  currency: string;
  programme: string;
}) {
  const [open, setOpen] = useState<number>();
  const start = { month: 0, gain: -payback.cost, interval: { low: -payback.cost, high: -payback.cost } };
  const points = [start, ...payback.cumulative];
  const last = points.at(-1)!;
  const low = Math.min(...points.map((point) => point.interval.low));
  const high = Math.max(0, ...points.map((point) => point.interval.high));
  const x = (month: number) => left + (month / last.month) * (width - left - right);
  const y = (value: number) => top + ((high - value) / (high - low || 1)) * (height - top - bottom);
  const line = points.map((point) => [x(point.month), y(point.gain)] as const);
  const band = [
    ...points.map((point) => [x(point.month), y(point.interval.high)] as const),
    ...points.toReversed().map((point) => [x(point.month), y(point.interval.low)] as const),
  ];
  const seen = Math.min(payback.observedMonths, last.month);
  const ticks = Array.from({ length: last.month + 1 }, (_, month) => month).filter(
    (month) => month % (last.month > 14 ? 3 : 2) === 0,
  );
  const money = (value: number) => format.moneyShort(value, currency);
  // Where the interval reaches to never, no month is marked: the line alone would promise one.
  const month =
    payback.verdict === 'shown' && payback.month !== null && payback.month <= last.month ? payback.month : null;
  return (
    <Part title={t('picture.title')} report={{ report: 'training-payback', search: { programme } }}>
      <figure className={css.picture}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={t('picture.aria', {
            from: money(start.gain),
            to: money(last.gain),
            month: month ?? t('picture.never'),
          })}
        >
          {[low, 0, high].map((value) => (
            <g key={value}>
              <line
                x1={left}
                x2={width - right}
                y1={y(value)}
                y2={y(value)}
                stroke={value === 0 ? 'var(--line-strong)' : 'var(--grid)'}
              />
              <text x={left - 8} y={y(value) + 4} textAnchor="end" className={css.axis}>
                {money(value)}
              </text>
            </g>
          ))}
          <path d={`${pathOf(band)}Z`} fill="var(--accent)" opacity="0.13" />
          <path d={pathOf(line.slice(0, seen + 1))} fill="none" stroke="var(--accent)" strokeWidth="2.2" />
          <path
            d={pathOf(line.slice(seen))}
            fill="none"
            stroke="var(--accent)"
            strokeWidth="1.8"
            strokeDasharray="4 4"
          />
          {month !== null && (
            <g>
              <line
                x1={x(month)}
                x2={x(month)}
                y1={y(0)}
                y2={height - bottom}
                stroke="var(--text-3)"
                strokeDasharray="1.5 3"
              />
              <circle
                cx={x(month)}
                cy={y(points[month]!.gain)}
                r="4"
                fill="var(--canvas)"
                stroke="var(--accent)"
                strokeWidth="2"
              />
            </g>
          )}
          <text x={width - right + 8} y={y(0) + 4} className={css.axis}>
            {t('picture.zero')}
          </text>
          <text
            x={width - right + 8}
            y={
              Math.min(Math.max(y(last.gain), top + 8), height - bottom) +
              (Math.abs(y(last.gain) - y(0)) < 14 ? -10 : 4)
            }
            className={css.label}
          >
            {money(last.gain)}
          </text>
          {points.slice(1, seen + 1).map((point) => (
            <Mark
              key={point.month}
              label={t('counted.open', { month: format.number(point.month - 1), amount: money(point.gain) })}
              open={open === point.month}
              onOpen={() => setOpen(open === point.month ? undefined : point.month)}
            >
              <rect x={x(point.month - 1)} width={x(1) - x(0)} y={top} height={height - top - bottom} data-catch />
            </Mark>
          ))}
          {ticks.map((tick) => (
            <text key={tick} x={x(tick)} y={height - bottom + 18} textAnchor="middle" className={css.axis}>
              {tick}
            </text>
          ))}
        </svg>
        {open !== undefined && <CountedList programme={programme} query={{ monthsSince: open - 1 }} />}
        <figcaption>{t('picture.seen', { months: payback.observedMonths })}</figcaption>
        <details className={css.details}>
          <summary>{t('months.title')}</summary>
          <ul>
            {payback.cumulative.map((point) => (
              <li key={point.month}>
                {point.month}: {money(point.gain)} ({money(point.interval.low)} – {money(point.interval.high)})
              </li>
            ))}
          </ul>
        </details>
      </figure>
    </Part>
  );
}
