import type { Position } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { t } from '../messages/en.ts';
import { canonicalPath, positionSpot } from './curve.ts';
import css from './PositionBadge.module.css';

const path = canonicalPath(34, 16, 2.5);

/** A position as a dot at its place on the 34 × 16 curve; put the word beside it. `probability` from 0 to 1. */
export function PositionMiniature({ position }: { position: Position }) {
  const [x, y] = positionSpot(position, 34, 16, 2.5);
  return (
    <svg width="34" height="16" viewBox="0 0 34 16" className={css.miniature} aria-hidden="true">
      <path d={path} fill="none" stroke="var(--text-4)" />
      <circle cx={x} cy={y} r="3" fill={`var(--position-${position})`} stroke="var(--canvas)" strokeWidth="0.5" />
    </svg>
  );
}

interface PositionBadgeProps {
  position: Position;
  /** From 0 to 1; below .5 the word says “uncertain” as well. */
  probability?: number;
  /** Opens where the probability comes from. */
  onExplain?: () => void;
}

/** Position: miniature, word, and how sure it is. Never colour alone. */
export function PositionBadge({ position, probability, onExplain }: PositionBadgeProps) {
  return (
    <span className={css.badge}>
      <PositionMiniature position={position} />
      <span>{t(`position.${position}`)}</span>
      {probability !== undefined && <Sureness probability={probability} onExplain={onExplain} />}
    </span>
  );
}

function Sureness({ probability, onExplain }: { probability: number; onExplain: (() => void) | undefined }) {
  const text = probability < 0.5 ? t('position.uncertain') : format.percent(probability);
  if (onExplain === undefined) return <span className={css.sure}>{text}</span>;
  return (
    <button type="button" className={css.sure} data-derived onClick={onExplain}>
      {text}
    </button>
  );
}
