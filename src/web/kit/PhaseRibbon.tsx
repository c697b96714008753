import { phases, type Phase } from '../../relationship/vocabulary.ts';
import { t } from '../messages/en.ts';
import css from './PhaseRibbon.module.css';

/** The four phases as a ribbon, filled up to the present one, with their words underneath. */
export function PhaseRibbon({ phase }: { phase: Phase }) {
  const at = phases.indexOf(phase);
  return (
    <ol className={css.ribbon} aria-label={t('phase.ribbon', { phase: t(`phase.${phase}`), at: at + 1 })}>
      {phases.map((each, i) => (
        <li key={each} aria-current={each === phase ? 'step' : undefined} className={css.step}>
          <span className={css.bar} data-phase={i <= at ? each : undefined} />
          {t(`phase.${each}`)}
        </li>
      ))}
    </ol>
  );
}

/** A phase as its square and word, for lists. */
export function PhaseMark({ phase }: { phase: Phase }) {
  return (
    <span className={css.mark}>
      <span className={css.square} data-phase={phase} aria-hidden="true" />
      {t(`phase.${phase}`)}
    </span>
  );
}
