import { memo, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { positions } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { t as web } from '../messages/en.ts';
import { clustersOf, crowdsIn, joined } from './cluster.ts';
import css from './CycleMap.module.css';
import { DotCanvas } from './DotCanvas.tsx';
import { DotCard } from './DotCard.tsx';
import { MapGround } from './MapGround.tsx';
import { discsOf, drawn, namesFor, placeOf, planMap, type MapDisc, type MapPlan } from './mapPlan.ts';
import { t } from './messages.ts';
import { pathOf } from './plot.ts';
import type { CycleCard, CycleDot, CycleGroup } from './types.ts';
import { useCard } from './useCard.ts';
import { useLargestDot } from './useLargestDot.ts';
import { useWidth } from './useWidth.ts';

/** Up to here each dot is an element of the picture, above it is painted, above the second one dots become rings. A crowd in one spot is a ring in any case. */
const drawnUpTo = 1_500;
const paintedUpTo = 10_000;

/** The side of the squares in which dots are counted: a little more than the largest ring. */
const square = 34;

const none: readonly CycleGroup[] = [];
const noDiscs: readonly MapDisc[] = [];

interface CycleMapProps {
  dots: readonly CycleDot[];
  /** Further accounts, summed up by the server. */
  groups?: readonly CycleGroup[];
  /** ISO 4217. */
  currency: string;
  /** What the card of a dot says; asked when a dot is pointed at. */
  card: (id: string) => CycleCard | Promise<CycleCard>;
  onOpen: (id: string) => void;
  height?: number;
}

/** Every account as a dot on the cycle: size is revenue, colour is phase, hollow has no revenue yet. */
export function CycleMap({ dots, groups = none, currency, card, onOpen, height = 500 }: CycleMapProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const largest = useLargestDot(dots.length);
  const plan = useMemo(() => planMap(width, height, largest), [width, height, largest]);
  const clustered = dots.length > paintedUpTo;
  const { discs, crowded } = useMemo(() => {
    const homes = width === 0 ? [] : discsOf(dots, plan);
    if (clustered) return { discs: homes, crowded: homes };
    const parted = crowdsIn(homes, square);
    return { discs: drawn(parted.alone, plan, parted.alone.length <= drawnUpTo), crowded: parted.crowded };
  }, [clustered, dots, plan, width]);
  const painted = discs.length > drawnUpTo;
  const clusters = useMemo(() => {
    const alone = crowded.map((disc) => ({ x: disc.x, y: disc.y, phase: disc.dot.phase, count: 1 }));
    const grouped = groups.map((group) => ({
      x: plan.x(placeOf(group.position, group.progress)),
      y: plan.y(group.level),
      phase: group.phase,
      count: group.count,
    }));
    const rings = clustersOf([...alone, ...grouped], square);
    // Where single dots are seen too, a ring is a crowd in one spot, and two rings never share it.
    return clustered || grouped.length > 0 ? rings : joined(rings, square);
  }, [clustered, crowded, groups, plan]);
  const alongCurve = useMemo(() => discs.toSorted((a, b) => a.x - b.x), [discs]);
  const names = useMemo(
    () => (clustered ? [] : namesFor(discs, plan, width < 640 ? 3 : 6)),
    [clustered, discs, plan, width],
  );

  const [at, setAt] = useState<string>();
  const current = discs.find((disc) => disc.dot.id === at);
  const shown = useCard(at, card);

  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (clustered) return;
    const frame = event.currentTarget.getBoundingClientRect();
    const near = nearest(discs, event.clientX - frame.left, event.clientY - frame.top);
    if (near?.dot.id !== at) setAt(near?.dot.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = alongCurve.findIndex((disc) => disc.dot.id === at);
    const zone = Math.max(1, Math.round(alongCurve.length / positions.length));
    const step = {
      ArrowRight: 1,
      ArrowDown: 1,
      ArrowLeft: -1,
      ArrowUp: -1,
      PageDown: zone,
      PageUp: -zone,
      Home: -alongCurve.length,
      End: alongCurve.length,
    }[event.key];
    if (event.key === 'Escape') setAt(undefined);
    if (step === undefined) return;
    event.preventDefault();
    setAt(alongCurve[Math.min(alongCurve.length - 1, Math.max(0, now + step))]?.dot.id);
  };

  if (dots.length + groups.length === 0) return <p className={css.empty}>{t('map.empty')}</p>;
  return (
    <>
      <div
        ref={box}
        className={css.map}
        style={{ height }}
        role="group"
        aria-label={t('map.title', {
          count: format.number(groups.reduce((sum, group) => sum + group.count, dots.length)),
        })}
        onPointerMove={onMove}
        onPointerLeave={() => setAt(undefined)}
        onClick={() => at !== undefined && onOpen(at)}
        data-pointing={at !== undefined}
      >
        {width > 0 && (
          <>
            <svg width={width} height={height} className={css.picture} aria-hidden="true">
              <MapGround plan={plan} />
            </svg>
            {(painted || clusters.length > 0) && (
              <DotCanvas plan={plan} discs={painted && !clustered ? discs : noDiscs} clusters={clusters} />
            )}
            <svg width={width} height={height} className={css.picture} aria-hidden="true">
              {!painted && <Dots discs={discs} />}
              {names.map(({ disc, x, y, anchor }) => (
                <text key={disc.dot.id} x={x} y={y} textAnchor={anchor} className={css.name}>
                  {disc.dot.name}
                </text>
              ))}
              {current && <Path disc={current} card={shown} plan={plan} />}
            </svg>
            {!clustered && alongCurve[0] && (
              <button
                type="button"
                className={css.spot}
                style={spotAt(current ?? alongCurve[0])}
                aria-label={dotText((current ?? alongCurve[0]).dot, currency)}
                aria-description={t('map.how')}
                onFocus={() => setAt(at ?? alongCurve[0]?.dot.id)}
                onBlur={() => setAt(undefined)}
                onKeyDown={onKeyDown}
              />
            )}
            {current && <DotCard disc={current} card={shown} plan={plan} currency={currency} />}
          </>
        )}
      </div>
      {clusters.length > 0 && <p className={css.note}>{t('map.clustered')}</p>}
    </>
  );
}

// Pointing at a dot must not draw a thousand others again.
const Dots = memo(function Dots({ discs }: { discs: readonly MapDisc[] }) {
  return discs.map((disc) => (
    <circle
      key={disc.dot.id}
      cx={disc.x}
      cy={disc.y}
      r={disc.r}
      className={css.dot}
      data-phase={disc.dot.phase}
      data-hollow={disc.dot.revenue === null}
    />
  ));
});

/** Where the account was over the last 90 days: falling back is the news. */
function Path({ disc, card, plan }: { disc: MapDisc; card: CycleCard | undefined; plan: MapPlan }) {
  const colour = `var(--position-${disc.dot.position})`;
  const first = card?.path[0];
  const points = (card?.path ?? []).map((step): [number, number] => [
    plan.x(placeOf(step.position, step.progress)),
    plan.y(step.level),
  ]);
  return (
    <g>
      <circle cx={disc.x} cy={disc.y} r={disc.r + 4} fill="none" stroke={colour} strokeWidth="2" />
      {first && points.length > 1 && (
        <>
          <path
            d={pathOf([...points, [disc.x, disc.y]])}
            fill="none"
            stroke={colour}
            strokeWidth="1.6"
            strokeDasharray="2 3"
          />
          <circle cx={points[0]![0]} cy={points[0]![1]} r="4" fill="var(--canvas)" stroke={colour} strokeWidth="2" />
          <text
            x={points[0]![0] + (points[0]![0] > plan.width / 2 ? -9 : 9)}
            y={points[0]![1] - 8}
            textAnchor={points[0]![0] > plan.width / 2 ? 'end' : 'start'}
            className={css.was}
          >
            {t('map.was', {
              date: format.date(first.at),
              position: web(`position.${first.position}`).toLocaleLowerCase(),
            })}
          </text>
        </>
      )}
    </g>
  );
}

function spotAt(disc: MapDisc) {
  const r = Math.max(12, disc.r + 5);
  return { left: disc.x - r, top: disc.y - r, width: 2 * r, height: 2 * r };
}

function dotText(dot: CycleDot, currency: string): string {
  return t('map.dot', {
    name: dot.name,
    phase: web(`phase.${dot.phase}`),
    position: web(`position.${dot.position}`),
    level: format.number(dot.level),
    revenue: dot.revenue === null ? t('map.no revenue') : format.moneyShort(dot.revenue, currency),
  });
}

/** The dot under or next to a pointer; the smallest wins where several lie on each other. */
function nearest(discs: readonly MapDisc[], x: number, y: number): MapDisc | undefined {
  let found: MapDisc | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (const disc of discs) {
    const away = Math.hypot(disc.x - x, disc.y - y) - disc.r;
    if (away > 5) continue;
    const rank = away <= 0 ? disc.r - 100 : away;
    if (rank < best) {
      best = rank;
      found = disc;
    }
  }
  return found;
}
