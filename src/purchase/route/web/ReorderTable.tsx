import { Link } from '@tanstack/react-router';
import { format } from '../../../web/format.ts';
import type { Reorder } from '../contract.ts';
import { t } from './messages.ts';
import css from './route.module.css';

/** What will probably be reordered, when, and what that rests on. */
export function ReorderTable({ reorders, accounts = false }: { reorders: readonly Reorder[]; accounts?: boolean }) {
  return (
    <div className={css.scroll} role="region" aria-label={t('reorder.table')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {accounts && <th scope="col">{t('reorder.account')}</th>}
            <th scope="col">{t('reorder.offering')}</th>
            <th scope="col">{t('reorder.expected')}</th>
            <th scope="col">{t('reorder.quantity')}</th>
            <th scope="col">{t('reorder.rhythm')}</th>
            <th scope="col">{t('reorder.last')}</th>
          </tr>
        </thead>
        <tbody>
          {reorders.map((each) => (
            <tr key={`${each.accountId} ${each.offering}`}>
              {accounts && (
                <th scope="row">
                  <Link to="/accounts/$id" params={{ id: each.accountId }} className={css.link}>
                    {each.accountName}
                  </Link>
                </th>
              )}
              <td>{each.offering}</td>
              <td data-bad={each.daysLate > 0}>
                {format.date(each.expectedOn, 'day')}{' '}
                {each.daysLate > 0 && t('reorder.overdue', { count: each.daysLate })}
              </td>
              <td>{each.quantity === null ? '' : format.number(each.quantity, 2, 0)}</td>
              <td className={css.quiet}>{t('reorder.every', { days: each.days, count: each.intervals })}</td>
              <td className={css.quiet}>{format.date(each.lastOn, 'dayYear')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
