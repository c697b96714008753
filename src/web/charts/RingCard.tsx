import { format } from '../format.ts';
import { PositionMiniature } from '../kit/PositionBadge.tsx';
import { t as web } from '../messages/en.ts';
import { byPhase, positionOf, type Cluster } from './cluster.ts';
import css from './CycleMap.module.css';
import { cardAt } from './DotCard.tsx';
import type { MapPlan } from './mapPlan.ts';
import { t } from './messages.ts';

interface RingCardProps {
  ring: Cluster;
  place: { x: number; y: number; r: number };
  plan: MapPlan;
}

/** How many accounts a ring holds, of which phases, and that it opens. */
export function RingCard({ ring, place, plan }: RingCardProps) {
  const position = positionOf(ring);
  return (
    <div className={css.card} style={cardAt(place, plan)} role="status">
      <div className={css.cardHead}>
        <b>{t('map.ring of', { count: ring.count })}</b>
      </div>
      <div className={css.cardLine}>
        <PositionMiniature position={position} />
        {web(`position.${position}`)}
      </div>
      <div className={css.cardWhy}>
        {present(ring).map(({ phase, count }) => (
          <p key={phase}>
            {web(`phase.${phase}`)} {format.number(count)}
          </p>
        ))}
        <p>{t('map.ring opens')}</p>
      </div>
    </div>
  );
}

/** The same as one sentence. */
export function ringText(ring: Cluster): string {
  const parts = present(ring).map(({ phase, count }) => `${web(`phase.${phase}`)} ${format.number(count)}`);
  return t('map.ring', {
    count: ring.count,
    position: web(`position.${positionOf(ring)}`),
    phases: format.list(parts),
  });
}

const present = (ring: Cluster) => byPhase(ring).filter(({ count }) => count > 0);
