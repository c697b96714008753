import { Link } from '@tanstack/react-router';
import { format } from '../../web/format.ts';
import { t } from './messages.ts';
import css from './space.module.css';

interface ListedSale {
  id: string;
  name: string;
  accountName: string | null;
  ownerName?: string | null;
  amount: number;
  currency: string;
  /** Decided or expected. */
  on: string | null;
  /** What else is to be said of it, such as its stage. */
  note?: string | null;
}

/** The sales behind one figure, each to be opened. */
export function SalesList({ title, sales, more = 0 }: { title: string; sales: readonly ListedSale[]; more?: number }) {
  return (
    <section className={css.sales} aria-label={title} aria-live="polite">
      <h3 className={css.quiet}>{title}</h3>
      {sales.length === 0 && <p className={css.quiet}>{t('sales.none')}</p>}
      <ul className={css.list}>
        {sales.map((sale) => (
          <li key={sale.id}>
            <span>
              <Link className={css.link} to="/opportunities/$id" params={{ id: sale.id }}>
                {sale.name}
              </Link>
              <span className={css.second}>
                {[sale.accountName, sale.ownerName, sale.note, sale.on && format.date(sale.on, 'full')]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span>{format.moneyShort(sale.amount, sale.currency)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css.quiet}>{t('sales.more', { count: more })}</p>}
    </section>
  );
}
