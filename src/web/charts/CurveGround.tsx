import { format } from '../format.ts';
import { bundled, placeMarks, textWidth, type MarkBundle } from './labels.ts';
import { t } from './messages.ts';
import { pathOf, type Plot } from './plot.ts';
import css from './RelationshipCurve.module.css';
import { levelAt, type DrawnPoint, type Slope } from './slopes.ts';
import { monthTicks } from './time.ts';
import type { CurveMark, CurvePromise, ExpectedBand } from './types.ts';

interface CurveGroundProps {
  plot: Plot;
  drawn: readonly DrawnPoint[];
  band: ExpectedBand | undefined;
  marks: readonly CurveMark[];
  promises: readonly CurvePromise[];
  range: Slope | undefined;
  today: number;
}

/** Everything behind the two lines: lens, grid, band, months, marks, promises, today. */
export function CurveGround({ plot, drawn, band, marks, promises, range, today }: CurveGroundProps) {
  return (
    <g aria-hidden="true">
      {range && <LensShape plot={plot} range={range} />}
      <Grid plot={plot} />
      {band && <Band plot={plot} drawn={drawn} band={band} />}
      <Marks plot={plot} marks={marks} />
      <Promises plot={plot} promises={promises} today={today} />
      <Today plot={plot} today={today} />
    </g>
  );
}

function LensShape({ plot, range }: { plot: Plot; range: Slope }) {
  const from = Math.max(plot.left, plot.time.x(range.from));
  const to = plot.time.x(range.to);
  const bottom = plot.height;
  const left = pathOf([
    [from, plot.top - 4],
    [from, plot.lens],
    [0.5, bottom],
  ]);
  const right = pathOf([
    [to, plot.top - 4],
    [to, plot.lens],
    [plot.width - 0.5, bottom],
  ]);
  return (
    <g>
      <path
        className={css.lensShape}
        d={`M${from} ${plot.top - 4}V${plot.lens}L0.5 ${bottom}H${plot.width - 0.5}L${to} ${plot.lens}V${plot.top - 4}Z`}
      />
      <path className={css.lensEdge} d={left} />
      <path className={css.lensEdge} d={right} />
    </g>
  );
}

function Grid({ plot }: { plot: Plot }) {
  return (
    <g>
      {[0, 25, 50, 75, 100].map((level) => (
        <g key={level}>
          <path
            d={`M${plot.left} ${plot.y(level)}H${plot.right}`}
            stroke={level === 0 ? 'var(--line-strong)' : 'var(--grid)'}
          />
          <text x={plot.left - 7} y={plot.y(level) + 4} textAnchor="end" className={css.axisText}>
            {level}
          </text>
        </g>
      ))}
      {monthTicks(plot.time, plot.phone ? 58 : 70).map((at, i) => (
        <text
          key={at}
          x={plot.time.x(at)}
          y={plot.months}
          className={css.axisText}
          textAnchor={i === 0 ? 'start' : 'middle'}
        >
          {format.date(at, i === 0 || new Date(at).getUTCMonth() === 0 ? 'monthYear' : 'month')}
        </text>
      ))}
    </g>
  );
}

function Band({ plot, drawn, band }: { plot: Plot; drawn: readonly DrawnPoint[]; band: ExpectedBand }) {
  const inside = band.points
    .map((point) => ({ ...point, x: plot.time.x(Date.parse(point.at)) }))
    .filter((point) => point.x >= plot.left && point.x <= plot.right);
  const upper = inside.map((point): Spot => [point.x, plot.y(point.high)]);
  const lower = inside.map((point): Spot => [point.x, plot.y(point.low)]);
  const spot = quietSpot(plot, drawn, { upper, lower }, textWidth(band.label));
  return (
    <g>
      <path className={css.band} data-line={band.line} d={`${pathOf([...upper, ...lower.toReversed()])}Z`} />
      {!plot.phone && spot && (
        <text x={spot[0]} y={spot[1]} className={css.axisText}>
          {band.label}
        </text>
      )}
    </g>
  );
}

