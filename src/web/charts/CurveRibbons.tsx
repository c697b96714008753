import type { Phase, Position } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { t as web } from '../messages/en.ts';
import { textWidth } from './labels.ts';
import { t } from './messages.ts';
import { ribbonGap, ribbonHeight, type Plot } from './plot.ts';
import css from './RelationshipCurve.module.css';
import type { Stretch } from './types.ts';

interface CurveRibbonsProps {
  plot: Plot;
  phases: readonly Stretch<Phase>[];
  positions: readonly Stretch<Position | 'uncertain'>[];
  probability: number;
  today: number;
}

/** Phase above, position below it, in the same time as the curve. */
export function CurveRibbons({ plot, phases, positions, probability, today }: CurveRibbonsProps) {
  const end = plot.time.x(today);
  const place = (stretch: Stretch<unknown>) => {
    const from = Math.max(plot.left, plot.time.x(Date.parse(stretch.from)));
    const to = Math.min(end, stretch.until === undefined ? end : plot.time.x(Date.parse(stretch.until)));
    return { x: from, width: Math.max(0, to - from - 1) };
  };
  const low = ribbonHeight + ribbonGap;
  return (
    <g aria-hidden="true">
      {phases.map((stretch) => {
        const { x, width } = place(stretch);
        return (
          <g key={stretch.from}>
            <title>{web(`phase.${stretch.value}`)}</title>
            <rect x={x} y={0} width={width} height={ribbonHeight} rx="2" fill={`var(--phase-${stretch.value})`} />
            <RibbonWord x={x + 7} y={12} room={width - 9} fill={`var(--on-phase-${stretch.value})`}>
              {web(`phase.${stretch.value}`)}
            </RibbonWord>
          </g>
        );
      })}
      {positions.map((stretch) => {
        const { x, width } = place(stretch);
        return (
          <g key={stretch.from}>
            <title>{web(`position.${stretch.value}`)}</title>
            <rect
              x={x}
              y={low}
              width={width}
              height={ribbonHeight}
              style={{
                fill: `color-mix(in srgb, ${colourOf(stretch.value)} var(--position-tint), var(--canvas))`,
              }}
            />
            <rect x={x} y={low} width={Math.min(3, width)} height={ribbonHeight} fill={colourOf(stretch.value)} />
            <RibbonWord x={x + 9} y={low + 12} room={width - 11} fill="var(--text-1)">
              {web(`position.${stretch.value}`)}
            </RibbonWord>
          </g>
        );
      })}
      {!plot.phone && (
        <g className={css.axisText}>
          <text x={end + 8} y={12}>
            {t('curve.phase')}
          </text>
          <text x={end + 8} y={low + 12}>
            {t('curve.position', { percent: format.percent(probability) })}
          </text>
        </g>
      )}
    </g>
  );
}

function RibbonWord({
  x,
  y,
  room,
  fill,
  children,
}: {
  x: number;
  y: number;
  room: number;
  fill: string;
  children: string;
}) {
  const fits = Math.floor((room / textWidth(children)) * children.length);
  if (fits < 3) return null;
  return (
    <text x={x} y={y} fill={fill} className={css.ribbonWord}>
      {fits >= children.length ? children : `${children.slice(0, fits - 1)}…`}
    </text>
  );
}

function colourOf(position: Position | 'uncertain'): string {
  return position === 'uncertain' ? 'var(--text-4)' : `var(--position-${position})`;
}
