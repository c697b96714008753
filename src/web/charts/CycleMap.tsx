import { memo, useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { format } from '../format.ts';
import { t as web } from '../messages/en.ts';
import { clustersOf, crowdsIn, joined, spanOf, type Span } from './cluster.ts';
import css from './CycleMap.module.css';
import { DotCanvas } from './DotCanvas.tsx';
import { DotCard } from './DotCard.tsx';
import { MapGround } from './MapGround.tsx';
import { nearest, placesOf, stepFrom, type MapPlace } from './mapPlaces.ts';
import { discsOf, drawn, namesFor, placeOf, planMap, type MapDisc, type MapPlan } from './mapPlan.ts';
import { t } from './messages.ts';
import { pathOf } from './plot.ts';
import { ringText, RingCard } from './RingCard.tsx';
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
  /** A ring was opened: where its accounts stand. */
  onOpenRing: (span: Span) => void;
  height?: number;
}

/** Every account as a dot on the cycle: size is revenue, colour is phase, hollow has no revenue yet. */
export function CycleMap({ dots, groups = none, currency, card, onOpen, onOpenRing, height = 500 }: CycleMapProps) {
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
    const alone = crowded.map((disc) => ({ x: disc.x, y: disc.y, count: 1, of: disc.dot }));
    const grouped = groups.map((group) => ({
      x: plan.x(placeOf(group.position, group.progress)),
      y: plan.y(group.level),
      count: group.count,
      of: group,
    }));
    const rings = clustersOf([...alone, ...grouped], square);
    // Where single dots are seen too, a ring is a crowd in one spot, and two rings never share it.
    return clustered || grouped.length > 0 ? rings : joined(rings, square);
  }, [clustered, crowded, groups, plan]);
  const places = useMemo(() => placesOf(clustered ? noDiscs : discs, clusters), [clustered, discs, clusters]);
  const names = useMemo(
    () => (clustered ? [] : namesFor(discs, plan, width < 640 ? 3 : 6)),
    [clustered, discs, plan, width],
  );

  const [at, setAt] = useState<string>();
  const pointed = places.find((place) => place.id === at);
  const current = pointed?.disc;
  const focused = pointed ?? places[0];
  const shown = useCard(current?.dot.id, card);

  const placeAt = (event: MouseEvent<HTMLDivElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    return nearest(places, event.clientX - frame.left, event.clientY - frame.top);
  };
  const open = (place: MapPlace | undefined) => {
    if (place?.ring) onOpenRing(spanOf(place.ring));
    else if (place) onOpen(place.disc.dot.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setAt(undefined);
    const next = stepFrom(places, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next.id);
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
        onPointerMove={(event) => setAt(placeAt(event)?.id)}
        onPointerLeave={() => setAt(undefined)}
        onClick={(event) => open(placeAt(event))}
        data-pointing={pointed !== undefined}
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
            {focused && (
              <button
                type="button"
                className={css.spot}
                style={spotAt(focused)}
                aria-label={focused.disc ? dotText(focused.disc.dot, currency) : ringText(focused.ring)}
                aria-description={t('map.how')}
                onClick={(event) => {
                  // The picture under it would look at where the pointer is; a key has none.
                  event.stopPropagation();
                  open(focused);
                }}
                onFocus={() => setAt(focused.id)}
                onBlur={() => setAt(undefined)}
                onKeyDown={onKeyDown}
              />
            )}
            {current && <DotCard disc={current} card={shown} plan={plan} currency={currency} />}
            {pointed?.ring && <RingCard ring={pointed.ring} place={pointed} plan={plan} />}
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

function spotAt(place: MapPlace) {
  const r = Math.max(12, place.r + 5);
  return { left: place.x - r, top: place.y - r, width: 2 * r, height: 2 * r };
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
