import { format } from '../format.ts';
import { Delta } from '../kit/Delta.tsx';
import { PositionMiniature } from '../kit/PositionBadge.tsx';
import { t as web } from '../messages/en.ts';
import css from './CycleMap.module.css';
import type { MapDisc, MapPlan } from './mapPlan.ts';
import { t } from './messages.ts';
import type { CycleCard } from './types.ts';

const cardWidth = 286;
const cardHeight = 136;

interface DotCardProps {
  disc: MapDisc;
  card: CycleCard | undefined;
  plan: MapPlan;
  currency: string;
}

/** Who a dot is, where it stands, how it moved, why, and what to do next. */
export function DotCard({ disc, card, plan, currency }: DotCardProps) {
  const { dot } = disc;
  return (
    <div className={css.card} style={cardAt(disc, plan)} role="status">
      <div className={css.cardHead}>
        <b>{dot.name}</b>
        <b>{dot.revenue === null ? t('map.none yet') : format.moneyShort(dot.revenue, currency)}</b>
      </div>
      <div className={css.cardLine}>
        <PositionMiniature position={dot.position} />
        {web(`position.${dot.position}`)}
        {card && <span className={css.sure}>{format.percent(card.probability)}</span>}
        <span>
          {'· '}
          {[web(`phase.${dot.phase}`), card?.owner].filter(Boolean).join(', ')}
        </span>
      </div>
      {card && (
        <>
          <div className={css.cardLevels}>
            <span className="trust">
              <b>{format.number(card.trust)}</b> {t('map.trust')} <Delta value={card.trustChange} />
            </span>
            <span className="interest">
              <b>{format.number(card.interest)}</b> {t('map.interest')} <Delta value={card.interestChange} />
            </span>
            <span className={css.days}>{t('map.days', { count: card.changeDays })}</span>
          </div>
          {(card.reason !== undefined || card.nextStep !== undefined) && (
            <div className={css.cardWhy}>
              {card.reason !== undefined && <p data-alarm={dot.alarm}>{card.reason}</p>}
              {card.nextStep !== undefined && <p>{card.nextStep}</p>}
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** Beside a dot or ring, on the side with more room, inside the picture. */
export function cardAt({ x, y, r }: { x: number; y: number; r: number }, plan: MapPlan) {
  const width = Math.min(cardWidth, plan.width - 16);
  const beside = x > plan.width / 2 ? x - r - 22 - width : x + r + 22;
  const left = Math.min(plan.width - width - 8, Math.max(8, beside));
  const covers = left < x + r && left + width > x - r;
  const top = covers ? (y > plan.height / 2 ? y - r - 14 - cardHeight : y + r + 14) : y - cardHeight / 2;
  return { left, top: Math.min(plan.height - cardHeight, Math.max(4, top)), width };
}
