import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { cadenceOf } from '../cadence.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { money } from './words.ts';

/** A relationship sale is a loop: when they bought so far, how often, and when the next is due. */
export function LoopPart({ sale }: { sale: SaleDetail }) {
  const [now] = useState(() => new Date());
  const account = sale.accountId ?? undefined;
  const { rows } = useRows(
    api.listOpportunities,
    {
      query: {
        outcome: 'won',
        saleType: sale.saleType,
        sort: 'created',
        descending: 'true',
        limit: 50,
        ...(account ? { account } : {}),
      },
    },
    { enabled: account !== undefined, meta: { hears: ['opportunity'] } },
  );
  const cadence = cadenceOf(rows.flatMap((row) => (row.closedOn ? [new Date(row.closedOn)] : [])));
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('loop.title')}</h2>
        {cadence && <span>{t('loop.about n', { count: cadence.intervals })}</span>}
      </div>
      <p className={css.quiet}>{t('loop.about')}</p>
      <p className={cadence && cadence.nextOn < now ? css.missing : undefined}>
        {cadence
          ? t(cadence.nextOn < now ? 'loop.late' : 'loop.rhythm', {
              count: cadence.days,
              when: format.day(cadence.nextOn, now),
            })
          : t('loop.none')}
      </p>
      {rows.length > 0 && (
        <table className={css.matrix}>
          <caption className="visually-hidden">{t('loop.orders')}</caption>
          <tbody>
            {rows.slice(0, 12).map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Link to="/opportunities/$id" params={{ id: row.id }}>
                    {row.name}
                  </Link>
                </th>
                <td>{row.closedOn ? format.date(row.closedOn, 'dayYear') : ''}</td>
                <td>{money(row.amount, row.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
