import { Link } from '@tanstack/react-router';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { everyOutcome } from './words.ts';

/** Fields that came with an import or that the customer added; a value leads to all sales that share it. */
export function OwnFields({ sale }: { sale: SaleDetail }) {
  const fields = Object.entries(sale.custom).filter(([, value]) => value !== null && value !== '');
  if (fields.length === 0) return null;
  return (
    <section className={css.own}>
      <div className={css.partHead}>
        <h2>{t('own.title')}</h2>
      </div>
      <dl>
        {fields.map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              <Link
                to="/purchase"
                search={{ as: 'table', outcome: everyOutcome, custom: JSON.stringify({ [field]: value }) }}
                title={t('own.same', { field })}
              >
                {String(value)}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
