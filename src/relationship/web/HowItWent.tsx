import { expectations, type Expectation } from '../vocabulary.ts';
import css from './HowItWent.module.css';
import { t } from './logMessages.ts';
import { words } from './words.ts';

interface HowItWentProps {
  value: Expectation | null;
  onChange: (value: Expectation | null) => void;
  /** Only the signs, for the narrow panel; the words are read out. */
  compact?: boolean;
}

/** How it went against what they expected, in five steps; a second press takes the answer back. */
export function HowItWent({ value, onChange, compact = false }: HowItWentProps) {
  return (
    <div className={css.steps} role="group" aria-label={t('how')} data-compact={compact}>
      {expectations.map((step) => (
        <button
          key={step}
          type="button"
          className={css.step}
          aria-pressed={step === value}
          title={words(`expectation.${step}`)}
          onClick={() => onChange(step === value ? null : step)}
        >
          <Sign step={step} />
          <span className={compact ? 'visually-hidden' : undefined}>{words(`expectation.${step}`)}</span>
        </button>
      ))}
    </div>
  );
}

/** A dot above or below the dotted line of what was expected. */
function Sign({ step }: { step: Expectation }) {
  const y = 10 - step * 3.5;
  return (
    <svg width="22" height="20" viewBox="0 0 22 20" aria-hidden="true">
      <path d="M0 10H22" stroke="currentColor" strokeOpacity="0.55" strokeDasharray="1.5 2" />
      {step !== 0 && <path d={`M11 10V${y}`} stroke="currentColor" strokeWidth="1.5" />}
      <circle cx="11" cy={y} r={step === 0 ? 4.5 : 3.4} fill="currentColor" />
    </svg>
  );
}
