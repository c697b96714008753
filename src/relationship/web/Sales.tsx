import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { keepTrail } from '../../people/web/trail.ts';
import { t as sale } from '../../purchase/web/messages.ts';
import { money } from '../../purchase/web/words.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { salesQuery } from './sales.ts';

/** The sales with this account, open ones first. */
export function Sales({ account }: { account: AccountDetail }) {
  const { data, error, refetch } = useQuery(salesQuery(account.id));
  const [now] = useState(() => new Date());
  const navigate = useNavigate();
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={3} height={32} />;
  if (data.length === 0) return <EmptyState sentence={t('sale.none')} />;
  const open = (id: string) => {
    keepTrail({ list: account.name, base: '/opportunities/', ids: data.map((each) => each.id) });
    void navigate({ to: `/opportunities/${id}` });
  };
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('sale.name')}</th>
            <th scope="col">{t('sale.stage')}</th>
            <th scope="col">{t('sale.amount')}</th>
            <th scope="col">{t('sale.close')}</th>
            <th scope="col">{t('sale.owner')}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((each) => (
            <tr key={each.id}>
              <td className={css.main}>
                <button type="button" className={css.open} onClick={() => open(each.id)}>
                  {each.name}
                </button>
              </td>
              <td data-state={each.stuck ? 'broken' : undefined}>
                {each.outcome === 'open'
                  ? t('sale.in stage', { stage: sale(`stage.${each.stage}`), count: each.daysInStage })
                  : sale(`outcome.${each.outcome}`)}
              </td>
              <td>{money(each.amount, each.currency)}</td>
              <td>{each.expectedCloseOn === null ? '' : format.day(each.expectedCloseOn, now)}</td>
              <td>{each.ownerName}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
