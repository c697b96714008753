import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { outcomes } from '../records.ts';
import { buyingStages } from '../stages.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

type Change = SaleDetail['history'][number];

/** When the sale stood where, and on what it moved. */
export function HistoryPart({ sale }: { sale: SaleDetail }) {
  if (sale.history.length === 0) return null;
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('history.title')}</h2>
      </div>
      <ol className={css.history}>
        {sale.history.toReversed().map((change) => (
          <li key={change.id}>
            <time dateTime={change.at}>{format.date(change.at, 'dayYear')}</time>
            <span>
              {changeText(change)}
              {change.withoutEvidence && <span className={css.fails}>{t('history.without')}</span>}
              <small>{[change.evidence, change.memberName].filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeText({ from, to, outcome }: Change): string {
  const closed = outcomes.find((each) => each === outcome && each !== 'open');
  if (closed) return t('history.closed', { outcome: t(`outcome.${closed}`) });
  return from === null ? t('history.opened') : t('history.moved', { from: word(from), to: word(to) });
}

function word(stage: string): string {
  const known = buyingStages.find((each) => each === stage);
  return known ? t(`stage.${known}`) : stage;
}
