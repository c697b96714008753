import type { Phase, Position } from '../../relationship/vocabulary.ts';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { t as web } from '../../web/messages/en.ts';
import css from './people.module.css';

interface WhoProps {
  name: string;
  stand: { phase: Phase; position: Position } | null;
  /** Said instead of phase and position where there are none. */
  otherwise?: string | null;
}

/** Name with its place on the cycle, and phase and position in words underneath. */
export function Who({ name, stand, otherwise }: WhoProps) {
  return (
    <span className={css.who}>
      {stand && <PositionMiniature position={stand.position} />}
      <span className={css.two}>
        <span className={css.name}>{name}</span>
        <span className={css.under}>
          {stand ? `${web(`phase.${stand.phase}`)} · ${web(`position.${stand.position}`)}` : otherwise}
        </span>
      </span>
    </span>
  );
}
