import { useState } from 'react';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { SaleDetail } from '../contract.ts';
import { potentialContract } from '../potential/contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { opinions } from './words.ts';

/** Colleagues whose profile or record fits this type and who have room, on what it rests: advice, never a decision. */
export function WhoFits({ sale }: { sale: SaleDetail }) {
  const [asked, setAsked] = useState(false);
  const { data, error, refetch } = useAnswer(
    potentialContract.whoFits,
    { params: { id: sale.id } },
    { enabled: asked },
  );
  if (!asked)
    return (
      <button type="button" className={css.link} onClick={() => setAsked(true)}>
        {t('fits.ask')}
      </button>
    );
  if (error) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  if (data.items.length === 0) return <p className={css.quiet}>{t('fits.nobody')}</p>;
  return (
    <ul className={css.who}>
      {data.items.map((each) => (
        <li key={each.memberId}>
          <span>{each.name}</span>
          <b>{format.number(each.fit * 100)}</b>
          <small>
            {each.profile
              ? t('align.seller profile', {
                  fits: t(
                    each.fit >= 0.66
                      ? 'align.profile fits'
                      : each.fit >= 0.33
                        ? 'align.profile fits in part'
                        : 'align.profile does not fit',
                  ),
                  profile: t(`align.profile ${sale.saleType}`),
                  people: opinions(each.profile.answered),
                  count: each.profile.closed,
                })
              : t('align.seller sales', { won: each.won, decided: each.decided })}{' '}
            · {t('fits.room', { open: each.openSales, count: each.room })}
          </small>
        </li>
      ))}
    </ul>
  );
}
