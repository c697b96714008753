import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../../web/api.ts';
import { quotesContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { percentText } from './words.ts';

/** The quotes that wait for this person's word; nothing where none does. */
export function Approvals() {
  const { data } = useAnswer(api.listApprovals, { query: { limit: 20 } }, { meta: { hears: ['opportunity'] } });
  if (!data || data.items.length === 0) return null;
  return (
    <div className={css.banner} role="status">
      <b>{t('approvals.title', { count: data.items.length })}</b>
      {data.items.slice(0, 5).map((quote) => (
        <Link key={quote.id} to="/quotes/$id" params={{ id: quote.id }}>
          {t('approvals.row', {
            number: quote.number,
            account: quote.accountName ?? quote.saleName,
            discount: percentText(quote.largestDiscount),
          })}
        </Link>
      ))}
    </div>
  );
}
