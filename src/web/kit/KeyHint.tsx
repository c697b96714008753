import { keyCaps } from '../shell/press.ts';
import css from './KeyHint.module.css';

const apple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** Key caps beside what they do. Only for the eye: the label already says the action. */
export function KeyHint({
  keys,
  onAccent = false,
  className,
}: {
  keys: string;
  onAccent?: boolean;
  className?: string | undefined;
}) {
  return (
    <span className={`${css.hint} ${className ?? ''}`} data-on-accent={onAccent} aria-hidden="true">
      {keyCaps(keys, apple).map((cap, i) => (
        <kbd key={`${i}${cap}`} className={css.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
