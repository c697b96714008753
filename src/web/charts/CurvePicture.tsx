import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Phase, Position } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { CurveGround } from './CurveGround.tsx';
import { CurveLines } from './CurveLines.tsx';
import { CurveRibbons } from './CurveRibbons.tsx';
import { t } from './messages.ts';
import type { Plot } from './plot.ts';
import css from './RelationshipCurve.module.css';
import { levelAt, type DrawnPoint, type Slope } from './slopes.ts';
import { dayLength } from './time.ts';
import type { CurveMark, CurvePromise, CurveTouchpoint, ExpectedBand, LevelPoint, Stretch } from './types.ts';

interface CurvePictureProps {
  plot: Plot;
  drawn: readonly DrawnPoint[];
  forecast: readonly LevelPoint[];
  touchpoints: readonly CurveTouchpoint[];
  phases: readonly Stretch<Phase>[];
  positions: readonly Stretch<Position | 'uncertain'>[];
  probability: number;
  band: ExpectedBand | undefined;
  marks: readonly CurveMark[];
  promises: readonly CurvePromise[];
  slopes: readonly Slope[];
  range: Slope | undefined;
  onRange: (range: Slope | undefined) => void;
  onOpenTouchpoint: (id: string) => void;
}

/** The drawn curve: point at a slope, drag over a stretch, or walk over the touchpoints by key. */
export function CurvePicture(props: CurvePictureProps) {
  const { plot, drawn, touchpoints, slopes, range, onRange } = props;
  const today = drawn.at(-1)!.at;
  const start = useRef<number | undefined>(undefined);
  const dragged = useRef(false);

  const slopeAt = (at: number) => slopes.find((slope) => at >= slope.from && at <= slope.to);
  const momentOf = (event: PointerEvent<SVGElement>) => {
    const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    return Math.min(today, plot.time.at(event.clientX - left));
  };
  const onMove = (event: PointerEvent<SVGElement>) => {
    const at = momentOf(event);
    if (start.current === undefined) {
      if (!dragged.current && event.pointerType === 'mouse') onRange(slopeAt(at) ?? range);
      return;
    }
    const stretch = { from: Math.min(start.current, at), to: Math.max(start.current, at) };
    if (stretch.to - stretch.from < dayLength * 3) return;
    dragged.current = true;
    onRange(wholeDays(stretch));
  };
  const onDown = (event: PointerEvent<SVGElement>) => {
    start.current = momentOf(event);
    dragged.current = false;
    onRange(slopeAt(start.current) ?? range);
    if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId);
  };

  return (
    <svg
      width={plot.width}
      height={plot.height}
      viewBox={`0 0 ${plot.width} ${plot.height}`}
      className={css.picture}
      role="group"
      aria-label={`${t('curve.title')}. ${t('curve.how')}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onRange(undefined);
      }}
    >
      <CurveRibbons
        plot={plot}
        phases={props.phases}
        positions={props.positions}
        probability={props.probability}
        today={today}
      />
      <CurveGround
        plot={plot}
        drawn={drawn}
        band={props.band}
        marks={props.marks}
        promises={props.promises}
        range={range}
        today={today}
      />
      <CurveLines plot={plot} drawn={drawn} forecast={props.forecast} range={range} />
      <rect
        className={css.sensor}
        x={plot.left}
        y={plot.top}
        width={Math.max(0, plot.time.x(today) - plot.left)}
        height={plot.lane - plot.top}
        onPointerMove={onMove}
        onPointerDown={onDown}
        onPointerUp={() => {
          start.current = undefined;
        }}
        onPointerLeave={() => {
          start.current = undefined;
          dragged.current = false;
        }}
      />
      <Touchpoints
        plot={plot}
        drawn={drawn}
        touchpoints={touchpoints}
        range={range}
        onReach={(at, anchor) =>
          onRange(
            anchor === undefined
              ? slopeAt(at)
              : wholeDays({ from: Math.min(anchor, at) - dayLength, to: Math.max(anchor, at) }),
          )
        }
        onOpen={props.onOpenTouchpoint}
      />
    </svg>
  );
}

interface TouchpointsProps {
  plot: Plot;
  drawn: readonly DrawnPoint[];
  touchpoints: readonly CurveTouchpoint[];
  range: Slope | undefined;
  /** A touchpoint was reached by key; with an anchor when the stretch is being widened. */
  onReach: (at: number, anchor: number | undefined) => void;
  onOpen: (id: string) => void;
}

function Touchpoints({ plot, drawn, touchpoints, range, onReach, onOpen }: TouchpointsProps) {
  const [current, setCurrent] = useState(touchpoints.length - 1);
  const anchor = useRef<number | undefined>(undefined);
  const group = useRef<SVGGElement>(null);
  const today = drawn.at(-1)!.at;
  const explained = touchpoints.filter(
    (one) => range && Date.parse(one.at) >= range.from && Date.parse(one.at) <= range.to,
  );
  const room = range ? (plot.time.x(range.to) - plot.time.x(range.from)) / Math.max(1, explained.length) : 0;
  const large = room < 12 ? 2.8 : 3.8;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -touchpoints.length, End: touchpoints.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(touchpoints.length - 1, current + step));
    anchor.current = event.shiftKey ? (anchor.current ?? Date.parse(touchpoints[current]!.at)) : undefined;
    setCurrent(next);
    group.current?.querySelectorAll<SVGElement>('[role=button]')[next]?.focus();
  };

  return (
    <g ref={group} onKeyDown={onKeyDown}>
      {touchpoints.map((touchpoint, i) => {
        const at = Math.min(today, Math.max(plot.time.from, Date.parse(touchpoint.at)));
        const level = levelAt(drawn, at)!;
        const inside = range !== undefined && at >= range.from && at <= range.to;
        const x = plot.time.x(at);
        return (
          <g
            key={touchpoint.id}
            role="button"
            tabIndex={i === current ? 0 : -1}
            className={css.touchpoint}
            data-inside={inside}
            aria-label={t('curve.touchpoint', {
              date: format.dated(touchpoint.at, today),
              what: touchpoint.label,
              trust: format.signed(touchpoint.trust),
              interest: format.signed(touchpoint.interest),
            })}
            onFocus={() => {
              setCurrent(i);
              onReach(at, anchor.current);
            }}
            onClick={() => onOpen(touchpoint.id)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                event.stopPropagation();
                onOpen(touchpoint.id);
              }
            }}
          >
            <circle className={css.halo} cx={x} cy={plot.y(level.trust)} r="9" />
            <circle className={css.dot} data-line="trust" cx={x} cy={plot.y(level.trust)} r={inside ? large : 2.3} />
            {inside && <circle className={css.dot} data-line="interest" cx={x} cy={plot.y(level.interest)} r={large} />}
          </g>
        );
      })}
    </g>
  );
}

function wholeDays({ from, to }: Slope): Slope {
  return { from: Math.floor(from / dayLength) * dayLength, to: Math.ceil(to / dayLength) * dayLength };
}
