import { format } from '../../web/format.ts';
import { smoothed } from '../../web/charts/slopes.ts';
import { useWidth } from '../../web/charts/useWidth.ts';
import type { CurveRecord } from '../contract.ts';
import { dailyLevels } from './lines.ts';
import css from './PanelCurve.module.css';
import { t } from './todayMessages.ts';

const height = 134;
const top = 8;
const bottom = 18;
const left = 22;
const right = 26;
const day = 86_400_000;
const bad = new Set([
  'promise broken',
  'case reopened',
  'complaint',
  'sponsor left',
  'case solved late',
  'kick-off late',
]);

/** The last half year in the panel: both lines on the true scale, the expected band of trust, and what went wrong. */
export function PanelCurve({ curve }: { curve: CurveRecord }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const to = Date.parse(curve.asOf);
  const first = curve.steps[0] ? Date.parse(curve.steps[0].at) : to - 30 * day;
  const from = Math.max(to - 182 * day, Math.min(first, to - 30 * day));
  const levels = smoothed(dailyLevels(curve, from, to));
  const x = (at: number) => left + ((at - from) / (to - from)) * (width - left - right);
  const y = (level: number) => top + (1 - level / 100) * (height - top - bottom);
  const path = (line: 'trust' | 'interest') =>
    levels.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p.at).toFixed(1)} ${y(p[line]).toFixed(1)}`).join('');
  const band = curve.band.points
    .map((p) => ({ at: Date.parse(p.at), low: p.low, high: p.high }))
    .filter((p) => p.at >= from && p.at <= to);
  const bandPath =
    band.length < 2
      ? ''
      : `M${band.map((p) => `${x(p.at).toFixed(1)} ${y(p.high).toFixed(1)}`).join('L')}L${band
          .toReversed()
          .map((p) => `${x(p.at).toFixed(1)} ${y(p.low).toFixed(1)}`)
          .join('L')}Z`;
  const wrong = curve.steps.filter((step) => bad.has(step.kind) && Date.parse(step.at) >= from);
  const last = levels.at(-1);
  const labels = last && apart(y(last.trust), y(last.interest));
  const spot = quietSpot(
    band
      .flatMap((p) => [
        { x: x(p.at), y: y(p.high) - 4 },
        { x: x(p.at), y: y(p.low) + 12 },
      ])
      .filter((p) => p.x > left + labelHalf && p.x < width - right - labelHalf),
    levels.flatMap((p) => [
      { x: x(p.at), y: y(p.trust) },
      { x: x(p.at), y: y(p.interest) },
    ]),
  );
  return (
    <div ref={box} className={css.box} style={{ height }}>
      {width > 0 && last && labels && (
        <svg width={width} height={height} role="img" aria-label={t('panel.chart')} className={css.picture}>
          <path d={bandPath} className={css.band} />
          {[0, 50, 100].map((level) => (
            <g key={level}>
              <path d={`M${left} ${y(level)}H${width - right}`} stroke="var(--grid)" />
              <text x={left - 5} y={y(level) + 4} textAnchor="end" className={css.axis}>
                {level}
              </text>
            </g>
          ))}
          {months(from, to).map((at) => (
            <text key={at} x={x(at)} y={height - 4} textAnchor="middle" className={css.axis}>
              {format.date(at, 'month')}
            </text>
          ))}
          {spot && (
            <text x={spot.x} y={spot.y} textAnchor="middle" className={css.axis}>
              {t('panel.expected')}
            </text>
          )}
          {wrong.map((step) => {
            const at = x(Date.parse(step.at));
            return (
              <g key={step.entry} className={css.wrong}>
                <path d={`M${at} ${y(Math.min(100, step.trustAfter + 25))}V${y(0) - 6}`} strokeDasharray="2 2.4" />
                <path d={`M${at - 2.5} ${y(0) - 5.5}l5 5m0 -5l-5 5`} strokeWidth="1.5" />
              </g>
            );
          })}
          <path d={path('interest')} className={css.interest} />
          <path d={path('trust')} className={css.trust} />
          <circle cx={x(last.at)} cy={y(last.interest)} r="2.6" fill="var(--interest)" />
          <circle cx={x(last.at)} cy={y(last.trust)} r="2.6" fill="var(--trust)" />
          <text x={width - right + 6} y={labels[0] + 4} className={css.trustText}>
            {format.number(last.trust)}
          </text>
          <text x={width - right + 6} y={labels[1] + 4} className={css.interestText}>
            {format.number(last.interest)}
          </text>
        </svg>
      )}
    </div>
  );
}

interface Spot {
  x: number;
  y: number;
}

/** Half of the width of the band's label. */
const labelHalf = 40;

/** At the edges of the band, where the lines leave the most room for its label. */
function quietSpot(spots: readonly Spot[], lines: readonly Spot[]): Spot | undefined {
  const room = (spot: Spot) =>
    Math.min(...lines.filter((p) => Math.abs(p.x - spot.x) < labelHalf).map((p) => Math.abs(p.y - spot.y + 4)));
  return spots
    .filter((spot) => spot.y > top + 8 && spot.y < height - bottom - 4)
    .reduce<Spot | undefined>((best, spot) => (best === undefined || room(spot) > room(best) ? spot : best), undefined);
}

/** Two labels that would lie on each other are moved apart. */
function apart(a: number, b: number): [number, number] {
  const gap = 13 - Math.abs(a - b);
  if (gap <= 0) return [a, b];
  return a <= b ? [a - gap / 2, b + gap / 2] : [a + gap / 2, b - gap / 2];
}

/** First days of every second month in between, away from the edges. */
function months(from: number, to: number): number[] {
  const at = new Date(from);
  at.setDate(1);
  at.setHours(12, 0, 0, 0);
  const found: number[] = [];
  for (let step = 0; step < 8; step += 1) {
    at.setMonth(at.getMonth() + 1);
    if (at.getTime() < to - 10 * day && step % 2 === 0) found.push(at.getTime());
  }
  return found;
}
