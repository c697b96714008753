import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { sellingContract, type Coverage } from '../contract.ts';
import { t } from './messages.ts';
import css from './Selling.module.css';

/** The force at a glance: who looks after which relationships, and what is left undone. Each number opens its accounts. */
export function Selling() {
  const { data, error, refetch } = useAnswer(sellingContract.readCoverage, undefined, { meta: { hears: ['account', 'touchpoint', 'next step'] } });
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader title={t('title')} detail={t('coverage')} />
      <p className={css.intro}>{t('intro')}</p>
      {error ? (
        <Problem title={t('failed')} detail={error.message} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={8} />
      ) : data.items.length === 0 ? (
        <EmptyState sentence={t('empty')} />
      ) : (
        <div className={css.scroll} role="region" aria-label={t('coverage')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('member')}</th>
                <th scope="col">{t('accounts')}</th>
                <th scope="col">{t('revenue')}</th>
                <th scope="col">{t('trouble')}</th>
                <th scope="col">{t('no step')}</th>
                <th scope="col">{t('silent')}</th>
                <th scope="col">{t('sales')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <Row key={row.memberId ?? 'none'} row={row} currency={data.currency} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}

function Row({ row, currency }: { row: Coverage; currency: string }) {
  const owner = row.memberId ?? 'none';
  return (
    <tr>
      <th scope="row">
        <span>{row.memberName ?? t('nobody')}</span>
        {row.teamName !== null && <span className={css.team}>{row.teamName}</span>}
      </th>
      <td>
        <Link to="/relationships" search={{ view: 'table', owner }}>
          {format.number(row.accounts)}
        </Link>
      </td>
      <td>{format.moneyShort(Number(row.revenue), currency)}</td>
      <td className={row.inTrouble > 0 ? css.alarm : undefined}>
        <Link to="/relationships" search={{ view: 'table', owner, position: 'disillusionment' }}>
          {format.number(row.inTrouble)}
        </Link>
      </td>
      <td>
        <Link to="/relationships" search={{ view: 'table', owner, nextStep: 'none' }}>
          {format.number(row.withoutNextStep)}
        </Link>
      </td>
      <td>{format.number(row.silent)}</td>
      <td>
        {format.number(row.openSales)} · {format.moneyShort(Number(row.openAmount), currency)}
      </td>
    </tr>
  );
}
