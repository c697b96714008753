import { useState } from 'react';
import { Mark } from '../../../web/charts/Mark.tsx';
import { format } from '../../../web/format.ts';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import type { ReportResult } from '../contract.ts';
import { CountedList } from './Counted.tsx';
import { t } from './messages.ts';

const width = 560;
const height = 250;
const left = 34;
const right = 20;
const top = 26;
const bottom = 34;

/** The difference to who waited, month by month: around nothing before the training, if the comparison is fair. */
export function Course({ course, programme }: { course: ReportResult['course']; programme: string }) {
  const [open, setOpen] = useState<number>();
  const months = course.map((point) => point.monthsSince);
  const first = Math.min(...months);
  const last = Math.max(...months);
  const values = course.map((point) => point.estimate);
  const low = Math.min(0, ...values);
  const high = Math.max(1, ...values);
  const step = (width - left - right) / (last - first + 1);
  const x = (month: number) => left + (month - first + 0.5) * step;
  const y = (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom);
  const begin = left + -first * step;
  return (
    <Part title={t('course.title')} report={{ report: 'training-payback', search: { programme } }}>
      <figure className={css.picture}>
        <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('course.aria')}>
          {[low, 0, high].map((value) => (
            <g key={value}>
              <line
                x1={left}
                x2={width - right}
                y1={y(value)}
                y2={y(value)}
                stroke={value === 0 ? 'var(--line-strong)' : 'var(--grid)'}
              />
              <text x={left - 6} y={y(value) + 4} textAnchor="end" className={css.axis}>
                {format.number(value)}
              </text>
            </g>
          ))}
          <line
            x1={begin}
            x2={begin}
            y1={top - 8}
            y2={height - bottom}
            stroke="var(--text-3)"
            strokeDasharray="1.5 3"
          />
          <text x={begin - 6} y={top - 10} textAnchor="end" className={css.axis}>
            {t('course.before')}
          </text>
          <text x={begin + 6} y={top - 10} className={css.label}>
            {t('course.after')}
          </text>
          {course.map((point) => (
            <g key={point.monthsSince}>
              <Mark
                label={t('counted.open', {
                  month: format.number(point.monthsSince),
                  amount: format.signed(point.estimate),
                })}
                open={open === point.monthsSince}
                onOpen={() => setOpen(open === point.monthsSince ? undefined : point.monthsSince)}
              >
                <rect
                  x={x(point.monthsSince) - step / 2}
                  width={step}
                  y={top}
                  height={height - top - bottom}
                  data-catch
                />
                <rect
                  x={x(point.monthsSince) - Math.min(12, step * 0.34)}
                  width={Math.min(24, step * 0.68)}
                  y={Math.min(y(0), y(point.estimate))}
                  height={Math.max(1.5, Math.abs(y(point.estimate) - y(0)))}
                  fill={point.monthsSince < 0 ? 'var(--text-4)' : 'var(--accent)'}
                />
              </Mark>
              {(point.monthsSince % 2 === 0 || step > 30) && (
                <text x={x(point.monthsSince)} y={height - bottom + 18} textAnchor="middle" className={css.axis}>
                  {format.number(point.monthsSince)}
                </text>
              )}
            </g>
          ))}
        </svg>
        {open !== undefined && <CountedList programme={programme} query={{ monthsSince: open }} />}
        <details className={css.details}>
          <summary>{t('months.title')}</summary>
          <ul>
            {course.map((point) => (
              <li key={point.monthsSince}>
                {format.number(point.monthsSince)}: {format.signed(point.estimate)}
              </li>
            ))}
          </ul>
        </details>
      </figure>
    </Part>
  );
}
