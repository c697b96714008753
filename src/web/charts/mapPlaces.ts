import { ringRadius, type Cluster } from './cluster.ts';
import type { MapDisc } from './mapPlan.ts';

/** What can be pointed at and opened on the map: a dot, or a ring of many. */
export type MapPlace = { id: string; x: number; y: number; r: number } & (
  | { disc: MapDisc; ring?: never }
  | { ring: Cluster; disc?: never }
);

/** Everything on the map along the curve, as the arrow keys walk it. */
export function placesOf(discs: readonly MapDisc[], rings: readonly Cluster[]): MapPlace[] {
  const most = Math.max(1, ...rings.map((ring) => ring.count));
  return [
    ...discs.map((disc): MapPlace => ({ id: disc.dot.id, x: disc.x, y: disc.y, r: disc.r, disc })),
    ...rings.map((ring, i): MapPlace => ({ id: `ring ${i}`, x: ring.x, y: ring.y, r: ringRadius(ring, most), ring })),
  ].sort((a, b) => a.x - b.x);
}

/** What is under or next to a pointer; the smallest wins where several lie on each other. */
export function nearest(places: readonly MapPlace[], x: number, y: number): MapPlace | undefined {
  let found: MapPlace | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const away = Math.hypot(place.x - x, place.y - y) - place.r;
    if (away > 5) continue;
    const rank = away <= 0 ? place.r - 100 : away;
    if (rank < best) {
      best = rank;
      found = place;
    }
  }
  return found;
}

/** The place that a key goes to from another; undefined for any other key. A page is a fifth of the way. */
export function stepFrom(places: readonly MapPlace[], at: string | undefined, key: string): MapPlace | undefined {
  const page = Math.max(1, Math.round(places.length / 5));
  const step = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -places.length,
    End: places.length,
  }[key];
  if (step === undefined) return undefined;
  const now = places.findIndex((place) => place.id === at);
  return places[Math.min(places.length - 1, Math.max(0, now + step))];
}
