import { memo } from 'react';
import { positions } from '../../relationship/vocabulary.ts';
import { closeAt } from '../kit/curve.ts';
import { t as web } from '../messages/en.ts';
import css from './CycleMap.module.css';
import { canonicalPoints, type MapPlan } from './mapPlan.ts';
import { t } from './messages.ts';
import { pathOf } from './plot.ts';

/** What the dots lie on: the canonical curve with what is usual around it, its zones, the close of the sale, the axis. */
export const MapGround = memo(function MapGround({ plan }: { plan: MapPlan }) {
  const curve = pathOf(canonicalPoints(plan));
  const close = plan.x(closeAt);
  return (
    <g>
      {positions.map((position, i) => (
        <path key={position} d={`M${plan.x(i) + 0.5} 0V${plan.height}`} stroke="var(--line)" />
      ))}
      <path d={curve} className={css.around} />
      <path d={curve} className={css.curve} />
      <path d={`M${close} 2V${plan.height}`} className={css.close} />
      <text x={close + 6} y={11} className={css.strong}>
        {t('map.close')}
      </text>
      {[0, 50, 100].map((level) => (
        <g key={level}>
          {plan.left > 0 && <path d={`M${plan.left - 5} ${plan.y(level)}h5`} stroke="var(--text-4)" />}
          <text
            x={plan.left > 0 ? plan.left - 11 : 3}
            y={plan.y(level) + (plan.left > 0 ? 4 : level === 0 ? 13 : -3)}
            textAnchor={plan.left > 0 ? 'end' : 'start'}
            className={css.axis}
          >
            {level}
          </text>
        </g>
      ))}
      {plan.left === 0 && <ZoneNames plan={plan} />}
      {plan.left > 0 && (
        <>
          <Wrapped text={t('map.axis')} x={0} y={plan.y(100) - 6} className={css.strong} wide={15} />
          <Wrapped text={t('map.off the line')} x={0} y={plan.y(50) - 5} className={css.axis} wide={18} />
        </>
      )}
    </g>
  );
});

/** Without the board's head below, the zones name themselves, in two rows where they are narrow. */
function ZoneNames({ plan }: { plan: MapPlan }) {
  const last = positions.length - 1;
  const narrow = plan.zone < 96;
  return positions.map((position, i) => (
    <text
      key={position}
      x={narrow && i === last ? plan.width : plan.x(i + 0.5)}
      y={plan.height - (narrow && i % 2 === 1 ? 7 : 22)}
      textAnchor={narrow && i === last ? 'end' : 'middle'}
      className={css.strong}
    >
      {web(`position.${position}`)}
    </text>
  ));
}

/** SVG has no line breaks: words are wrapped by count of letters. */
function Wrapped({
  text,
  x,
  y,
  wide,
  className,
}: {
  text: string;
  x: number;
  y: number;
  wide: number;
  className: string | undefined;
}) {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < wide) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return (
    <text x={x} y={y} className={className}>
      {lines.map((line, i) => (
        <tspan key={line} x={x} dy={i === 0 ? 0 : 14}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
