import { phases } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { t as web } from '../messages/en.ts';
import css from './CycleMap.module.css';
import { radiusOf, sizeOf } from './mapPlan.ts';
import { t } from './messages.ts';
import type { CycleDot } from './types.ts';
import { useLargestDot } from './useLargestDot.ts';

/** What colour and size mean on the cycle map; put it at the end of the filters. */
export function CycleLegend({ dots, currency }: { dots: readonly CycleDot[]; currency: string }) {
  const largest = useLargestDot(dots.length);
  const most = Math.max(1, ...dots.map(sizeOf));
  const amounts = [0.03, 0.15, 0.6].map((share) => roundAmount(most * share));
  return (
    <div className={css.legend}>
      {phases.map((phase) => (
        <span key={phase}>
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="5" fill={`var(--phase-${phase})`} />
          </svg>
          {web(`phase.${phase}`)}
        </span>
      ))}
      {dots.some((dot) => (dot.revenue ?? 0) > 0) && (
        <span className={css.sizes}>
          {amounts.map((amount) => {
            const r = radiusOf(amount, most, largest);
            return (
              <svg
                key={amount}
                width={2 * r}
                height={2 * r}
                viewBox={`${-r} ${-r} ${2 * r} ${2 * r}`}
                aria-hidden="true"
              >
                <circle r={r} fill="var(--text-4)" />
              </svg>
            );
          })}
          {t('map.size', { amounts: amounts.map((amount) => format.moneyShort(amount, currency)).join(', ') })}
        </span>
      )}
      <span>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <circle cx="5" cy="5" r="4.2" fill="none" stroke="var(--phase-ownership)" strokeWidth="1.3" />
        </svg>
        {t('map.none yet')}
      </span>
    </div>
  );
}

/** To 1, 2, 3 or 5 times a power of ten. */
function roundAmount(amount: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, amount)));
  const step = [5, 3, 2, 1].find((candidate) => amount / power >= candidate) ?? 1;
  return step * power;
}
