import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useSession } from '../../../web/session.ts';
import { Working } from '../../../web/Working.tsx';
import { t as words } from '../../web/messages.ts';
import { potentialContract as api, type AlignmentClaim, type ClaimComparison } from '../contract.ts';
import { IntervalPicture } from './IntervalPicture.tsx';
import { t } from './messages.ts';
import css from './potential.module.css';
import { WinModelPart } from './WinModelPart.tsx';

const measures = ['win rate', 'cycle', 'margin', 'retention'] as const;
const thresholds = [0.25, 0.5, 0.66, 0.75, 0.9];

/** Whether potential rises with alignment, tested on the organization's own sales; and what the chance to win follows from. */
export function PotentialPage() {
  const [view, setView] = useView();
  const saleType = saleTypes.find((each) => each === view['type']);
  const threshold = thresholds.find((each) => String(each) === view['from']) ?? 0.66;
  const query = { threshold, ...(saleType ? { saleType } : {}) };
  const { data, error, isPlaceholderData, refetch } = useAnswer(api.testAlignment, { query });
  return (
    <Page title={t('title')} crumbs={[{ label: words('title'), to: '/purchase' }]}>
      <PageHeader title={t('title')} back={{ label: words('title'), to: '/purchase' }} />
      <p className={css.intro}>{t('intro')}</p>
      <div className={css.filters}>
        <NativeSelect
          label={t('filter.type')}
          value={saleType ?? ''}
          data={[
            { value: '', label: t('filter.all') },
            ...saleTypes.map((value) => ({ value, label: words(`type.${value}`) })),
          ]}
          onChange={(event) => setView({ type: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          label={t('filter.threshold')}
          value={String(threshold)}
          data={thresholds.map((value) => ({ value: String(value), label: format.percent(value) }))}
          onChange={(event) =>
            setView({ from: event.currentTarget.value === '0.66' ? undefined : event.currentTarget.value })
          }
        />
      </div>
      {error ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <>
          <Working kind="alignment claim" label={t('claim.working')} />
          <RowsSkeleton rows={4} />
        </>
      ) : (
        <>
          {isPlaceholderData && <Working kind="alignment claim" label={t('claim.working')} />}
          <Claim claim={data} />
        </>
      )}
      <WinModelPart />
    </Page>
  );
}

function Claim({ claim }: { claim: AlignmentClaim }) {
  const { workspace } = useSession();
  if (claim.decided === 0) return <EmptyState sentence={t('empty')} />;
  if (claim.withRecord === 0)
    return <p className={css.note}>{t('basis.none', { decided: format.number(claim.decided) })}</p>;
  const aligned = claim.sales.filter((sale) => sale.alignment >= claim.threshold).length;
  const unknown = measures.filter((measure) => claim.comparisons.every((each) => each.measure !== measure));
  return (
    <>
      <p className={css.note}>
        {t('basis', {
          n: format.number(claim.withRecord),
          decided: format.number(claim.decided),
          from: claim.from === null ? '' : format.date(claim.from, 'full'),
          to: claim.to === null ? '' : format.date(claim.to, 'full'),
        })}
      </p>
      {claim.comparisons.length === 0 ? (
        <p className={css.note}>{t('few groups', { aligned, misaligned: claim.sales.length - aligned })}</p>
      ) : (
        <div className={css.scroll} role="region" aria-label={t('title')} tabIndex={0}>
          <table className={css.comparison}>
            <thead>
              <tr>
                <th scope="col">{t('col.measure')}</th>
                <th scope="col">{t('col.aligned')}</th>
                <th scope="col">{t('col.misaligned')}</th>
                <th scope="col">{t('col.difference')}</th>
              </tr>
            </thead>
            <tbody>
              {claim.comparisons.map((each) => (
                <Measure key={each.measure} comparison={each} />
              ))}
            </tbody>
          </table>
          {unknown.length > 0 && (
            <p className={css.small}>
              {t('not compared', {
                measures: format.list(
                  unknown.map((measure) => `${t(`measure.${measure}`)} (${t(`about.${measure}`)})`),
                ),
              })}
            </p>
          )}
          <p className={css.small}>{t('association')}</p>
        </div>
      )}
      <details className={css.details}>
        <summary>
          {t('sales.title')}{' '}
          {claim.sales.length < claim.withRecord && <span>{t('sales.latest', { n: claim.sales.length })}</span>}
        </summary>
        <div className={css.scroll} role="region" aria-label={t('sales.title')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('sales.sale')}</th>
                <th scope="col">{t('sales.alignment')}</th>
                <th scope="col">{t('sales.outcome')}</th>
                <th scope="col">{t('sales.days')}</th>
                <th scope="col">{t('sales.amount')}</th>
                <th scope="col">{t('sales.closed')}</th>
              </tr>
            </thead>
            <tbody>
              {claim.sales.map((sale) => (
                <tr key={sale.id}>
                  <th scope="row">
                    <Link to="/opportunities/$id" params={{ id: sale.id }}>
                      {sale.name}
                    </Link>
                  </th>
                  <td>{format.percent(sale.alignment)}</td>
                  <td data-outcome={sale.won ? 'won' : 'lost'}>{t(sale.won ? 'won' : 'lost')}</td>
                  <td>{format.number(sale.cycleDays)}</td>
                  <td>{sale.amount === null ? '' : format.moneyShort(Number(sale.amount), workspace.currency)}</td>
                  <td>{format.date(sale.closedOn, 'full')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Measure({ comparison }: { comparison: ClaimComparison }) {
  const { measure, aligned, misaligned, difference, interval, holds } = comparison;
  const days = measure === 'cycle';
  const value = (of: number) => (days ? t('value.days', { days: format.number(of) }) : format.percent(of));
  const gap = (of: number) =>
    days ? t('value.days', { days: format.signed(of, 0) }) : t('value.points', { points: format.signed(of * 100, 0) });
  const reach = Math.max(Math.abs(interval.low), Math.abs(interval.high), days ? 10 : 0.1);
  return (
    <tr>
      <th scope="row">
        {t(`measure.${measure}`)}
        <small>{t(`about.${measure}`)}</small>
      </th>
      <td data-label={t('col.aligned')}>
        {value(aligned.value)}
        <small>{t('value.n', { n: format.number(aligned.n) })}</small>
      </td>
      <td data-label={t('col.misaligned')}>
        {value(misaligned.value)}
        <small>{t('value.n', { n: format.number(misaligned.n) })}</small>
      </td>
      <td className={css.wide} data-label={t('col.difference')}>
        <IntervalPicture at={difference} low={interval.low} high={interval.high} from={-reach} to={reach} zero={0} />
        <span data-holds={good(measure, holds)}>
          {gap(difference)} ({gap(interval.low)} … {gap(interval.high)})
        </span>
        <small>{t(days && holds !== 'not shown' ? `days.${holds}` : `holds.${holds}`)}</small>
      </td>
    </tr>
  );
}

/** A longer cycle is no gain. */
const good = (measure: ClaimComparison['measure'], holds: ClaimComparison['holds']) =>
  measure === 'cycle' && holds !== 'not shown' ? (holds === 'more' ? 'less' : 'more') : holds;
