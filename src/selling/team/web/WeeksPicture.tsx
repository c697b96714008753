import { useState } from 'react';
import { Mark } from '../../../web/charts/Mark.tsx';
import { pathOf } from '../../../web/charts/plot.ts';
import { format } from '../../../web/format.ts';
import css from '../../web/space.module.css';
import type { TeamForecast } from '../contract.ts';
import { t } from './messages.ts';
import { WeekBehind } from './WeekBehind.tsx';
import type { Whose } from './whose.ts';

const width = 720;
const height = 190;
const left = 52;
const right = 84;
const top = 14;
const bottom = 30;

const lines = [
  { name: 'won', colour: 'var(--position-realized)', thick: 2.2 },
  { name: 'committed', colour: 'var(--accent)', thick: 2.2 },
  { name: 'adjusted', colour: 'var(--text-2)', thick: 1.6 },
  { name: 'weighted', colour: 'var(--text-4)', thick: 1.6 },
] as const;

/** Monday by Monday: what was said comes down, what was won comes up, and how near they meet. */
export function WeeksPicture({
  forecast: { weeks, currency, period },
  whose,
}: {
  forecast: TeamForecast;
  whose: Whose;
}) {
  const [open, setOpen] = useState<string>();
  const all = weeks.flatMap((week) => lines.flatMap(({ name }) => week[name] ?? []));
  const most = Math.max(1, ...all);
  const x = (i: number) => left + (i / Math.max(1, weeks.length - 1)) * (width - left - right);
  const y = (value: number) => top + (1 - value / most) * (height - top - bottom);
  const step = (width - left - right) / Math.max(1, weeks.length - 1);
  const money = (value: number) => format.moneyShort(value, currency);
  const drawn = lines.flatMap((line) => {
    const points = weeks.flatMap((week, i) => (week[line.name] === null ? [] : [[x(i), y(week[line.name]!)] as const]));
    return points.length < 2 ? [] : [{ ...line, points, end: points.at(-1)! }];
  });
  // Names stand at the lines' ends; where two ends meet, the lower one gives way.
  const labels = apart(drawn.toSorted((a, b) => a.end[1] - b.end[1]));
  return (
    <figure className={`${css.picture} ${css.wide}`} style={{ marginTop: 18 }}>
      <figcaption>
        <b>{t('weeks.title')}</b> {t('weeks.detail')}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('weeks.aria')}>
        {[0, most / 2, most].map((value) => (
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
        {drawn.map((line) => (
          <path
            key={line.name}
            d={pathOf(line.points)}
            fill="none"
            stroke={line.colour}
            strokeWidth={line.thick}
            {...(line.name === 'weighted' ? { strokeDasharray: '4 4' } : {})}
          />
        ))}
        {labels.map((line) => (
          <text key={line.name} x={width - right + 8} y={line.at} className={css.label}>
            {t(`weeks.${line.name}`)}
          </text>
        ))}
        {weeks.map((week, i) =>
          i % Math.ceil(weeks.length / 7) === 0 ? (
            <text
              key={week.week}
              x={x(i)}
              y={height - bottom + 18}
              textAnchor={i === 0 ? 'start' : 'middle'}
              className={css.axis}
            >
              {format.date(week.week)}
            </text>
          ) : null,
        )}
        {weeks.map(({ week }, i) => (
          <Mark
            key={week}
            label={t('week.open', { day: format.date(week, 'full') })}
            open={open === week}
            onOpen={() => setOpen(open === week ? undefined : week)}
          >
            <rect data-catch x={x(i) - step / 2} width={step} y={top} height={height - top - bottom} />
          </Mark>
        ))}
      </svg>
      {open !== undefined && <WeekBehind period={period} week={open} whose={whose} />}
      <details className={css.details}>
        <summary>{t('weeks.title')}</summary>
        <ul>
          {weeks.map((week) => (
            <li key={week.week}>
              {format.date(week.week)}:{' '}
              {lines
                .flatMap(({ name }) => (week[name] === null ? [] : [`${t(`weeks.${name}`)} ${money(week[name])}`]))
                .join(', ')}
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

/** The height of a name on a phone, where the picture is drawn smaller than its letters. */
const lineHeight = 20;

function apart<L extends { end: readonly [number, number] }>(lines: readonly L[]): (L & { at: number })[] {
  const placed: (L & { at: number })[] = [];
  for (const line of lines)
    placed.push({ ...line, at: Math.max((placed.at(-1)?.at ?? -Infinity) + lineHeight, line.end[1] + 4) });
  return placed;
}
