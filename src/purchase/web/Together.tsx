import { Link } from '@tanstack/react-router';
import type { Answer } from '../../platform/contract.ts';
import { format } from '../../web/format.ts';
import type { purchaseContract } from '../contract.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';

type Board = Answer<typeof purchaseContract.pipeline>;

export const severalCurrencies = (board: Board): boolean =>
  board.together.rates.length + board.together.missing.length > 0;

/** The whole board in the workspace's currency, with the rates that it was counted at. */
export function Together({ sum, several }: { sum: Board['together']; several: boolean }) {
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
      {several && sum.missing.length > 0 && (
        <span className={css.stuck}>
          {t('sum.no rate', { currencies: format.list(sum.missing) })}{' '}
          <Link to="/offerings" search={{ as: 'rates' }}>
            {t('sum.add rate')}
          </Link>
        </span>
      )}
    </p>
  );
}
