import { t as web } from '../messages/en.ts';
import { apart } from './labels.ts';
import { pathOf, type Plot } from './plot.ts';
import css from './RelationshipCurve.module.css';
import { levelAt, type DrawnPoint, type Slope } from './slopes.ts';
import type { LevelPoint, LineName } from './types.ts';

interface CurveLinesProps {
  plot: Plot;
  drawn: readonly DrawnPoint[];
  forecast: readonly LevelPoint[];
  range: Slope | undefined;
}

const names = ['interest', 'trust'] as const;

/** The two lines, heavier where they are explained, dashed beyond today, with their names at the end. */
export function CurveLines({ plot, drawn, forecast, range }: CurveLinesProps) {
  const today = drawn.at(-1)!;
  const ahead = [today, ...forecast.map((point) => ({ ...point, at: Date.parse(point.at) }))];
  const end = ahead.at(-1)!;
  const heights = apart(
    names.map((name) => plot.y(end[name])),
    15,
  );
  const line = (points: readonly DrawnPoint[], name: LineName) =>
    pathOf(points.map((point): [number, number] => [plot.time.x(point.at), plot.y(point[name])]));
  const explained = range === undefined ? [] : stretchOf(drawn, range);
  return (
    <g aria-hidden="true">
      {names.map((name, i) => (
        <g key={name} className={css.line} data-line={name}>
          <path d={line(drawn, name)} />
          {explained.length > 1 && <path d={line(explained, name)} className={css.heavy} />}
          <path d={line(ahead, name)} className={css.dashed} />
          <circle cx={plot.time.x(today.at)} cy={plot.y(today[name])} r="4" />
          <text x={plot.time.x(end.at) + 7} y={heights[i]! + 4}>
            {web(`line.${name}`)}
          </text>
        </g>
      ))}
    </g>
  );
}

function stretchOf(drawn: readonly DrawnPoint[], range: Slope): DrawnPoint[] {
  const inside = drawn.filter((point) => point.at > range.from && point.at < range.to);
  return [levelAt(drawn, range.from)!, ...inside, levelAt(drawn, range.to)!];
}
