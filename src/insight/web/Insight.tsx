import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { insightContract } from '../contract.ts';
import css from './Insight.module.css';
import { t } from './messages.ts';

/** The touchpoint audit: what builds trust here, and what breaks it, worst first. */
export function Insight() {
  const { data, error, refetch } = useAnswer(insightContract.readTrustMovers, { query: {} });
  const largest = Math.max(1, ...(data?.items.map((row) => Math.abs(row.trust)) ?? []));
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader title={t('title')} detail={t('movers')} />
      {error ? (
        <Problem title={t('failed')} detail={error.message} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={10} height={30} />
      ) : data.items.length === 0 ? (
        <EmptyState sentence={t('empty', { days: data.days })} />
      ) : (
        <>
          <p className={css.intro}>
            {t('intro', { accounts: format.number(data.accounts), touchpoints: format.number(data.touchpoints), days: data.days })}
          </p>
          <div className={css.scroll} role="region" aria-label={t('movers')} tabIndex={0}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{t('kind')}</th>
                  <th scope="col">{t('picture')}</th>
                  <th scope="col">{t('trust')}</th>
                  <th scope="col">{t('interest')}</th>
                  <th scope="col">{t('count')}</th>
                  <th scope="col">{t('accounts')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((row) => (
                  <tr key={row.kind}>
                    <th scope="row">{row.kind.charAt(0).toUpperCase() + row.kind.slice(1)}</th>
                    <td className={css.picture} aria-hidden="true">
                      <span className={row.trust < 0 ? css.lost : css.won} style={{ inlineSize: `${(Math.abs(row.trust) / largest) * 50}%` }} />
                    </td>
                    <td className={css.trust}>{format.signed(Math.round(row.trust * 10) / 10)}</td>
                    <td className={css.interest}>{format.signed(Math.round(row.interest * 10) / 10)}</td>
                    <td>{format.number(row.touchpoints)}</td>
                    <td>{format.number(row.accounts)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Page>
  );
}
