import { format } from '../../web/format.ts';
import { Delta } from '../../web/kit/Delta.tsx';
import { t as web } from '../../web/messages/en.ts';
import css from './Movement.module.css';

interface MovementProps {
  line: 'trust' | 'interest';
  /** The level, 0 to 100. */
  value: number;
  /** Over the period that stands beside it. */
  change: number;
  /** Says the line's name before the number. */
  named?: boolean;
}

/** A level and where it is going, in the colour of its line. */
export function Movement({ line, value, change, named = false }: MovementProps) {
  return (
    <span className={`${line} ${css.movement}`}>
      <span className={named ? undefined : 'visually-hidden'}>{web(`line.${line}`)} </span>
      <b>{format.number(value)}</b> <Delta value={change} />
    </span>
  );
}
