import type { Answer } from '../../platform/contract.ts';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { format } from '../../web/format.ts';
import type { purchaseContract } from '../contract.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';

type Board = Answer<typeof purchaseContract.pipeline>;

/** Sums of open sales in the workspace's currency, with the rates that they were counted at. */
export function Together({ board: { together: sum, stages } }: { board: Board }) {
  const missing = stages.flatMap(({ totals }) => totals.filter(({ currency }) => sum.missing.includes(currency)));
  return (
    <p className={css.together}>
      <span>
        {t('sum.together', {
          amount: format.moneyShort(Number(sum.amount), sum.currency),
          weighted: format.moneyShort(Number(sum.weighted), sum.currency),
        })}
      </span>
      {sum.rates.map((each) => (
        <span key={each.currency}>
          {t('sum.rate', {
            currency: each.currency,
            rate: each.rate,
            into: sum.currency,
            when: format.date(each.from, 'dayYear'),
          })}
        </span>
      ))}
      <WithoutRate of={{ count: missing.reduce((count, total) => count + total.count, 0), currencies: sum.missing }} />
    </p>
  );
}