/** Along the edges of the band, above it or below, the place where the lines leave most room for words of this width. */
function quietSpot(
  plot: Plot,
  drawn: readonly DrawnPoint[],
  edges: Record<'upper' | 'lower', readonly Spot[]>,
  width: number,
): Spot | undefined {
  let best: { at: Spot; worth: number } | undefined;
  for (const [side, edge] of Object.entries(edges))
    for (const [x] of edge) {
      if (x + width > plot.time.x(drawn.at(-1)!.at) - 6) continue;
      const over = edge.filter((point) => point[0] >= x && point[0] <= x + width).map((point) => point[1]);
      const crossing = wordsAcross
        .map((share) => levelAt(drawn, plot.time.at(x + share * width))!)
        .flatMap((level) => [plot.y(level.trust), plot.y(level.interest)]);
      for (const away of [0, 14, 28]) {
        const y = side === 'upper' ? Math.min(...over) - 6 - away : Math.max(...over) + 14 + away;
        if (y < plot.top + 14 || y > plot.bottom - 6) continue;
        const room = Math.min(...crossing.map((line) => Math.abs(line - y + 4)));
        // Near its band is better, and later: that is where the eye is.
        const worth = Math.min(room, 16) - away / 6 + (x - plot.left) / 200;
        if (best === undefined || worth > best.worth) best = { at: [x, y], worth };
      }
    }
  return best?.at;
}

type Spot = [x: number, y: number];
/** Where along the words it is looked whether a line crosses them. */
const wordsAcross = Array.from({ length: 13 }, (_, i) => i / 12);

function Marks({ plot, marks }: { plot: Plot; marks: readonly CurveMark[] }) {
  const inside = marks
    .map((mark) => ({ x: plot.time.x(Date.parse(mark.at)), label: mark.label }))
    .filter((mark) => mark.x >= plot.left && mark.x <= plot.right);
  const bundles = bundled(inside);
  const placed = placeMarks(
    bundles.map((bundle) => ({ x: bundle.to, label: wordsOf(bundle) })),
    plot.left,
    plot.right,
  );
  return (
    <g>
      {bundles.map(({ from, to }, i) =>
        from === to ? (
          <path key={i} d={`M${to} ${plot.top - 10}V${plot.bottom}`} className={css.mark} />
        ) : (
          <rect
            key={i}
            x={from}
            y={plot.top - 10}
            width={to - from}
            height={plot.bottom - plot.top + 10}
            className={css.crowd}
          />
        ),
      )}
      {placed.map((mark, i) => (
        <text
          key={i}
          x={mark.x + (mark.side === 'right' ? 5 : -5)}
          y={plot.top - 3 + mark.row * 13}
          textAnchor={mark.side === 'right' ? 'start' : 'end'}
          className={css.markWord}
        >
          {mark.label}
        </text>
      ))}
    </g>
  );
}

const wordsOf = ({ words }: MarkBundle): string =>
  [...words]
    .map(([word, count]) => (count === 1 ? word : t('curve.marks', { word, count: format.number(count) })))
    .join(', ');

function Promises({ plot, promises, today }: { plot: Plot; promises: readonly CurvePromise[]; today: number }) {
  return (
    <g>
      {promises.map((promise) => {
        const x = plot.time.x(Date.parse(promise.at));
        if (x < plot.left || x > plot.right) return null;
        return (
          <g
            key={promise.id}
            transform={`translate(${x} ${plot.lane})`}
            className={css.promise}
            data-state={promise.state}
          >
            <title>{t(`curve.promise ${promise.state}`, { label: promise.label })}</title>
            {promise.state === 'kept' && <path d="M-4 0l3 3 5-6" />}
            {promise.state === 'broken' && <path d="M-3.2-3.2l6.4 6.4M3.2-3.2l-6.4 6.4" />}
            {(promise.state === 'open' || promise.state === 'overdue') && <circle r="3.4" />}
          </g>
        );
      })}
      <text x={plot.time.x(today) + 9} y={plot.lane + 4} className={css.axisText}>
        {t('curve.promises')}
      </text>
    </g>
  );
}

function Today({ plot, today }: { plot: Plot; today: number }) {
  const x = plot.time.x(today);
  const words = t('curve.if nobody calls').split(' ');
  const half = Math.ceil(words.length / 2);
  const narrow = plot.width - x < textWidth(words.join(' ')) + 10;
  const lines = narrow ? [words.slice(0, half).join(' '), words.slice(half).join(' ')] : [words.join(' ')];
  return (
    <g>
      <path d={`M${x} ${plot.top - 4}V${plot.bottom}`} stroke="var(--text-2)" />
      {lines.map((line, i) => (
        <text key={line} x={x + 6} y={plot.bottom - 5 - (lines.length - 1 - i) * 12} className={css.axisText}>
          {line}
        </text>
      ))}
    </g>
  );
}
