import { useNavigate, Link } from '@tanstack/react-router';
import { readAgain, useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import type { SaleDetail } from '../../contract.ts';
import { quotesContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { standingText, sumsText, toneOf } from './words.ts';

/** The quotes of a sale, the newest first. */
export function QuotesPart({ sale }: { sale: SaleDetail }) {
  const { data } = useAnswer(api.listQuotes, { params: { id: sale.id } }, { meta: { hears: ['opportunity'] } });
  const make = useAct(api.makeQuote);
  const navigate = useNavigate();
  const go = () =>
    make.mutate(
      { input: { params: { id: sale.id }, body: {} } },
      {
        onSuccess: (quote) => {
          void readAgain(api.listQuotes);
          void navigate({ to: '/quotes/$id', params: { id: quote.id } });
        },
      },
    );
  return (
    <section aria-label={t('part.title')}>
      <div className={css.head}>
        <h2>{t('part.title')}</h2>
        <span />
        {sale.mayChange && sale.outcome !== 'lost' && sale.lines.length > 0 && (
          <button type="button" className={css.link} disabled={make.isPending} onClick={go}>
            {t(data?.items.length ? 'part.again' : 'part.make')}
          </button>
        )}
      </div>
      {!data && <RowsSkeleton rows={2} height={32} />}
      {data?.items.length === 0 && (
        <p className={css.quiet}>{t(sale.lines.length === 0 ? 'part.no lines' : 'part.empty')}</p>
      )}
      {data && data.items.length > 0 && (
        <ul className={css.list}>
          {data.items.map((quote) => (
            <li key={quote.id}>
              <Link to="/quotes/$id" params={{ id: quote.id }}>
                {quote.number}, {t('issue', { issue: quote.issue })}
              </Link>
              <span className={css.tone} data-tone={toneOf(quote.standing)}>
                {standingText(quote)}
              </span>
              <span className={css.quiet}>{t('valid until', { when: format.date(quote.validUntil, 'dayYear') })}</span>
              <span>{sumsText(quote.sums, quote.currency)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
