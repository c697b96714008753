import { format } from '../../../web/format.ts';
import type { OpenQuote } from '../contract.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { perPeriod, percentText } from './words.ts';

/** What is offered: for the seller's page and the buyer's alike. */
export function QuoteBody({
  quote,
  inside = false,
}: {
  quote: Pick<OpenQuote, 'lines' | 'sums' | 'currency' | 'introduction' | 'terms'>;
  inside?: boolean;
}) {
  const less = quote.lines.some((line) => line.discount > 0);
  const periods = (['once', 'month', 'year'] as const).filter(
    (period) =>
      quote.sums[period] !== '0.00' || (period === 'once' && quote.lines.every((line) => line.recurring === null)),
  );
  return (
    <>
      {quote.introduction && <p className={css.words}>{quote.introduction}</p>}
      <div className={css.scroll} role="region" aria-label={t('page.what')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('page.what')}</th>
              <th scope="col">{t('lines.quantity')}</th>
              <th scope="col">{t('lines.price')}</th>
              {less && <th scope="col">{t('lines.discount')}</th>}
              <th scope="col">{t('lines.total')}</th>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map((line, i) => (
              <tr key={i}>
                <th scope="row">
                  {line.name}
                  {line.code && <span className={css.small}>{line.code}</span>}
                </th>
                <td>{[format.number(Number(line.quantity), 4, 0), line.unit].filter(Boolean).join(' ')}</td>
                <td>
                  {format.money(Number(line.price), quote.currency)}
                  {inside && line.listPrice !== null && line.listPrice !== line.price && (
                    <span className={css.small}>
                      {t('page.list', { price: format.money(Number(line.listPrice), quote.currency) })}
                    </span>
                  )}
                </td>
                {less && <td>{line.discount > 0 ? percentText(line.discount) : ''}</td>}
                <td>{perPeriod(line.total, quote.currency, line.recurring)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {periods.map((period) => (
              <tr key={period}>
                <th scope="row">{t(`page.${period}`)}</th>
                <td colSpan={less ? 4 : 3}>{format.money(Number(quote.sums[period]), quote.currency)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
      {quote.terms && (
        <div>
          <b>{t('page.terms')}</b>
          <p className={css.words}>{quote.terms}</p>
        </div>
      )}
    </>
  );
}
