import { useState } from 'react';
import { format } from '../../../web/format.ts';
import type { SaleDetail } from '../../contract.ts';
import { contractValue, usualMonths } from '../../lineTotal.ts';
import { sumsOf } from '../quote.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { perPeriod, percentText } from './words.ts';
import { LinesForm } from './LinesForm.tsx';

/** What is sold, line by line; the amount of the sale and its quotes follow. */
export function LinesPart({ sale }: { sale: SaleDetail }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <LinesForm sale={sale} onClose={() => setEditing(false)} />;
  const sums = sumsOf(sale.lines);
  const less = sale.lines.some((line) => line.discount > 0);
  const recurs = sale.lines.some((line) => line.recurring !== null);
  return (
    <section aria-label={t('lines.title')}>
      <div className={css.head}>
        <h2>{t('lines.title')}</h2>
        <span>
          {recurs &&
            t('lines.over contract', {
              count: sale.contractMonths ?? usualMonths,
              amount: format.money(Number(contractValue(sale.lines, sale.contractMonths)), sale.currency),
            })}
        </span>
        {sale.mayChange && sale.outcome === 'open' && (
          <button type="button" className={css.link} onClick={() => setEditing(true)}>
            {t(sale.lines.length === 0 ? 'lines.add' : 'lines.edit')}
          </button>
        )}
      </div>
      {sale.lines.length === 0 ? (
        <p className={css.quiet}>{t('lines.empty')}</p>
      ) : (
        <div className={css.scroll} role="region" aria-label={t('lines.table')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('lines.name')}</th>
                <th scope="col">{t('lines.quantity')}</th>
                <th scope="col">{t('lines.price')}</th>
                {less && <th scope="col">{t('lines.discount')}</th>}
                <th scope="col">{t('lines.total')}</th>
              </tr>
            </thead>
            <tbody>
              {sale.lines.map((line) => (
                <tr key={line.id}>
                  <th scope="row">{line.name}</th>
                  <td>{format.number(Number(line.quantity), 4, 0)}</td>
                  <td>{format.money(Number(line.price), sale.currency)}</td>
                  {less && <td>{line.discount > 0 ? percentText(line.discount) : ''}</td>}
                  <td>{perPeriod(line.total, sale.currency, line.recurring)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              {(['once', 'month', 'year'] as const)
                .filter((period) => sums[period] !== '0.00')
                .map((period) => (
                  <tr key={period}>
                    <th scope="row">{t(`page.${period}`)}</th>
                    <td colSpan={less ? 4 : 3}>{format.money(Number(sums[period]), sale.currency)}</td>
                  </tr>
                ))}
            </tfoot>
          </table>
        </div>
      )}
    </section>
  );
}
